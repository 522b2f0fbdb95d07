import type { Clock, GarbageCollection } from "../model";
import type { Image } from "../sandbox/protocol";
import { EngineLoader } from "./engine-loader";
import type { MemoryBudget } from "./memory-budget";
import type { EnginePoolParts, PoolOptions } from "./pool-types";
import { Sandbox } from "./sandbox";
import { SandboxEnded } from "./step";
import type { Watchdog } from "./watchdog";

/** Who decides what sandboxes are for. */
export interface FleetHost {
  readonly options: PoolOptions;
  /** A sandbox is idle, or there is room for another. */
  available(): void;
  /** Whether calls wait for a sandbox. */
  wanted(): boolean;
  changed(sandbox: Sandbox): void;
  /** A thread that was for whoever comes first could not be started. */
  startFailed(reason: string): void;
}

/** All sandboxes of an engine's pool: starts, restores and ends them, within the caps of pool and process. */
export class Fleet {
  readonly sandboxes = new Set<Sandbox>();
  readonly engine: EngineLoader;
  readonly #parts: EnginePoolParts;
  readonly #budget: MemoryBudget;
  /** Wasm memories of each sandbox. */
  readonly #memories: number;
  readonly #clock: Clock;
  readonly #watchdog: Watchdog;
  readonly #host: FleetHost;
  #waiters: (() => void)[] = [];
  #closed = false;

  constructor(parts: EnginePoolParts, budget: MemoryBudget, watchdog: Watchdog, host: FleetHost) {
    this.#parts = parts;
    this.#budget = budget;
    this.#memories = parts.source.memories ?? 1;
    this.#clock = parts.clock;
    this.#watchdog = watchdog;
    this.#host = host;
    this.engine = new EngineLoader(parts.source, parts.clock);
  }

