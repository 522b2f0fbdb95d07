/**
 * The messages between the pool and a sandbox's thread. Plain data that structured clone carries; snapshots travel as
 * SharedArrayBuffers, so that every thread restores from the same bytes.
 *
 * Order: `boot` → `ready`; then `make-image` → `image | image-failed`, `bind` → `bound`,
 * `calls` → (`head`, `chunk`…, `response-end`)? → `results`, `reset` → `ready`. One at a time: the pool sends the next
 * only after the answer to the last; except for calls, of which it may *offer* some while one runs, so that the thread need not
 * sleep between them. The thread runs them in order, those that the pool did not take back meanwhile, and none after a result that is
 * not sound. What the pool `tell`s belongs to one call; what the thread says belongs to the call after its last result. `collections`
 * may be asked for at any time after the boot, whatever else is under way.
 */
import type {
  Failure,
  GarbageCollection,
  HeaderPair,
  LogLine,
  MonotonicUs,
  Outcome,
  ResponseHead,
  SampledCall,
  Trigger,
} from "../model";
import type { Handler } from "../wasm";
import type { EgressAnswer, EgressRequest } from "../web/egress-messages";
import type { PackedValue } from "./call-packing";

/** What a sandbox of an engine is booted with. */
export type EngineParts = QuickjsParts | WasmParts | WasiParts;

/** Where there is no base yet, the sandbox only makes one: it says `base`, and is of no further use. */
export interface QuickjsParts {
  readonly engine: "quickjs";
  readonly modules: EngineModules;
  readonly base: Base | BaseSource;
  /** One 32-bit word, the same for all sandboxes: 1 once one of them has loaded Node's cryptography. */
  readonly cryptoWord: SharedArrayBuffer;
  /** Another: 1 once one of them has begun to warm the engine up. */
  readonly warmUpWord: SharedArrayBuffer;
}

/** What a base is made of. Not part of the thread's own script, where every sandbox would hold it. */
export interface BaseSource {
  /** The Web APIs, bundled. */
  readonly guestSource: string;
}

/** A core module needs nothing beside itself. */
export interface WasmParts {
  readonly engine: "wasm";
}

/** A sandbox of WASI programs has threads of its own, which run the Wasmer SDK. */
export interface WasiParts {
  readonly engine: "wasi";
  /** The script of those threads. */
  readonly sdkWorkerFile: string;
}

/** A quickjs-wasi extension: a Wasm library that is linked with the engine. */
export interface ExtensionModule {
  readonly name: string;
  readonly module: WebAssembly.Module;
}

/** The compiled engine. A `WebAssembly.Module` crosses to a thread without being compiled again. */
export interface EngineModules {
  /** QuickJS, rewritten to import its memory. */
  readonly engine: WebAssembly.Module;
  /** Pages of memory that a new instance needs to begin with. */
  readonly initialPages: number;
  readonly extensions: readonly ExtensionModule[];
}

/** Where the linker put an extension; a restored memory needs the same places. */
export interface ExtensionPlace {
  readonly name: string;
  readonly memoryBase: number;
  readonly tableBase: number;
  readonly initFn: string;
}

/** All of an instance's state: its linear memory and the few numbers outside of it. Immutable and shared. */
export interface Snapshot {
  /** Whole pages of linear memory. */
  readonly memory: SharedArrayBuffer;
  readonly stackPointer: number;
  readonly runtimePtr: number;
  readonly contextPtr: number;
  /** Address of the guest's entry function (a JSValue) in `memory`. */
  readonly entryPtr: number;
  readonly extensions: readonly ExtensionPlace[];
}

/** A snapshot of engine, extensions and Web APIs, before any function. */
export interface Base {
  readonly snapshot: Snapshot;
  /** Where its memory differs from a new instance's: pairs of a begin and an end, in bytes. */
  readonly changed: Uint32Array;
}

/** A function version made ready to start from, under one set of environment variables. Immutable and shared. */
export type Image = QuickjsImage | WasmImage | WasiImage;

/** What the pool knows of an image, whatever its engine. */
export interface ImageHead {
  /** Names the image: version and environment. */
  readonly key: string;
  readonly version: string;
  /** Linear memory that an instance of it begins with, bytes. */
  readonly memoryBytes: number;
  /** How long the top level ran, microseconds. */
  readonly initUs: number;
  /** What the top level wrote to the console; `atUs` from the start of init. */
  readonly initLogs: readonly LogLine[];
  /** What making it consisted of, for the trace of the call that waited for it. */
  readonly initSpans: readonly ThreadSpan[];
}

