import type { ControlWords } from "../sandbox/control-words";
import type { Call } from "./call";

interface Offer {
  readonly call: Call;
  readonly slot: number;
}

/**
 * The calls that are offered to a sandbox while it runs another, so that its thread need not sleep and be woken between them. They still
 * wait: until the thread begins one, anybody may have it back. Who claims the call's word in shared memory first, has it.
 */
export class Offers {
  readonly #words: ControlWords;
  /** In order of arrival. Few, and not a `Map`, for the reason that `UnorderedSet` gives. */
  readonly #offers: Offer[] = [];

  constructor(words: ControlWords) {
    this.#words = words;
  }

  get size(): number {
    return this.#offers.length;
  }

  get oldest(): Call | null {
    return this.#offers[0]?.call ?? null;
  }

  /** Returns the slot of the offer, or null where as many calls are offered as can be. */
  add(call: Call): number | null {
    const slot = this.#words.offer(call.takeMark());
    if (slot !== null) this.#offers.push({ call, slot });
    return slot;
  }

  /** False when the thread has begun the call, which then is `next` soon. */
  takeBack(call: Call): boolean {
    const at = this.#offers.findIndex((offer) => offer.call === call);
    const offer = this.#offers[at];
    if (offer === undefined || !this.#words.claim(offer.slot, call.mark)) return false;
    this.#offers.splice(at, 1);
    return true;
  }

  /** The thread is done with a call and goes on with this one, if there is any. */
  next(): Call | null {
    return this.#offers.shift()?.call ?? null;
  }
}