  /** How many more threads may be started now. A thread that is ending counts until it is gone. */
  get room(): number {
    if (this.#closed) return 0;
    const affordable = Math.floor(this.#budget.left / this.#memories);
    return Math.min(this.#host.options.maxSandboxes - this.sandboxes.size, affordable);
  }

  /** Sandboxes that will be ready for whoever comes first. */
  get supply(): number {
    return this.#count((sandbox) => sandbox.supply);
  }

  /** Blank ones, ready or nearly so: what the maintainer keeps up. */
  get ready(): number {
    return this.#count((sandbox) => sandbox.state === "blank" || sandbox.supply);
  }

  get blanks(): number {
    return this.#count((sandbox) => sandbox.state === "blank");
  }

  get ending(): boolean {
    return this.#count((sandbox) => sandbox.state === "dead") > 0;
  }

  get anyIdle(): boolean {
    return this.#count((sandbox) => sandbox.idle) > 0;
  }

  /** Starts a sandbox for whoever comes first. Resolves when it is ready, or could not be. */
  async spawn(memoryMb: number): Promise<boolean> {
    const sandbox = this.#create(memoryMb, false);
    try {
      await sandbox.boot(this.engine.get());
    } catch (error) {
      const wasAsked = sandbox.retiring || this.#closed;
      await sandbox.end("it could not be started");
      if (!wasAsked) this.#host.startFailed(reasonOf(error));
      return false;
    }
    this.free(sandbox);
    return true;
  }

  /** Starts a sandbox that is kept for the caller. @throws when it can't be started. */
  async spawnReserved(memoryMb: number): Promise<Sandbox> {
    const sandbox = this.#create(memoryMb, true);
    try {
      await sandbox.boot(this.engine.get());
      return sandbox;
    } catch (error) {
      await sandbox.end("it could not be started");
      throw error;
    }
  }

  /** Nothing runs on this sandbox any more: it is idle now, or ends where there is one too many. */
  free(sandbox: Sandbox): void {
    if (sandbox.state === "dead") return;
    if (this.#closed || sandbox.retiring || this.#overCap()) {
      void sandbox.end("it is not needed any more");
      return;
    }
    sandbox.rest(this.#clock.nowUs());
    this.#host.available();
  }

  /**
   * Makes the instance fresh in the background: blank, of the given tier, or bound to `again` where nobody waits for a blank
   * one. The sandbox is nobody's meanwhile.
   */
  async restore(sandbox: Sandbox, memoryMb: number, again: Sandbox["bound"]): Promise<void> {
    if (sandbox.state === "dead") return;
    sandbox.reserved = false;
    if (this.#closed || sandbox.retiring) {
      this.free(sandbox);
      return;
    }
    try {
      await sandbox.reset(memoryMb);
      if (again !== null && "engine" in again.to && !this.#host.wanted())
        await sandbox.bind(again.to, again.functionName);
    } catch (error) {
      if (error instanceof SandboxEnded) return;
      throw error;
    }
    this.free(sandbox);
  }

  /** Resolves when no sandbox is being started or reset for whoever comes first, and none is ending. */
  async settled(): Promise<void> {
    while (this.supply > 0 || this.ending) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  /** Of the images that sandboxes are bound to. */
  imageOf(key: string): Image | null {
    for (const { bound } of this.sandboxes) {
      if (bound?.to.key === key && "engine" in bound.to) return bound.to;
    }
    return null;
  }

  async collections(): Promise<readonly GarbageCollection[]> {
    return (await Promise.all([...this.sandboxes].map((sandbox) => sandbox.collections()))).flat();
  }

  /** Ends idle sandboxes until no more than the cap are left: blank ones first, then the least recently used. */
  shrink(): void {
    const idle = [...this.sandboxes].filter((sandbox) => sandbox.idle);
    idle.sort(
      (one, other) => Number(one.bound !== null) - Number(other.bound !== null) || one.idleSinceUs - other.idleSinceUs,
    );
    for (const sandbox of idle) {
      if (!this.#overCap()) return;
      void sandbox.end("the pool was made smaller");
    }
  }

  /**
   * Ends what is idle now, and the rest when it is free. Resolves when all that are there now are gone.
   * @throws the signal's reason when it is aborted; what is still busy stays
   */
  async drain(signal: AbortSignal | null): Promise<void> {
    signal?.throwIfAborted();
    const leaving = [...this.sandboxes];
    for (const sandbox of leaving) {
      sandbox.retiring = true;
      if (sandbox.idle) void sandbox.end("the pool was drained");
    }
    const gone = Promise.all(leaving.map((sandbox) => sandbox.gone));
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const abort = (): void => {
      for (const sandbox of leaving) sandbox.retiring = false;
      reject(signal?.reason as Error);
    };
    signal?.addEventListener("abort", abort);
    try {
      await Promise.race([gone, aborted]);
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Ends all, whatever they are at. Resolves when their threads are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.sandboxes].map((sandbox) => sandbox.end("the pool was closed")));
  }

  #create(memoryMb: number, reserved: boolean): Sandbox {
    const sandbox = new Sandbox(this.#parts.nextId(), memoryMb, reserved, {
      engine: this.#parts.engine,
      workerFile: this.#parts.source.workerFile,
      clock: this.#clock,
      watchdog: this.#watchdog,
      logCollections: this.#parts.logCollections ?? false,
      changed: (changed) => {
        this.#wake();
        this.#host.changed(changed);
      },
      gone: (ended) => {
        this.sandboxes.delete(ended);
        this.#wake();
        this.#budget.give(this.#memories);
        this.#host.available();
      },
    });
    this.#budget.take(this.#memories);
    this.sandboxes.add(sandbox);
    this.#host.changed(sandbox);
    return sandbox;
  }

  #wake(): void {
    for (const wake of this.#waiters.splice(0)) wake();
  }

  #overCap(): boolean {
    return this.#count((sandbox) => sandbox.state !== "dead") > this.#host.options.maxSandboxes;
  }

  #count(test: (sandbox: Sandbox) => boolean): number {
    let count = 0;
    for (const sandbox of this.sandboxes) if (test(sandbox)) count += 1;
    return count;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
