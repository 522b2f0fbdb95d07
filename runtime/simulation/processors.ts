import { EventQueue } from "./event-queue";
import type { SimulatedEvent } from "./event-queue";

/**
 * The machine's processors, shared equally by all that runs: `count` tasks run at full speed, more of them get equal parts. Work is
 * counted on a clock of its own, which a task that runs alone sees go as fast as time does, so that a task's end does not move on it
 * when others come and go.
 */
export class Processors {
  readonly #count: number;
  readonly #ends = new EventQueue();
  #nowUs = 0;
  #workedUs = 0;

  constructor(count: number) {
    this.#count = count;
  }

  /** Begins work that takes `workUs` on a processor of its own; `done` is told when it is over, unless it is cancelled. */
  run(workUs: number, done: () => void): SimulatedEvent {
    return this.#ends.plan(this.#workedUs + workUs, done);
  }

  /** When the next task is done, as long as none comes or goes before. */
  get nextUs(): number {
    const endUs = this.#ends.nextUs;
    return endUs === Number.POSITIVE_INFINITY ? endUs : this.#nowUs + Math.max(0, endUs - this.#workedUs) / this.#speed;
  }

  /** Time goes on; to `nextUs` at most. */
  advance(nowUs: number): void {
    this.#workedUs += (nowUs - this.#nowUs) * this.#speed;
    this.#nowUs = nowUs;
  }

  /** Takes the task that is done now, and tells who waits for it. */
  finish(): void {
    const end = this.#ends.take();
    if (end === null) return;
    // Adding up parts of time may fall short of the end by a rounding.
    this.#workedUs = Math.max(this.#workedUs, end.atUs);
    end.happen();
  }

  get #speed(): number {
    return Math.min(1, this.#count / this.#ends.size);
  }
}
