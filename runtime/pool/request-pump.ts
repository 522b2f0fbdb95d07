import type { PoolJob } from "./pool-types";
import type { ToCall } from "../sandbox/protocol";

/** Sends a streamed request body to the guest, one chunk for each that it asks for. */
export class RequestPump {
  readonly #body: NonNullable<PoolJob["requestBody"]>;
  readonly #post: (message: ToCall) => void;
  #iterator: AsyncIterator<Uint8Array> | null = null;
  #last: Promise<void> = Promise.resolve();
  #over = false;

  constructor(body: NonNullable<PoolJob["requestBody"]>, post: (message: ToCall) => void) {
    this.#body = body;
    this.#post = post;
  }

  pull(): void {
    this.#last = this.#last.then(() => this.#next());
  }

  /** The call is over: the rest of the body is not wanted. A body that nobody asked for is left untouched. */
  close(): void {
    if (this.#over) return;
    this.#over = true;
    const ended = this.#iterator?.return?.();
    ended?.catch(() => undefined);
  }

  async #next(): Promise<void> {
    if (this.#over) return;
    this.#iterator ??= this.#body[Symbol.asyncIterator]();
    try {
      const next = await this.#iterator.next();
      if (this.#closed()) return;
      if (next.done !== true) {
        this.#post({ type: "request-chunk", bytes: compact(next.value) });
        return;
      }
      this.#over = true;
      this.#post({ type: "request-end" });
    } catch (error) {
      if (this.#closed()) return;
      this.#over = true;
      this.#post({ type: "request-error", message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Asked again after a wait in which the call may have ended. */
  #closed(): boolean {
    return this.#over;
  }
}

/** Structured clone copies the whole buffer behind a view, and Node's Buffers are views of shared slabs. */
export function compact(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
}
