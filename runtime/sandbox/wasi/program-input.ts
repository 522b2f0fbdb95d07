import type { Process } from "@wasmer/sdk/node";
import type { WireBody } from "../protocol";

/**
 * A program's standard input: a body that is known, or one whose chunks are asked for as the program reads. A program need not read
 * it: what is left over is dropped when its process is gone.
 */
export class ProgramInput {
  readonly #pull: () => void;
  #stdin: Process["stdin"] = null;

  /** @param pull asks for the next chunk */
  constructor(pull: () => void) {
    this.#pull = pull;
  }

  begin(stdin: Process["stdin"], body: WireBody): void {
    this.#stdin = stdin;
    if (body === "stream") this.#pull();
    else void this.#whole(body);
  }

  async #whole(body: Uint8Array | null): Promise<void> {
    if (body !== null && body.byteLength > 0) await this.#write(body);
    await this.end();
  }

  async chunk(bytes: Uint8Array): Promise<void> {
    if (await this.#write(bytes)) this.#pull();
  }

  /** Nothing more comes. */
  async end(): Promise<void> {
    try {
      await this.#stdin?.close();
    } catch {
      // The process is gone.
    }
  }

  /** False when nobody reads any more. */
  async #write(bytes: Uint8Array): Promise<boolean> {
    try {
      await this.#stdin?.write(bytes);
      return true;
    } catch {
      return false;
    }
  }
}
