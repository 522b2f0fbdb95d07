import { EventQueue } from "./event-queue";
import type { SimulatedEvent } from "./event-queue";

/** Work on the processors that is not done yet. */
export interface Task {
  stop(): void;
}

/**
 * The machine's processors, shared equally by all that runs: `count` tasks run at full speed, more of them get equal parts. Work is
 * counted on a clock of its own, which a task that runs alone sees go as fast as time does, so that a task's end does not move on it
 * when others come and go.
 */
export class Processors {
  readonly #count: number;
  readonly #ends = new EventQueue();
  #running = 0;
  #nowUs = 0;
  #workedUs = 0;

  constructor(count: number) {
    this.#count = count;
  }

  /** Begins work that takes `workUs` on a processor of its own; `done` is told when it is over. */
  run(workUs: number, done: () => void): Task {
    const end = this.#ends.plan(this.#workedUs + workUs, done);
    this.#running += 1;
    return {
      stop: () => {
        this.#leave(end);
      },
    };
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

  /** Takes the task that is done now, and returns who is to be told. */
  finish(): () => void {
    const end = this.#ends.take();
    if (end === null) throw new Error("no task is done");
    // It can't be stopped any more.
    end.cancelled = true;
    // Adding up parts of time may fall short of the end by a rounding.
    this.#workedUs = Math.max(this.#workedUs, end.atUs);
    this.#running -= 1;
    return end.happen;
  }

  get #speed(): number {
    return this.#running <= this.#count ? 1 : this.#count / this.#running;
  }

  #leave(end: SimulatedEvent): void {
    if (end.cancelled) return;
    end.cancelled = true;
    this.#running -= 1;
  }
}
