import type { PackedValue } from "./call-packing";
import { packResult } from "./call-packing";
import type { FromSandbox, SandboxResult } from "./protocol";
import { nowUs } from "./thread-clock";

/** Results wait for those behind them no longer than this, and in no greater number: somebody waits for each. */
const HOLD_US = 300;
const HOLD_RESULTS = 8;

/**
 * What the thread has to say. Results gather while further calls are at hand, since waking the pool for each would cost as much as a
 * small call itself; whoever begins something that may take long flushes first.
 */
export class Outbox {
  readonly #post: (message: FromSandbox) => void;
  #results: PackedValue[] = [];
  #count = 0;
  #firstUs = 0;

  constructor(post: (message: FromSandbox) => void) {
    this.#post = post;
  }

  say(message: FromSandbox): void {
    this.flush();
    this.#post(message);
  }

  add(result: SandboxResult): void {
    const now = nowUs();
    if (this.#count === 0) this.#firstUs = now;
    packResult(this.#results, result);
    this.#count += 1;
    if (this.#count >= HOLD_RESULTS || now - this.#firstUs >= HOLD_US) this.flush();
  }

  flush(): void {
    if (this.#count === 0) return;
    const results = this.#results;
    this.#results = [];
    this.#count = 0;
    this.#post({ type: "results", results });
  }
}
