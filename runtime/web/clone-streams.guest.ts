import {
  ReadableStream,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from "web-streams-polyfill";
import { uncurry, uncurryGetter } from "./primordials.guest";
import { onSettled, withResolvers } from "./promises.guest";
import type { ReadResult } from "./stream-access.guest";

/** Copies a chunk or a reason, as every value that goes over to another owner. Throws where it can't be copied. */
type Copy = (value: unknown) => unknown;

/** A stream on its way to a new owner. `begin` takes the old one over: it is locked from then on. */
export interface StreamTransfer {
  readonly copy: object;
  begin(): void;
}

const isReadableLocked = uncurryGetter<unknown, boolean>(ReadableStream.prototype, "locked");
const isWritableLocked = uncurryGetter<unknown, boolean>(WritableStream.prototype, "locked");
const readableOf = uncurryGetter<unknown, object>(TransformStream.prototype, "readable");
const writableOf = uncurryGetter<unknown, object>(TransformStream.prototype, "writable");
const getReader = uncurry(ReadableStream.prototype, "getReader") as (stream: object) => object;
const read = uncurry(ReadableStreamDefaultReader.prototype, "read") as (reader: object) => Promise<ReadResult>;
const cancel = uncurry(ReadableStreamDefaultReader.prototype, "cancel") as (
  reader: object,
  reason: unknown,
) => Promise<void>;
const enqueue = uncurry(ReadableStreamDefaultController.prototype, "enqueue") as (to: object, chunk: unknown) => void;
const closeReadable = uncurry(ReadableStreamDefaultController.prototype, "close") as (to: object) => void;
const getWriter = uncurry(WritableStream.prototype, "getWriter") as (stream: object) => object;
const write = uncurry(WritableStreamDefaultWriter.prototype, "write") as (
  writer: object,
  chunk: unknown,
) => Promise<void>;
const closeWriter = uncurry(WritableStreamDefaultWriter.prototype, "close") as (writer: object) => Promise<void>;
const abort = uncurry(WritableStreamDefaultWriter.prototype, "abort") as (
  writer: object,
  reason: unknown,
) => Promise<void>;
const ready = uncurryGetter<unknown, Promise<void>>(WritableStreamDefaultWriter.prototype, "ready");
const closed = uncurryGetter<unknown, Promise<void>>(WritableStreamDefaultWriter.prototype, "closed");
const failWritable = uncurry(WritableStreamDefaultController.prototype, "error") as (
  to: object,
  reason: unknown,
) => void;

/** Null for what is no stream. `"locked"`: a stream that somebody reads or writes can't be transferred. */
export function streamTransfer(value: object, copy: Copy): StreamTransfer | "locked" | null {
  const locked = slot(isReadableLocked, value);
  if (locked !== null) return locked ? "locked" : readableTransfer(value, copy);
  const writableLocked = slot(isWritableLocked, value);
  if (writableLocked !== null) return writableLocked ? "locked" : writableTransfer(value, copy);
  const readable = slot(readableOf, value);
  if (readable === null) return null;
  const writable = writableOf(value);
  if (isReadableLocked(readable) || isWritableLocked(writable)) return "locked";
  return pairTransfer(readableTransfer(readable, copy), writableTransfer(writable, copy));
}

/** What a getter says of an object that is of its interface; null for any other. */
function slot<T>(getter: (value: unknown) => T, value: object): T | null {
  try {
    return getter(value);
  } catch {
    return null;
  }
}

/** The new owner's end is filled from the old stream as it is read. Streams standard: "ReadableStream transfer steps". */
function readableTransfer(original: object, copy: Copy): StreamTransfer {
  let reader: object;
  const underlying = {
    __proto__: null,
    pull: (controller: object) => passOn(reader, controller, copy),
    cancel: (reason: unknown) => cancel(reader, reasonOf(reason, copy)),
  };
  return {
    copy: new ReadableStream(underlying as never, { __proto__: null, highWaterMark: 0 } as never),
    begin() {
      reader = getReader(original);
    },
  };
}

function passOn(reader: object, controller: object, copy: Copy): Promise<unknown> {
  const { promise, resolve, reject } = withResolvers<unknown>();
  onSettled(
    read(reader),
    ({ done, value }) => {
      try {
        if (done) closeReadable(controller);
        else enqueue(controller, copy(value));
        resolve(undefined);
      } catch (error) {
        onSettled(cancel(reader, error), undefined, ignore);
        reject(error);
      }
    },
    (reason) => {
      reject(reasonOf(reason, copy));
    },
  );
  return promise;
}

/** What is written to the new owner's end goes to the old stream. Streams standard: "WritableStream transfer steps". */
function writableTransfer(original: object, copy: Copy): StreamTransfer {
  let writer: object;
  let own: object;
  const underlying = {
    __proto__: null,
    start(controller: object) {
      own = controller;
    },
    write: (chunk: unknown) => writeOn(writer, chunk, copy),
    close: () => closeWriter(writer),
    abort: (reason: unknown) => abort(writer, reasonOf(reason, copy)),
  };
  return {
    copy: new WritableStream(underlying as never),
    begin() {
      writer = getWriter(original);
      onSettled(closed(writer), undefined, (reason) => {
        failWritable(own, reasonOf(reason, copy));
      });
    },
  };
}

/** Done when the old stream has room for the chunk, as for a message to another thread: not when the chunk is written. */
function writeOn(writer: object, chunk: unknown, copy: Copy): Promise<unknown> {
  const { promise, resolve, reject } = withResolvers<unknown>();
  onSettled(
    ready(writer),
    () => {
      try {
        onSettled(write(writer, copy(chunk)), undefined, ignore);
        resolve(undefined);
      } catch (error) {
        onSettled(abort(writer, error), undefined, ignore);
        reject(error);
      }
    },
    reject,
  );
  return promise;
}

/** The library keeps the standard's slots under these names. */
function pairTransfer(readable: StreamTransfer, writable: StreamTransfer): StreamTransfer {
  const pair = new TransformStream() as unknown as { _readable: object; _writable: object };
  pair._readable = readable.copy;
  pair._writable = writable.copy;
  return {
    copy: pair,
    begin() {
      readable.begin();
      writable.begin();
    },
  };
}

/** A reason that can't be copied becomes the error that says so. */
function reasonOf(reason: unknown, copy: Copy): unknown {
  try {
    return copy(reason);
  } catch (error) {
    return error;
  }
}

function ignore(): void {
  // What comes of it is told by other ways.
}
