import type { Engine } from "./artifact";

/** States of a sandbox, as the design names them; `starting` until its thread is ready. */
export type SandboxState = "starting" | "blank" | "bound" | "busy" | "dead";

/** How the pool keeps sandboxes. All sizes are per engine. */
export interface PoolOptions {
  /** Blank sandboxes kept ready; refilled to this once fewer than half of it are. */
  readonly maxPool: number;
  /** Sandboxes alive at once, of any state: the concurrency. Electron holds at most 124 Wasm memories. */
  readonly maxSandboxes: number;
  /** Calls waiting at once; one more is rejected with `queue-full`. */
  readonly maxQueue: number;
  /** A call that waits longer is rejected with `queue-deadline`. Milliseconds. */
  readonly queueTimeoutMs: number;
  /** A bound sandbox unused for this long goes back to blank; milliseconds. */
  readonly idleMs: number;
  /** Calls a bound sandbox serves before it is restored from its image. 1: a fresh instance for every call. Infinity: never. */
  readonly maxUses: number;
  /** The maintainer's period; milliseconds. The design's is 30,000. */
  readonly maintainEveryMs: number;
  /** Tier of the blank sandboxes kept ready, MiB. A call for another tier gets an instance of its own size. */
  readonly blankMemoryMb: number;
}

/** How it keeps them where nobody says otherwise: `serve`'s pool. Each of the eight sandboxes takes some 12 MB as they usually are. */
export const DEFAULT_POOL: PoolOptions = {
  maxPool: 4,
  maxSandboxes: 8,
  maxQueue: 1000,
  queueTimeoutMs: 10_000,
  idleMs: 60_000,
  maxUses: Infinity,
  maintainEveryMs: 30_000,
  blankMemoryMb: 128,
};

/** One sandbox, for a panel or a log. */
export interface SandboxInfo {
  readonly id: number;
  readonly engine: Engine;
  readonly state: SandboxState;
  /** The function it is bound to, or null. */
  readonly functionName: string | null;
  readonly version: string | null;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly uses: number;
  /** The call that it serves, or served last; null: none yet. */
  readonly callId: string | null;
  readonly createdAtMs: number;
  readonly idleSinceMs: number | null;
}

export interface PoolState {
  readonly sandboxes: readonly SandboxInfo[];
  readonly queued: number;
  readonly options: PoolOptions;
}
