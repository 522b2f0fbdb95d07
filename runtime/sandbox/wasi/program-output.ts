import type { Process } from "@wasmer/sdk/node";
import { concatBytes } from "../../wasm";

/** Reads a stream of a process to its end. `take` answers false when it wants no more. A stream that breaks off has ended. */
export async function readAll(stream: Process["stdout"], take: (bytes: Uint8Array) => boolean): Promise<void> {
  if (stream === null) return;
  try {
    for await (const bytes of stream) if (!take(bytes)) return;
  } catch {
    // Its process was ended; how, the process itself says.
  }
}

/** The bytes of a program's standard output, up to a limit. */
export class OutputBuffer {
  readonly #limitBytes: number;
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get tooLarge(): boolean {
    return this.#bytes > this.#limitBytes;
  }

  /** False when the limit is passed. */
  add(bytes: Uint8Array): boolean {
    this.#bytes += bytes.byteLength;
    if (!this.tooLarge) this.#chunks.push(bytes);
    return !this.tooLarge;
  }

  /** All of it. */
  take(): Uint8Array {
    const whole = concatBytes(this.#chunks);
    this.#chunks = [];
    return whole;
  }
}
