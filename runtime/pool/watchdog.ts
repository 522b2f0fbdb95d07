import type { Clock, MonotonicUs } from "../model";
import type { Timers } from "./pool-types";
import type { Member } from "./unordered-set";
import { UnorderedSet } from "./unordered-set";

/** Longest delay that Node's timers take, milliseconds. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** Something with a deadline. `dueUs` may move at any time; tell the watchdog when it moved to earlier. */
export interface Watched extends Member {
  readonly dueUs: MonotonicUs;
  /** The time has come. It is called again for as long as `dueUs` stays in the past, so it must move it or leave. */
  due(nowUs: MonotonicUs): void;
}

/**
 * All deadlines of a pool on one timer. Calls come and go thousands of times a second and hardly any is ever due, so adding
 * one costs a comparison: the timer stays where the earliest was, and looks around when it fires.
 */
export class Watchdog {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #items = new UnorderedSet<Watched>();
  #armedForUs = Number.POSITIVE_INFINITY;
  #disarm: (() => void) | null = null;

  constructor(clock: Clock, timers: Timers) {
    this.#clock = clock;
    this.#timers = timers;
  }

  get size(): number {
    return this.#items.size;
  }

  /** Watches over `item`, or notes that it is due earlier than before. */
  watch(item: Watched): void {
    this.#items.add(item);
    if (item.dueUs < this.#armedForUs) this.#arm(item.dueUs);
  }

  leave(item: Watched): void {
    this.#items.delete(item);
  }

  dispose(): void {
    this.#items.clear();
    this.#disarm?.();
    this.#disarm = null;
    this.#armedForUs = Number.POSITIVE_INFINITY;
  }

  #arm(dueUs: MonotonicUs): void {
    this.#disarm?.();
    this.#armedForUs = dueUs;
    const delayMs = Math.min((dueUs - this.#clock.nowUs()) / 1000, LONGEST_DELAY_MS);
    this.#disarm = this.#timers.after(delayMs, () => {
      this.#look();
    });
  }

  #look(): void {
    this.#disarm = null;
    const nowUs = this.#clock.nowUs();
    for (const item of [...this.#items]) {
      if (item.dueUs <= nowUs && this.#items.has(item)) item.due(nowUs);
    }
    let earliestUs = Number.POSITIVE_INFINITY;
    for (const item of this.#items) earliestUs = Math.min(earliestUs, item.dueUs);
    this.#armedForUs = Number.POSITIVE_INFINITY;
    if (earliestUs < Number.POSITIVE_INFINITY) this.#arm(earliestUs);
  }
}
