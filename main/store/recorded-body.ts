import { createHash } from "node:crypto";
import type { RecordedBody } from "../../runtime/model";

/** Bodies up to this many bytes are kept whole; of longer ones the length and hash. */
export const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

/** A whole body as it is kept. `null` stands for "no body": zero bytes. */
export function recordBody(bytes: Uint8Array | null, limitBytes: number = DEFAULT_BODY_LIMIT_BYTES): RecordedBody {
  if (bytes === null) return { bytes: 0, content: null, sha256: null };
  if (bytes.length <= limitBytes) return { bytes: bytes.length, content: bytes, sha256: null };
  return { bytes: bytes.length, content: null, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** Records a body that comes in chunks, holding no more than the limit in memory. */
export class BodyRecorder {
  readonly #limitBytes: number;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #hash: ReturnType<typeof createHash> | null = null;

  constructor(limitBytes: number = DEFAULT_BODY_LIMIT_BYTES) {
    this.#limitBytes = limitBytes;
  }

  /** Copies the chunk: the caller may reuse its memory. */
  push(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#hash !== null) {
      this.#hash.update(chunk);
    } else if (this.#bytes <= this.#limitBytes) {
      this.#chunks.push(chunk.slice());
    } else {
      this.#hash = createHash("sha256");
      for (const kept of this.#chunks) this.#hash.update(kept);
      this.#hash.update(chunk);
      this.#chunks = [];
    }
  }

  /** Call once. With `complete` false the body broke off: a body past the limit then has no hash. */
  finish(complete = true): RecordedBody {
    if (this.#hash !== null) {
      return { bytes: this.#bytes, content: null, sha256: complete ? this.#hash.digest("hex") : null };
    }
    return { bytes: this.#bytes, content: new Uint8Array(Buffer.concat(this.#chunks)), sha256: null };
  }
}
