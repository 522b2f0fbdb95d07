/** Pools for tests: of real threads that run a fake engine, on a clock that stands still until it is told to move. */
import { fileURLToPath } from "node:url";
import type { Clock } from "../../../runtime/model";
import type {
  EnginePoolParts,
  EngineSource,
  LoadedEngine,
  Pool,
  PoolJob,
  PoolOptions,
  PoolResult,
  Timers,
} from "../../../runtime/pool";
import { MemoryBudget } from "../../../runtime/pool/memory-budget";
import { SandboxPool } from "../../../runtime/pool/pool";
import { nowUs } from "../../../runtime/sandbox/thread-clock";
import type { FromSandbox, ToCall } from "../../../runtime/sandbox/protocol";

export const FAKE_THREAD = fileURLToPath(new URL("../../fixtures/pool/fake-thread.mjs", import.meta.url));

export const realClock: Clock = { nowUs, epochMs: () => Date.now() };

/** A clock and its timers. Time passes only in `advance`. */
export class FakeTime implements Clock, Timers {
  #nowUs = 1_000_000_000;
  readonly #timers = new Set<{ atUs: number; callback: () => void }>();

  nowUs(): number {
    return this.#nowUs;
  }

  epochMs(): number {
    return 1_800_000_000_000 + this.#nowUs / 1000;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { atUs: this.#nowUs + Math.max(0, delayMs) * 1000, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(ms: number): void {
    const untilUs = this.#nowUs + ms * 1000;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.atUs <= untilUs).sort((a, b) => a.atUs - b.atUs)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowUs = Math.max(this.#nowUs, due.atUs);
      due.callback();
    }
    this.#nowUs = untilUs;
  }
}

export const OPTIONS: PoolOptions = {
  maxPool: 0,
  maxSandboxes: 2,
  maxQueue: 1000,
  queueTimeoutMs: 60_000,
  idleMs: Number.POSITIVE_INFINITY,
  maxUses: Number.POSITIVE_INFINITY,
  maintainEveryMs: 30_000,
  blankMemoryMb: 128,
};

const NO_MODULES = { engine: {}, initialPages: 1, extensions: [] };
const NO_SNAPSHOT = { stackPointer: 0, runtimePtr: 0, contextPtr: 0, entryPtr: 0, extensions: [] };

/** What a fake engine is loaded as: plain data that crosses to a thread. */
export function fakeEngine(): LoadedEngine {
  const snapshot = { memory: new SharedArrayBuffer(0), ...NO_SNAPSHOT };
  const base = { snapshot, changed: new Uint32Array(0) };
  return {
    parts: {
      engine: "quickjs",
      modules: NO_MODULES,
      base,
      cryptoWord: new SharedArrayBuffer(4),
      warmUpWord: new SharedArrayBuffer(4),
    },
    compileUs: 5,
  };
}

export type Order = { readonly op: string } & Readonly<Record<string, unknown>>;
export interface Call {
  readonly result: Promise<PoolResult>;
  /** Lets a call of the op `hold` end. */
  finish(): void;
  /** Whether it runs: its sandbox asked for something on its behalf. */
  readonly running: boolean;
  readonly controller: AbortController;
}

export class PoolHarness implements AsyncDisposable {
  readonly pool: Pool;
  readonly time = new FakeTime();
  readonly budget: MemoryBudget;
  readonly clock: Clock;

  /** `real`: on the machine's own clock. */
  constructor(
    options: Partial<PoolOptions> = {},
    {
      real = false,
      budget = new MemoryBudget(Infinity),
      workerFile = FAKE_THREAD,
      load = () => Promise.resolve(fakeEngine()),
    }: Partial<EngineSource> & {
      real?: boolean;
      budget?: MemoryBudget;
    } = {},
  ) {
    this.budget = budget;
    this.clock = real ? realClock : this.time;
    let lastId = 0;
    const own: EnginePoolParts = {
      engine: "quickjs",
      source: { workerFile, load },
      nextId: () => (lastId += 1),
      clock: this.clock,
      ...(real ? {} : { timers: this.time }),
    };
    this.pool = new SandboxPool(own, { ...OPTIONS, ...options }, budget);
  }

  job(name: string, order?: Order, overrides?: Partial<PoolJob>): PoolJob {
    return fakeJob(this.clock, name, order, overrides);
  }

  invoke(name: string, order?: Order, overrides?: Partial<PoolJob>): Promise<PoolResult> {
    return this.pool.invoke(this.job(name, order, overrides));
  }

  /** Begins a call that runs until it is told to finish. */
  hold(name: string, overrides: Partial<PoolJob> = {}): Call {
    const controller = new AbortController();
    let answer: ((message: Extract<ToCall, { type: `fetch-${string}` }>) => void) | null = null;
    let asked = false;
    const result = this.invoke(
      name,
      { op: "hold" },
      {
        signal: controller.signal,
        egress: (reply) => {
          answer = reply;
          return {
            handle: (message: FromSandbox) => (asked ||= message.type === "fetch"),
            close: () => (answer = null),
          };
        },
        ...overrides,
      },
    );
    return {
      result,
      controller,
      finish: () => answer?.({ type: "fetch-end", fetchId: 1 }),
      get running() {
        return answer !== null && asked;
      },
    };
  }

  /** How many sandboxes are in each state. */
  count(state: string): number {
    return this.pool.state().sandboxes.filter((sandbox) => sandbox.state === state).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pool[Symbol.asyncDispose]();
  }
}

/** A call that the fake engine understands. */
export function fakeJob(
  clock: Clock,
  name: string,
  order: Order = { op: "echo" },
  overrides: Partial<PoolJob> = {},
): PoolJob {
  const acceptUs = clock.nowUs();
  return {
    callId: `${name}-${acceptUs}`,
    engine: "quickjs",
    source: source(name),
    input: { trigger: "event", event: JSON.stringify({ key: name, ...order }) },
    requestBody: null,
    start: "auto",
    withoutImage: false,
    memoryMb: 128,
    acceptUs,
    deadlineUs: acceptUs + 30_000_000,
    limits: { responseBytes: 1_000_000, logLines: 100, logCharacters: 10_000 },
    signal: null,
    sink: null,
    egress: () => ({ handle: () => undefined, close: () => undefined }),
    ...overrides,
  };
}

export function source(name: string, code = "ok", key = name): PoolJob["source"] {
  const bytes = new TextEncoder().encode(code);
  return { key, version: name, functionName: name, code: bytes, fileName: `${name}.js`, env: {}, files: {} };
}

/** Turns of the event loop until the condition holds; the test's own timeout ends a wait in vain. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** What a call of the op `echo` says. */
export function said(result: PoolResult): {
  boundKey: string;
  maxPages: number;
  uses: number;
  interrupted: boolean;
  env: object;
} {
  return JSON.parse(text(result)) as ReturnType<typeof said>;
}

export function text(result: PoolResult): string {
  return new TextDecoder().decode(result.response?.body);
}
