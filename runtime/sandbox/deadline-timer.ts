import type { MonotonicUs } from "../model";
import { nowUs } from "./thread-clock";

/** Longest delay that Node's timers take, milliseconds; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** Waits for a deadline; in several steps where it is further away than a timer reaches. */
export class DeadlineTimer {
  readonly #deadlineUs: MonotonicUs;
  readonly #due: () => void;
  #timer: NodeJS.Timeout | undefined;

  /** @param due called once, at the deadline or a little later */
  constructor(deadlineUs: MonotonicUs, due: () => void) {
    this.#deadlineUs = deadlineUs;
    this.#due = due;
    this.#arm();
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  #arm(): void {
    const delayMs = Math.max(0, Math.ceil((this.#deadlineUs - nowUs()) / 1000));
    this.#timer = setTimeout(
      () => {
        if (nowUs() < this.#deadlineUs) this.#arm();
        else this.#due();
      },
      Math.min(delayMs, LONGEST_DELAY_MS),
    );
  }
}
