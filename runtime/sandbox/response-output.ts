import type { ResponseHead } from "../model";
import type { FromSandbox } from "./protocol";

/** Bytes of a streamed response that may be on their way before the guest has to wait for credit. */
const WINDOW_BYTES = 256 * 1024;

/**
 * The response of one call on its way out. What the guest produces in one turn of its event loop leaves together, so a response
 * that is complete in the turn it began travels inside the call's `result`.
 */
export class ResponseOutput {
  readonly #post: (message: FromSandbox) => void;
  readonly #limitBytes: number;
  #head: ResponseHead | null = null;
  #chunks: Uint8Array[] = [];
  #headPosted = false;
  #ended = false;
  #endPosted = false;
  #bytes = 0;
  #outstandingBytes = 0;
  #starved = false;

  constructor(post: (message: FromSandbox) => void, limitBytes: number) {
    this.#post = post;
    this.#limitBytes = limitBytes;
  }

  get begun(): boolean {
    return this.#head !== null;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The guest waits for its client to take what is on its way. */
  get awaitsCredit(): boolean {
    return this.#starved;
  }

  get tooLarge(): boolean {
    return this.#bytes > this.#limitBytes;
  }

  head(head: ResponseHead): void {
    this.#head ??= head;
  }

  /** False when the guest must wait for credit before the next chunk. */
  chunk(bytes: Uint8Array): boolean {
    this.#bytes += bytes.length;
    if (this.tooLarge || this.#ended) return false;
    this.#outstandingBytes += bytes.length;
    if (bytes.length > 0) this.#chunks.push(bytes);
    this.#starved = this.#outstandingBytes >= WINDOW_BYTES;
    return !this.#starved;
  }

  end(): void {
    this.#ended = true;
  }

  /** True when the guest was waiting and may go on. */
  credit(bytes: number): boolean {
    this.#outstandingBytes -= bytes;
    if (!this.#starved || this.#outstandingBytes >= WINDOW_BYTES) return false;
    this.#starved = false;
    return true;
  }

  /** Sends what there is. Called at the end of a turn that did not end the call. */
  flush(): void {
    if (this.#head === null || this.#endPosted) return;
    if (!this.#headPosted) this.#post({ type: "head", head: this.#head });
    this.#headPosted = true;
    for (const bytes of this.#chunks) this.#post({ type: "chunk", bytes });
    this.#chunks = [];
    if (this.#ended) this.#post({ type: "response-end" });
    this.#endPosted = this.#ended;
  }

  /** The whole response where nothing of it was sent yet; otherwise sends the rest and answers null. */
  take(): { head: ResponseHead; body: Uint8Array } | null {
    if (this.#head === null) return null;
    if (this.#headPosted || !this.#ended) {
      this.flush();
      return null;
    }
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first !== undefined ? first : concatenate(this.#chunks);
    return { head: this.#head, body };
  }
}

function concatenate(chunks: readonly Uint8Array[]): Uint8Array {
  const body = new Uint8Array(chunks.reduce((total, chunk) => total + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}
