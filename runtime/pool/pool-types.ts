import type {
  BodySource,
  Clock,
  Engine,
  Failure,
  GarbageCollection,
  MonotonicUs,
  Outcome,
  PoolOptions,
  PoolState,
  ResponseHead,
  ResponseSink,
  SampledCall,
  Sampling,
  SandboxInfo,
  SandboxState,
  Start,
} from "../model";
import type {
  CallLimits,
  EngineParts,
  FailedInit,
  FromSandbox,
  Image,
  SandboxResult,
  ToCall,
  WireInput,
} from "../sandbox/protocol";

export type { PoolOptions, PoolState, SandboxInfo, SandboxState };

/** Sets the pool's timers; a fake one in tests. None of them keeps the process alive. */
export interface Timers {
  /** Calls `callback` once, in `delayMs` milliseconds or a little later. Returns what takes it back. */
  after(delayMs: number, callback: () => void): () => void;
}

/** An engine, as the pool needs it to make sandboxes. */
export interface EngineSource {
  /** The script of its threads. */
  readonly workerFile: string;
  /** What its threads are booted with; may take time (compile, or make a base once). Called once, and again after a failure. */
  load(): Promise<LoadedEngine>;
  /** Wasm memories that a sandbox holds at most: one when not given. */
  readonly memories?: number;
  /** Blank sandboxes that are kept ready at most, where they take more than the pool's own number allows for. */
  readonly maxBlank?: number;
}

/** `compileUs`: how long compiling took. */
export interface LoadedEngine {
  readonly parts: EngineParts;
  readonly compileUs: number;
}

/** What pools of every engine stand on. */
export interface PoolParts {
  readonly clock: Clock;
  /** Node's own when not given. */
  readonly timers?: Timers;
  /** Whether sandboxes note the garbage collections of their threads. */
  readonly logCollections?: boolean;
}

/** What the pool of one engine is made of. */
export interface EnginePoolParts extends PoolParts {
  readonly engine: Engine;
  readonly source: EngineSource;
  /** Names the next sandbox, in all pools of the runtime. */
  nextId(): number;
}

/** A function version to be called: enough to make its image when nobody has yet. */
export interface ImageSource {
  /** Version, environment and files; the pool binds by it. */
  readonly key: string;
  readonly version: string;
  readonly functionName: string;
  readonly code: Uint8Array;
  readonly fileName: string;
  readonly env: Readonly<Record<string, string>>;
  /** Files that were granted, by absolute path in the program's file system. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Makes allowed outgoing calls on the guest's behalf; see runtime/web. */
export interface Egress {
  /** Starts a fetch for one sandbox; `answer` takes the `fetch-*` messages back. Never throws. */
  handle(message: Extract<FromSandbox, { type: "fetch" | "fetch-pull" | "fetch-abort" }>): void;
  /** Ends all of the call's fetches. */
  close(): void;
}

/** One call as the pool takes it. */
export interface PoolJob {
  readonly callId: string;
  readonly engine: Engine;
  readonly source: ImageSource;
  readonly input: WireInput;
  /** The request's body where `input.body` is "stream". */
  readonly requestBody: Extract<BodySource, AsyncIterable<Uint8Array>> | null;
  readonly start: Start | "auto";
  /** A forced cold or prewarmed start that makes and uses no image: the top level runs in the sandbox that the call gets. */
  readonly withoutImage: boolean;
  /** For a forced start: called once what it asks for is ready. The call's time counts from the accept that it returns. */
  readonly onPrepared?: () => { readonly acceptUs: MonotonicUs; readonly deadlineUs: MonotonicUs };
  readonly memoryMb: number;
  readonly acceptUs: MonotonicUs;
  /** Wall deadline on the monotonic clock. */
  readonly deadlineUs: MonotonicUs;
  readonly limits: CallLimits;
  /** Cancels: a waiting call leaves the queue (`rejected`, `cancelled`), a running one is interrupted (`interrupted`, `cancelled`). */
  readonly signal: AbortSignal | null;
  /** Has the call's stack sampled; `taken` gets the samples before the result comes, or before that of a later call. */
  readonly sampling?: Sampling & { taken(samples: SampledCall): void };
  /** Takes a streamed response as it comes. Without one the pool gathers it. */
  readonly sink: ResponseSink | null;
  readonly egress: (answer: (message: Extract<ToCall, { type: `fetch-${string}` }>) => void) => Egress;
}

/** A timed part of a call on the pool's side: `queue`, `spawn`, `compile`, `init`. Monotonic microseconds. */
export interface PoolSpan {
  readonly name: "queue" | "spawn" | "compile" | "init";
  readonly startUs: MonotonicUs;
  readonly endUs: MonotonicUs;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** How a job ended. */
export interface PoolResult {
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  /** Null when no sandbox was reached. */
  readonly start: Start | null;
  readonly sandboxId: number | null;
  /** Response as gathered; null when a sink took it or there was none. */
  readonly response: SandboxResult["response"];
  /** Whether a head went to the sink. */
  readonly streamed: { readonly head: ResponseHead; readonly bodyBytes: number } | null;
  readonly spans: readonly PoolSpan[];
  /** What the thread said; null when it died or was never reached. */
  readonly thread: SandboxResult | null;
  /** When the pool had the last byte of the response; `waitUntil` may have kept the sandbox longer. */
  readonly answeredUs: MonotonicUs;
  readonly image: Image | null;
  /** Of the top level, where it failed and so left no image. */
  readonly failedInit: FailedInit | null;
}

/** What the pool tells those who watch it; `state` is sent at most once per turn of the event loop. */
export type PoolEvent =
  | { readonly type: "sandbox"; readonly sandbox: SandboxInfo }
  | { readonly type: "queue"; readonly queued: number }
  | { readonly type: "refill"; readonly wanted: number; readonly ready: number };

/** The sandboxes of a process. Dispose it: its threads end, its waiting calls are rejected with `pool-closed`. */
export interface Pool extends AsyncDisposable {
  invoke(job: PoolJob): Promise<PoolResult>;
  /**
   * Spawns blank sandboxes until `count` are ready, within the cap; calls come first. Resolves when they are, or the pool is
   * drained. @throws {Error} when a thread could not be started, and the signal's reason when it is aborted; those started stay.
   */
  prewarm(count: number, signal?: AbortSignal | null): Promise<void>;
  /**
   * Takes all idle sandboxes away; busy ones when they are done. Resolves when they are gone.
   * @throws the signal's reason when it is aborted; those that are still busy stay
   */
  drain(signal?: AbortSignal | null): Promise<void>;
  resize(options: Partial<PoolOptions>): void;
  state(): PoolState;
  /** The garbage collections in the sandboxes' threads since they were asked for last; none where they are not noted. */
  collections(): Promise<readonly GarbageCollection[]>;
  subscribe(listener: (event: PoolEvent) => void): () => void;
}
