import type { Hash } from "node:crypto";
import { createHash } from "node:crypto";
import type { RecordedBody } from "./model";

/** Keeps a body as it passes by: in full up to a limit, and beyond it only its length and its SHA-256. */
export class BodyRecorder {
  readonly #limitBytes: number;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #hash: Hash | null = null;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#hash !== null) this.#hash.update(chunk);
    else {
      this.#chunks.push(chunk);
      if (this.#bytes > this.#limitBytes) this.#overflow();
    }
  }

  /** `complete` false: the body broke off, so that a hash of what came would be no hash of it. */
  finish(complete: boolean): RecordedBody {
    if (this.#hash !== null) {
      return { bytes: this.#bytes, content: null, sha256: complete ? this.#hash.digest("hex") : null };
    }
    const [only] = this.#chunks;
    const content = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    return { bytes: this.#bytes, content, sha256: null };
  }

  #overflow(): void {
    this.#hash = createHash("sha256");
    for (const kept of this.#chunks) this.#hash.update(kept);
    this.#chunks = [];
  }
}
