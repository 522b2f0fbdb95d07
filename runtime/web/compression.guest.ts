import type { HostFunctions } from "./bridge";
import { byteLength } from "./bytes.guest";
import type { Call } from "./calls.guest";
import { currentCall } from "./calls.guest";
import { bytesOf } from "./encoding.guest";
import { exposeInterface } from "./interfaces.guest";
import { min, toText, TypeError, Uint8Array, uncurry } from "./primordials.guest";
import { TransformStream } from "./streams.guest";
import type { ReadableStream, WritableStream } from "./streams.guest";

type CodecHost = Pick<HostFunctions, "codecOpen" | "codecWrite" | "codecClose">;

interface Controller {
  enqueue(chunk: Uint8Array): void;
}

/** As much as the host takes at once; see `codec-host.ts`. */
const PIECE_BYTES = 4096;
const NO_BYTES = new Uint8Array(0);

const subarray = uncurry(Uint8Array.prototype, "subarray") as (
  bytes: Uint8Array,
  from: number,
  to: number,
) => Uint8Array;

let lent: CodecHost;

/** One codec of the host's. It is opened with the first chunk, and belongs to the call that this comes in. */
class Codec {
  readonly #task: string;
  #id: number | null = null;
  #call: Call | null = null;
  #over = false;

  constructor(task: string) {
    this.#task = task;
  }

  write(bytes: Uint8Array, controller: Controller): void {
    const length = byteLength(bytes);
    for (let from = 0; from < length; from += PIECE_BYTES) {
      this.#step(subarray(bytes, from, min(from + PIECE_BYTES, length)), false, controller);
    }
  }

  finish(controller: Controller): void {
    this.#step(NO_BYTES, true, controller);
    this.#over = true;
  }

  close(): void {
    if (this.#id !== null && !this.#over) lent.codecClose(this.#id);
    this.#over = true;
  }

  #step(bytes: Uint8Array, last: boolean, controller: Controller): void {
    const output = lent.codecWrite(this.#opened(), bytes, last);
    if (output === null) {
      this.#over = true;
      throw new TypeError("The data is not in the format that the stream was made for, or ends too early or too late.");
    }
    if (byteLength(output) > 0) controller.enqueue(output);
  }

  #opened(): number {
    if (this.#id === null) {
      this.#call = currentCall();
      this.#id = lent.codecOpen(this.#task);
      if (this.#id === null) throw new TypeError("Too many compression streams are open at once.");
    }
    if (this.#call !== currentCall()) throw new TypeError("The compression stream belongs to a call that is over.");
    return this.#id;
  }
}

function transformOf(task: string): TransformStream<unknown, Uint8Array> {
  const codec = new Codec(task);
  return new TransformStream<unknown, Uint8Array>({
    __proto__: null,
    transform(chunk: unknown, controller: Controller) {
      const bytes = bytesOf(chunk);
      if (bytes === null) {
        codec.close();
        throw new TypeError("A chunk is neither an ArrayBuffer nor a view of one.");
      }
      codec.write(bytes, controller);
    },
    flush(controller: Controller) {
      codec.finish(controller);
    },
    cancel() {
      codec.close();
    },
  } as object);
}

function formatOf(format: unknown): string {
  const text = toText(format);
  if (text !== "gzip" && text !== "deflate" && text !== "deflate-raw") {
    throw new TypeError("The format is not one of gzip, deflate and deflate-raw.");
  }
  return text;
}

class CompressionStream {
  #transform: TransformStream<unknown, Uint8Array>;
  constructor(format: unknown) {
    this.#transform = transformOf("compress " + formatOf(format));
  }
  get readable(): ReadableStream<Uint8Array> {
    return this.#transform.readable;
  }
  get writable(): WritableStream<unknown> {
    return this.#transform.writable;
  }
}

class DecompressionStream {
  #transform: TransformStream<unknown, Uint8Array>;
  constructor(format: unknown) {
    this.#transform = transformOf("decompress " + formatOf(format));
  }
  get readable(): ReadableStream<Uint8Array> {
    return this.#transform.readable;
  }
  get writable(): WritableStream<unknown> {
    return this.#transform.writable;
  }
}

/** Installs `CompressionStream` and `DecompressionStream`. */
export function installCompression(host: CodecHost): void {
  lent = host;
  exposeInterface(CompressionStream, "CompressionStream", 1);
  exposeInterface(DecompressionStream, "DecompressionStream", 1);
}
