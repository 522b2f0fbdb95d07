import { ModuleRefused } from "../byte-reader";

/**
 * How much work one module's debug sections may make, all lookups together: entries, attributes, and steps of line programs. A large
 * program takes some hundred thousands for a stack; what takes all of it takes less than a second.
 */
const MOST_STEPS = 20_000_000;

/** What a part costs that can't be read: an error takes as long as that many steps. */
const FAILURE_STEPS = 1000;

/** Counts the work that bytes make which nobody trusts. */
export class Work {
  #left: number;

  constructor(steps: number = MOST_STEPS) {
    this.#left = steps;
  }

  get isOver(): boolean {
    return this.#left < 0;
  }

  failed(): void {
    this.#left -= FAILURE_STEPS;
  }

  /** @throws {ModuleRefused} where it was too much */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new ModuleRefused("the debug sections take too long to read");
  }
}
