import type { ControlWords } from "../sandbox/control-words";
import type { Call } from "./call";

/**
 * The calls that are offered to a sandbox while it runs another, so that its thread need not sleep and be woken between them. They still
 * wait: until the thread begins one, anybody may have it back. Who claims the call's word in shared memory first, has it.
 */
export class Offers {
  readonly #words: ControlWords;
  /** In order of arrival, each with its slot. */
  readonly #slots = new Map<Call, number>();

  constructor(words: ControlWords) {
    this.#words = words;
  }

  get size(): number {
    return this.#slots.size;
  }

  get calls(): Iterable<Call> {
    return this.#slots.keys();
  }

  /** Returns the slot of the offer, or null where as many calls are offered as can be. */
  add(call: Call): number | null {
    const slot = this.#words.offer(call.takeMark());
    if (slot !== null) this.#slots.set(call, slot);
    return slot;
  }

  /** False when the thread has begun the call, which then is `next` soon. */
  takeBack(call: Call): boolean {
    const slot = this.#slots.get(call);
    if (slot === undefined || !this.#words.claim(slot, call.mark)) return false;
    this.#slots.delete(call);
    return true;
  }

  /** The thread is done with a call and goes on with this one, if there is any. */
  next(): Call | null {
    for (const call of this.#slots.keys()) {
      this.#slots.delete(call);
      return call;
    }
    return null;
  }
}