/** A snapshot of base plus one function's evaluated top level. */
export interface QuickjsImage extends ImageHead {
  readonly engine: "quickjs";
  readonly snapshot: Snapshot;
  /** Where its memory differs from the base: pairs of a begin and an end, in bytes. */
  readonly changed: Uint32Array;
}

/** A compiled core module, and the state in which its instances begin. */
export interface WasmImage extends ImageHead {
  readonly engine: "wasm";
  /** As `rewriteModule` made it. */
  readonly module: WebAssembly.Module;
  /** How far its code moved from where it was in the file. */
  readonly shift: number;
  readonly fileName: string;
  readonly handler: Handler;
  /** Null: it has none. `maximum` is the module's own. */
  readonly memory: { readonly pages: number; readonly maximum: number | null } | null;
  /** What of that memory is not zero, one range after the other. */
  readonly contents: SharedArrayBuffer;
  /** Where it goes: pairs of a begin and an end, in bytes. */
  readonly ranges: Uint32Array;
  /** Mutable globals by their export names, where they are not as instantiating leaves them. */
  readonly globals: readonly (readonly [name: string, value: number | bigint])[];
  /** The start function does more than such a state can hold: each instance runs it. */
  readonly startsAgain: boolean;
  /** Whether an instance can be given its first state again, by writing memory, globals and tables. */
  readonly resettable: boolean;
}

/**
 * A function's code in place of an image: its top level runs in the very sandbox that is bound to it, as on a platform without
 * snapshots.
 */
