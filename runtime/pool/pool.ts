import type { GarbageCollection } from "../model";
import { Announcer } from "./announcer";
import { Dispatcher } from "./dispatcher";
import { Fleet } from "./fleet";
import { Imagery } from "./imagery";
import { Maintainer } from "./maintainer";
import type { MemoryBudget } from "./memory-budget";
import type {
  EnginePoolParts,
  EngineSource,
  Pool,
  PoolEvent,
  PoolJob,
  PoolOptions,
  PoolResult,
  PoolState,
} from "./pool-types";
import { Prewarmer } from "./prewarmer";
import type { Sandbox } from "./sandbox";
import { checkOptions } from "./scheduler/options";
import { nodeTimers } from "./timers";
import { Watchdog } from "./watchdog";

/**
 * The pool of one engine: its parts, put together. It starts nothing until it is called or prewarmed. `budget`: the Wasm memories that
 * this process may still hold.
 * @throws {RangeError} for options that make no sense.
 */
export class SandboxPool implements Pool {
  options: PoolOptions;
  readonly source: EngineSource;
  readonly #fleet: Fleet;
  readonly #watchdog: Watchdog;
  readonly #dispatcher: Dispatcher;
  readonly #maintainer: Maintainer;
  readonly #prewarmer: Prewarmer;
  readonly #announcer: Announcer;
  readonly #forgetBudget: () => void;
  #closing: Promise<void> | null = null;

  constructor(parts: EnginePoolParts, options: PoolOptions, budget: MemoryBudget) {
    const { clock, timers = nodeTimers } = parts;
    this.options = checkOptions(options);
    this.source = parts.source;
    this.#watchdog = new Watchdog(clock, timers);
    this.#fleet = new Fleet(parts, budget, this.#watchdog, this);
    const imagery = new Imagery(clock, this.#watchdog, this.#fleet, {
      readmit: (calls) => {
        this.#dispatcher.readmit(calls);
      },
      pump: () => {
        this.#dispatcher.pump();
      },
    });
    this.#dispatcher = new Dispatcher(clock, this.#watchdog, this.#fleet, imagery, this);
    this.#announcer = new Announcer(() => this.#dispatcher.queued);
    this.#maintainer = new Maintainer(this.#fleet, timers, clock, this.#announcer, this);
    this.#maintainer.start();
    this.#prewarmer = new Prewarmer(this.#fleet, this);
    this.#forgetBudget = budget.onFreed(() => {
      this.#dispatcher.pump();
    });
  }

  invoke(job: PoolJob): Promise<PoolResult> {
    return new Promise((resolve) => {
      this.#dispatcher.invoke(job, resolve);
    });
  }

  async prewarm(count: number, signal: AbortSignal | null = null): Promise<void> {
    if (this.#closing === null) await this.#prewarmer.run(count, signal);
    if (this.#closing !== null) throw new Error("the pool is closed");
  }

  drain(signal: AbortSignal | null = null): Promise<void> {
    this.#prewarmer.stop();
    return this.#fleet.drain(signal);
  }

  /** @throws {RangeError} for options that make no sense; then nothing changes. */
  resize(options: Partial<PoolOptions>): void {
    this.options = checkOptions({ ...this.options, ...options });
    if (this.#closing !== null) return;
    this.#fleet.shrink();
    this.#maintainer.resized();
    this.#dispatcher.pump();
  }

  get queued(): number {
    return this.#dispatcher.queued;
  }

  state(): PoolState {
    const sandboxes = [...this.#fleet.sandboxes].map((sandbox) => sandbox.info);
    return { sandboxes, queued: this.queued, options: this.options };
  }

  collections(): Promise<readonly GarbageCollection[]> {
    return this.#fleet.collections();
  }

  subscribe(listener: (event: PoolEvent) => void): () => void {
    return this.#announcer.subscribe(listener);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  // What the parts ask of the pool.

  available(): void {
    this.#maintainer.rested();
    this.#dispatcher.pump();
    this.#prewarmer.wake();
  }

  wanted(): boolean {
    return this.#dispatcher.wanted;
  }

  running(): boolean {
    return this.#dispatcher.running.size > 0;
  }

  changed(sandbox: Sandbox): void {
    this.#announcer.sandboxChanged(sandbox);
  }

  queueChanged(): void {
    this.#announcer.queueChanged();
    this.#prewarmer.wake();
  }

  startFailed(reason: string): void {
    this.#dispatcher.startFailed(reason);
  }

  acquired(): void {
    this.#maintainer.check();
  }

  quiet(): void {
    this.#maintainer.quiet();
  }

  async #close(): Promise<void> {
    this.#maintainer.stop();
    this.#prewarmer.stop();
    this.#forgetBudget();
    this.#dispatcher.close();
    await this.#fleet.close();
    this.#watchdog.dispose();
  }
}
