import type { Clock, MonotonicUs } from "../model";
import type { EngineSource, LoadedEngine } from "./pool-types";
import type { Detour } from "./spans";

/** Gets the compiled engine once for all sandboxes of a pool, and again only after a failure. */
export class EngineLoader {
  readonly #source: EngineSource;
  readonly #clock: Clock;
  #loading: Promise<LoadedEngine> | null = null;
  #startedUs: MonotonicUs = 0;
  #wait: Detour | null = null;

  constructor(source: EngineSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** The time in which the engine was got; null until it is there. */
  get wait(): Detour | null {
    return this.#wait;
  }

  /** @throws what the engine's maker throws; the next call tries again. */
  get(): Promise<LoadedEngine> {
    this.#loading ??= this.#start();
    return this.#loading;
  }

  async #start(): Promise<LoadedEngine> {
    this.#startedUs = this.#clock.nowUs();
    try {
      const engine = await this.#source.load();
      this.#wait = {
        name: "compile",
        startUs: this.#startedUs,
        endUs: this.#clock.nowUs(),
        attributes: { "coldframe.compile_us": engine.compileUs },
      };
      return engine;
    } catch (error) {
      this.#loading = null;
      throw error;
    }
  }
}
