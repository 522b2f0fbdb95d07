import {
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultReader,
  TransformStream,
} from "web-streams-polyfill";
import { ByteGatherer, byteLength, copyBytes, isUint8Array } from "./bytes.guest";
import { isObject, TypeError, uncurry, uncurryGetter } from "./primordials.guest";
import { onSettled } from "./promises.guest";

/** Streams as the guest's own code uses them: by what their prototypes held before any function ran. */
export type ByteStream = ReadableStream<Uint8Array>;
export type ByteReader = ReadableStreamDefaultReader<Uint8Array>;

const getReader = uncurry(ReadableStream.prototype, "getReader") as (stream: ByteStream) => ByteReader;
const tee = uncurry(ReadableStream.prototype, "tee");
const pipeThrough = uncurry(ReadableStream.prototype, "pipeThrough");
const locked = uncurryGetter<unknown, boolean>(ReadableStream.prototype, "locked");
const read = uncurry(ReadableStreamDefaultReader.prototype, "read") as (reader: ByteReader) => Promise<ReadResult>;
const cancelReader = uncurry(ReadableStreamDefaultReader.prototype, "cancel");

export interface ReadResult {
  readonly done: boolean;
  readonly value: unknown;
}

export function isStream(value: unknown): value is ByteStream {
  if (!isObject(value)) return false;
  try {
    locked(value);
    return true;
  } catch {
    return false;
  }
}

export function isLocked(stream: ByteStream): boolean {
  return locked(stream);
}

/** Whether the stream was ever read from or cancelled; the library keeps the standard's slot under this name. */
export function isDisturbed(stream: ByteStream): boolean {
  return (stream as unknown as { readonly _disturbed: boolean })._disturbed;
}

export function readerOf(stream: ByteStream): ByteReader {
  return getReader(stream);
}

/** Reads once; exactly one of the two is called. */
export function readOnce(
  reader: ByteReader,
  take: (result: ReadResult) => void,
  failed: (reason: unknown) => void,
): void {
  onSettled(read(reader), take, failed);
}

/** A stream with the same content, for a new owner; the old one is locked and counts as read. */
export function passOn(stream: ByteStream): ByteStream {
  return pipeThrough(stream, new TransformStream()) as ByteStream;
}

export function teeStream(stream: ByteStream): [ByteStream, ByteStream] {
  return tee(stream) as [ByteStream, ByteStream];
}

/** Cancels and does not care how that goes. */
export function cancelReading(reader: ByteReader, reason: unknown): void {
  const ignored = () => undefined;
  onSettled(cancelReader(reader, reason), undefined, ignored);
}

/** Reads a stream to its end. Rejects with the stream's error, or a TypeError for a chunk that is no Uint8Array. */
export async function readAll(stream: ByteStream): Promise<Uint8Array<ArrayBuffer>> {
  const reader = getReader(stream);
  const gatherer = new ByteGatherer();
  for (;;) {
    const { done, value } = await read(reader);
    if (done) return gatherer.bytes();
    if (!isUint8Array(value)) throw new TypeError("A chunk of the body is not a Uint8Array.");
    gatherer.add(value);
  }
}

/** What a stream made by the host's side is driven by. */
export interface StreamSource {
  pull(controller: StreamController): void;
  cancel(reason: unknown): void;
}

/** The end that bytes go in. */
export interface StreamController {
  enqueue(bytes: Uint8Array): void;
  close(): void;
  error(reason: unknown): void;
}

interface ByobRequest {
  respond(bytes: number): void;
}

const { prototype: controllerPrototype } = ReadableByteStreamController;
const enqueue = uncurry(controllerPrototype, "enqueue");
const close = uncurry(controllerPrototype, "close");
const fail = uncurry(controllerPrototype, "error");
const byobRequest = uncurryGetter<unknown, ByobRequest | null>(controllerPrototype, "byobRequest");
const respond = uncurry(ReadableStreamBYOBRequest.prototype, "respond");

/** Errors here mean that the stream is already over: its reader cancelled it. What comes after is dropped. */
function guarded(action: () => void): void {
  try {
    action();
  } catch {
    // Closed or errored.
  }
}

function wrap(inner: ReadableByteStreamController): StreamController {
  return {
    enqueue(bytes) {
      if (byteLength(bytes) === 0) return;
      guarded(() => {
        enqueue(inner, bytes);
      });
    },
    close() {
      guarded(() => {
        close(inner);
        const waiting = byobRequest(inner);
        if (waiting !== null) respond(waiting as never, 0);
      });
    },
    error(reason) {
      guarded(() => {
        fail(inner, reason);
      });
    },
  };
}

/** A readable byte stream, pulled only when somebody reads. */
export function createByteStream(source: StreamSource): ByteStream {
  let controller: StreamController;
  const underlying = {
    __proto__: null,
    type: "bytes",
    start(inner: ReadableByteStreamController) {
      controller = wrap(inner);
    },
    pull() {
      source.pull(controller);
    },
    cancel(reason: unknown) {
      source.cancel(reason);
    },
  };
  return new ReadableStream(underlying as never, { __proto__: null, highWaterMark: 0 } as never);
}

/** A stream of bytes that are there already. */
export function streamOfBytes(bytes: Uint8Array): ByteStream {
  return createByteStream({
    pull(controller) {
      // A copy: the stream takes the buffer of what it is given.
      controller.enqueue(copyBytes(bytes));
      controller.close();
    },
    cancel: () => undefined,
  });
}

/** The stream of a body that was read to its end without one: closed, and locked as the reading left it. */
export function spentStream(): ByteStream {
  const stream = createByteStream({
    pull(controller) {
      controller.close();
    },
    cancel: () => undefined,
  });
  readOnce(
    getReader(stream),
    () => undefined,
    () => undefined,
  );
  return stream;
}
