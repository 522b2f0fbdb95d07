import { availableParallelism } from "node:os";
import type { Fleet } from "./fleet";
import type { PoolOptions } from "./pool-types";

/** Threads that are started at once. One processor is left to calls: a hundred at once would keep all of them for seconds. */
const LANES = Math.max(1, availableParallelism() - 1);

export interface PrewarmerHost {
  readonly options: PoolOptions;
  /** Whether calls wait for a sandbox. */
  wanted(): boolean;
}

/** Starts blank sandboxes that somebody asked for ahead of their calls. Calls come first: while one waits, none is begun. */
export class Prewarmer {
  readonly #fleet: Fleet;
  readonly #host: PrewarmerHost;
  #waiters: (() => void)[] = [];
  #round = 0;

  constructor(fleet: Fleet, host: PrewarmerHost) {
    this.#fleet = fleet;
    this.#host = host;
  }

  /**
   * Resolves when `count` are ready, as far as there is room for them, or when `stop` is called. What was started stays.
   * @throws {Error} when a thread could not be started, and the signal's reason when it is aborted
   */
  async run(count: number, signal: AbortSignal | null): Promise<void> {
    const wake = (): void => {
      this.wake();
    };
    signal?.addEventListener("abort", wake);
    try {
      await this.#fleet.settled();
      const round = this.#round;
      const goesOn = (): boolean => {
        signal?.throwIfAborted();
        return round === this.#round && this.#fleet.ready < count && this.#fleet.room > 0;
      };
      await Promise.all(Array.from({ length: LANES }, () => this.#startOneByOne(goesOn)));
    } finally {
      signal?.removeEventListener("abort", wake);
    }
  }

  /** All that is asked for until now is wanted no more. */
  stop(): void {
    this.#round += 1;
    this.wake();
  }

  /** Something changed: calls may no longer wait. */
  wake(): void {
    for (const wake of this.#waiters.splice(0)) wake();
  }

  async #startOneByOne(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      if (this.#host.wanted()) await new Promise<void>((resolve) => this.#waiters.push(resolve));
      else if (!(await this.#fleet.spawn(this.#host.options.blankMemoryMb)))
        throw new Error("a sandbox could not be started");
    }
  }
}
