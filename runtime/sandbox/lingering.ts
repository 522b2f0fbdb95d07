import type { ControlWords } from "./control-words";
import { nowUs } from "./thread-clock";

/** A next call within this time after the last one's end makes the thread expect another as soon. Microseconds. */
const SOON_US = 200;
/** How long the thread then looks out for it before it sleeps. Microseconds. */
const LINGER_US = 100;

/**
 * Looks out for the next message for a moment before the thread goes to sleep: to be woken takes as long as half a small call. Only while
 * the pool allows it, which is for a caller that makes one call after the other; one that pauses finds the thread asleep.
 */
export class Lingering {
  readonly #control: ControlWords;
  #restedUs = Number.NEGATIVE_INFINITY;
  #soon = false;

  constructor(control: ControlWords) {
    this.#control = control;
  }

  /** A message came. */
  arrived(): void {
    this.#soon = nowUs() - this.#restedUs < SOON_US;
  }

  /** The thread has nothing to do: the next message if it comes in time. `next` takes one that is there. */
  wait<T>(next: () => T | null): T | null {
    const startUs = nowUs();
    this.#restedUs = startUs;
    if (!this.#soon) return null;
    while (this.#control.mayLinger && nowUs() - startUs < LINGER_US) {
      const message = next();
      if (message !== null) return message;
    }
    return null;
  }
}