export interface Bundle {
  readonly key: string;
  readonly version: string;
  readonly code: Uint8Array;
  /** As it shows in the guest's stacks. */
  readonly fileName: string;
  readonly env: Readonly<Record<string, string>>;
  /** Files that were granted, by absolute path in the program's file system. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** What makes a blank sandbox one of a function. */
export type Binding = Image | Bundle;

/** A compiled program, and what each of its processes gets. */
export interface WasiImage extends ImageHead {
  readonly engine: "wasi";
  readonly fileName: string;
  /** As it was built. */
  readonly code: Uint8Array;
  /** Compiled with its memory held to a tier. */
  readonly compiled: { readonly maxPages: number; readonly module: WebAssembly.Module };
  readonly env: Readonly<Record<string, string>>;
  /** By absolute path in the program's file system. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** What a top level that failed ran for, held and wrote. */
export interface FailedInit {
  /** From its begin to its failure, microseconds. */
  readonly initUs: number;
  /** The instance's linear memory, bytes; null where nobody can say it any more. */
  readonly memoryBytes: number | null;
  /** `atUs` from its begin. */
  readonly logs: readonly LogLine[];
}

/** What a call may produce at most. */
export interface CallLimits {
  readonly responseBytes: number;
  /** Console lines kept; the rest is counted. */
  readonly logLines: number;
  /** Characters of console text kept over all lines; lines past it are counted as dropped. */
  readonly logCharacters: number;
}

/**
 * A part of a call, timed inside the thread on the process's monotonic clock. `parent` is an index into the same list.
 */
export interface ThreadSpan {
  readonly name: string;
  readonly startUs: MonotonicUs;
  readonly endUs: MonotonicUs;
  readonly parent: number | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** A request body: known in full, none, or `"stream"`: `request-chunk` messages follow as the guest asks. */
export type WireBody = Uint8Array | null | "stream";

/** What the guest is asked. `event` is JSON text. */
export type WireInput =
  | {
      readonly trigger: Extract<Trigger, "http">;
      readonly method: string;
      readonly url: string;
      readonly headers: readonly HeaderPair[];
      readonly body: WireBody;
    }
  | { readonly trigger: Extract<Trigger, "event">; readonly event: string };

export type ToSandbox =
  /** Makes what is ready before there is a function, of at most `maxPages` pages of memory (64 KiB each). */
  | {
      readonly type: "boot";
      readonly parts: EngineParts;
      readonly maxPages: number;
      /** The memory of `ControlWords`. */
      readonly control: SharedArrayBuffer;
      /** Whether the thread's garbage collections will be asked for. */
      readonly logCollections: boolean;
    }
  /** Runs a function's top level on a blank sandbox and makes an image of it. The sandbox needs `reset` afterwards. */
  | {
      readonly type: "make-image";
      /** What stops it is told by this mark. */
      readonly mark: number;
      readonly bundle: Bundle;
      readonly deadlineUs: MonotonicUs;
      readonly limits: CallLimits;
    }
  /** Gives a blank sandbox the state of an image. */
  | { readonly type: "bind"; readonly image: Image }
  /** Runs calls, packed; with `binding`, binds a blank instance before the first, and says how long it took in its `bind` or `init` span. */
  | { readonly type: "calls"; readonly binding: Binding | null; readonly calls: readonly PackedValue[] }
  /** Into a running call. It is ignored when that call is over. */
  | { readonly type: "tell"; readonly mark: number; readonly message: ToCall }
  /** Back to blank: overwritten with the base, or instantiated again where the memory grew beyond it. */
  | { readonly type: "reset"; readonly maxPages: number }
  /** Asks for the thread's garbage collections since they were asked for last. */
  | { readonly type: "collections" };

/** What a running call can be told. */
export type ToCall =
  | { readonly type: "request-chunk"; readonly bytes: Uint8Array }
  | { readonly type: "request-end" }
  | { readonly type: "request-error"; readonly message: string }
  /** The sink took this many bytes of the response: the guest may send more. */
  | { readonly type: "response-credit"; readonly bytes: number }
  | EgressAnswer
  | { readonly type: "cancel" };

export type FromSandbox =
  /** The instance is blank. From `startedUs` to `readyUs` the thread was at it, for the trace of a cold start. */
  | {
      readonly type: "ready";
      readonly startedUs: MonotonicUs;
      readonly readyUs: MonotonicUs;
      /** Of that, what warmed the engine up for all sandboxes of the process. */
      readonly warmUpUs: number;
      readonly memoryBytes: number;
    }
  | { readonly type: "base"; readonly base: Base }
  | { readonly type: "image"; readonly image: Image }
  | {
      readonly type: "image-failed";
      readonly outcome: Outcome;
      readonly failure: Failure;
      readonly init: FailedInit;
    }
  | { readonly type: "bound"; readonly memoryBytes: number }
  /** The guest's response begins and its body follows in chunks; otherwise `result` carries it whole. */
  | { readonly type: "head"; readonly head: ResponseHead }
  | { readonly type: "chunk"; readonly bytes: Uint8Array }
  | { readonly type: "response-end" }
  /** The guest read its request body: send the next chunk. */
  | { readonly type: "request-pull" }
  | EgressRequest
  /** The running call waits for something, and calls that were offered wait behind it. */
  | { readonly type: "waits" }
  /** What was seen of the running call, right before its end: only where it was to be sampled. */
  | { readonly type: "samples"; readonly samples: SampledCall }
  | { readonly type: "collections"; readonly collections: readonly GarbageCollection[] }
  /** Ends of calls, packed, in the order in which they ended. */
  | { readonly type: "results"; readonly results: readonly PackedValue[] };

/** The end of a call: after it the thread has nothing of it left to do. */
export interface SandboxResult {
  readonly mark: number;
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  /** The whole response, where it was not streamed; null where it was, or where there is none. */
  readonly response: { readonly head: ResponseHead; readonly body: Uint8Array } | null;
  /** `atUs` is on the monotonic clock: the pool subtracts accept. */
  readonly logs: readonly LogLine[];
  readonly droppedLogLines: number;
  /**
   * `bind` or `init` where the call was to bind, `handler`, and the guest's own: under `handler`, or beside it where they began after it. A
   * thousand of those at most; `handler` says how many were dropped.
   */
  readonly spans: readonly ThreadSpan[];
  /** When the thread began with the call. */
  readonly receivedUs: MonotonicUs;
  /** When the handler was done and what follows is serialisation. */
  readonly handledUs: MonotonicUs;
  /** Null where nobody can say it. */
  readonly activeCpuUs: number | null;
  /** Linear memory at the end, which is its peak; null where nobody can say it. */
  readonly memoryBytes: number | null;
  /** False after a limit or an interrupt: the instance's state can't be trusted and must be reset before another call. */
  readonly sound: boolean;
}
