import type { Engine, GarbageCollection } from "../model";
import { processMemories } from "./memory-budget";
import { checkOptions } from "./scheduler/options";
import { SandboxPool } from "./pool";
import type {
  EngineSource,
  Pool,
  PoolEvent,
  PoolJob,
  PoolOptions,
  PoolParts,
  PoolResult,
  PoolState,
} from "./pool-types";

/** Those that a runtime knows how to start. */
export type EngineSources = Readonly<Partial<Record<Engine, EngineSource>>>;

/**
 * Makes a pool of sandboxes, by engine. It starts nothing until it is called or prewarmed.
 * @throws {RangeError} for options that make no sense.
 */
export function createPool(parts: PoolParts, sources: EngineSources, options: PoolOptions): Pool {
  return new EnginePools(parts, sources, options);
}

/** One pool for each engine that was ever called, each with sandboxes and a queue of its own, of the same sizes. */
class EnginePools implements Pool {
  readonly #parts: PoolParts;
  readonly #sources: EngineSources;
  readonly #pools = new Map<Engine, SandboxPool>();
  /** Each with what ends its subscription to each pool. */
  readonly #listeners = new Map<(event: PoolEvent) => void, (() => void)[]>();
  #options: PoolOptions;
  #lastId = 0;
  #closing: Promise<void> | null = null;

  constructor(parts: PoolParts, sources: EngineSources, options: PoolOptions) {
    this.#parts = parts;
    this.#sources = sources;
    this.#options = checkOptions(options);
  }

  /** @throws {TypeError} for an engine that the runtime does not have */
  invoke(job: PoolJob): Promise<PoolResult> {
    return this.#of(job.engine).invoke(job);
  }

  /** Of each engine that was called; before any was, of the one that most functions are for. */
  async prewarm(count: number, signal: AbortSignal | null = null): Promise<void> {
    if (this.#pools.size === 0) this.#of("quickjs");
    await Promise.all(this.#all.map((pool) => pool.prewarm(count, signal)));
  }

  async drain(signal: AbortSignal | null = null): Promise<void> {
    await Promise.all(this.#all.map((pool) => pool.drain(signal)));
  }

  resize(options: Partial<PoolOptions>): void {
    this.#options = checkOptions({ ...this.#options, ...options });
    for (const pool of this.#all) pool.resize(ownOptions(options, pool.source));
  }

  state(): PoolState {
    const sandboxes = this.#all.flatMap((pool) => pool.state().sandboxes);
    return { sandboxes, queued: this.#queued, options: this.#options };
  }

  async collections(): Promise<readonly GarbageCollection[]> {
    return (await Promise.all(this.#all.map((pool) => pool.collections()))).flat();
  }

  subscribe(listener: (event: PoolEvent) => void): () => void {
    this.#listeners.set(listener, []);
    for (const pool of this.#all) this.#forward(pool, listener);
    return () => {
      for (const end of this.#listeners.get(listener) ?? []) end();
      this.#listeners.delete(listener);
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  get #all(): SandboxPool[] {
    return [...this.#pools.values()];
  }

  get #queued(): number {
    return this.#all.reduce((sum, pool) => sum + pool.queued, 0);
  }

  #of(engine: Engine): SandboxPool {
    const known = this.#pools.get(engine);
    if (known !== undefined) return known;
    const source = this.#sources[engine];
    if (source === undefined) throw new TypeError(`this runtime has no engine ${engine}`);
    const nextId = (): number => (this.#lastId += 1);
    const options = ownOptions(this.#options, source);
    const pool = new SandboxPool({ ...this.#parts, engine, source, nextId }, options, processMemories);
    this.#pools.set(engine, pool);
    for (const listener of this.#listeners.keys()) this.#forward(pool, listener);
    if (this.#closing !== null) void pool[Symbol.asyncDispose]();
    return pool;
  }

  #forward(pool: SandboxPool, listener: (event: PoolEvent) => void): void {
    const end = pool.subscribe((event) => {
      listener(event.type === "queue" ? { type: "queue", queued: this.#queued } : event);
    });
    this.#listeners.get(listener)?.push(end);
  }

  async #close(): Promise<void> {
    await Promise.all(this.#all.map((pool) => pool[Symbol.asyncDispose]()));
  }
}

/** As an engine's pool takes them, whose sandboxes may be larger than others. */
function ownOptions<T extends Partial<PoolOptions>>(options: T, { maxBlank = Infinity }: EngineSource): T {
  return options.maxPool === undefined ? options : { ...options, maxPool: Math.min(options.maxPool, maxBlank) };
}
