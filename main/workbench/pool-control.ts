import type { PoolOptions, PoolState, Runtime } from "../../runtime";
import type { Workbench } from "./workbench";
import { WorkbenchError } from "./workbench-error";

/**
 * How the window keeps sandboxes. Two blank ones are enough for a person who makes one call at a time, and starting them costs
 * little; the rest come as a burst of calls asks for them.
 */
export const INTERACTIVE_POOL: PoolOptions = {
  maxPool: 2,
  maxSandboxes: 8,
  maxQueue: 10_000,
  queueTimeoutMs: 10_000,
  idleMs: 300_000,
  maxUses: Infinity,
  maintainEveryMs: 30_000,
  blankMemoryMb: 128,
};

/** The sizes that a user may change. `maxUses` null: never renewed. */
export interface PoolSizes extends Pick<PoolOptions, "maxPool" | "maxSandboxes" | "maxQueue" | "idleMs"> {
  readonly maxUses: number | null;
}

/** Looks at the pool and changes it. Until something needs the runtime, looking at the pool starts nothing. */
export class PoolControl {
  readonly #workbench: Pick<Workbench, "runtime">;
  readonly #onChange: () => void;
  #options: PoolOptions;
  #runtime: Runtime | null = null;

  /** `onChange` is told of every change, at most once per turn of the event loop and thing. */
  constructor(workbench: Pick<Workbench, "runtime">, options: PoolOptions, onChange: () => void) {
    this.#workbench = workbench;
    this.#options = options;
    this.#onChange = onChange;
  }

  /** To be called when the runtime is there. */
  attach(runtime: Runtime): void {
    this.#runtime = runtime;
    runtime.pool.resize(this.#options);
    runtime.pool.subscribe(this.#onChange);
    this.#onChange();
  }

  state(): PoolState {
    return this.#runtime?.pool.state() ?? { sandboxes: [], queued: 0, options: this.#options };
  }

  /** Makes ready what a pool at rest keeps ready, so that the first call need not wait for it. */
  async warm(): Promise<void> {
    await this.prewarm(this.#options.maxPool);
  }

  /** @throws the signal's reason when it is aborted; what was started by then stays */
  async prewarm(count: number, signal: AbortSignal | null = null): Promise<void> {
    const runtime = await this.#workbench.runtime();
    await runtime.pool.prewarm(count, signal);
  }

  /** @throws the signal's reason when it is aborted; what is still busy then stays */
  async drain(signal: AbortSignal | null = null): Promise<void> {
    await this.#runtime?.pool.drain(signal);
  }

  /** @throws {WorkbenchError} `invalid-options`; then nothing changes. */
  resize({ maxUses, ...sizes }: PoolSizes): PoolState {
    if (sizes.maxPool > sizes.maxSandboxes) {
      throw new WorkbenchError(
        "invalid-options",
        `A pool of ${sizes.maxSandboxes} sandboxes at most can't keep ${sizes.maxPool} ready: raise the one or lower the other`,
      );
    }
    const options = { ...this.#options, ...sizes, maxUses: maxUses ?? Infinity };
    this.#runtime?.pool.resize(options);
    this.#options = options;
    this.#onChange();
    return this.state();
  }
}
