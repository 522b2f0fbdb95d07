import type { Failure, LogLine, MonotonicUs, Outcome } from "../model";
import type { UnpackedCall } from "./call-packing";
import type { ControlWords } from "./control-words";
import type {
  Bundle,
  CallLimits,
  EngineParts,
  FromSandbox,
  Image,
  SandboxResult,
  ThreadSpan,
  ToCall,
} from "./protocol";

/**
 * What can run functions in a sandbox's thread. It holds one instance at a time, and the thread asks it for one thing after the other.
 * One folder of this one is one engine.
 */
export interface SandboxEngine {
  /** Linear memory of the instance, bytes; 0 where there is none. */
  readonly memoryBytes: number;
  /** What of its start warmed the engine up for all sandboxes of the process, microseconds. */
  readonly warmUpUs?: number;
  /** Makes what is ready before there is a function: blank. */
  start(): Promise<void>;
  /** Blank again, of the tier `maxPages`: nothing of what ran before can be reached any more. */
  reset(maxPages: number): Promise<void>;
  /**
   * Gives the instance the state of an image of this engine. `again`: what was bound to it before the reset may be used again. Not for a
   * call that waits: its start would be no longer that of a sandbox which never had its function.
   */
  bind(image: Image, again: boolean): Promise<BindResult>;
  /** Runs a function's top level on what is blank. `done` is called once, outside of the guest. */
  evaluate(bundle: Bundle, limits: RunLimits, done: (end: InitEnd) => void): EngineRun;
  /** An image of what was evaluated, before any call. */
  image(bundle: Bundle, init: Pick<Image, "initUs" | "initLogs" | "initSpans">): Image;
  /** A call of what is bound or was evaluated. */
  call(options: EngineCallOptions, output: CallOutput): EngineCall;
}

export interface BindResult {
  /** Whether an instance was made for it. */
  readonly instantiated: boolean;
  /** Its parts, for the trace. */
  readonly spans: readonly ThreadSpan[];
}

/** What a run is held to. */
export interface RunLimits {
  /** Its name in the control words. */
  readonly mark: number;
  readonly deadlineUs: MonotonicUs;
  readonly limits: CallLimits;
}

/** How a top level ended. */
export interface InitEnd {
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  readonly startUs: MonotonicUs;
  readonly endUs: MonotonicUs;
  readonly activeCpuUs: number;
  /** `atUs` is on the monotonic clock. */
  readonly logs: readonly LogLine[];
  /** Its parts, for the trace. */
  readonly spans: readonly ThreadSpan[];
}

export interface EngineCallOptions extends UnpackedCall {
  /** When the thread began with it: with its bind, where there was one. */
  readonly receivedUs: MonotonicUs;
  /** How its sandbox became its function's, for its result; empty where it was before. */
  readonly bindSpans: readonly ThreadSpan[];
  /** What the top level wrote, where it ran for this call. */
  readonly initLogs: readonly LogLine[];
}

/** Something that runs, from `begin` on. */
export interface EngineRun {
  readonly over: boolean;
  begin(): void;
}

export interface EngineCall extends EngineRun {
  readonly mark: number;
  /** What the pool tells it while it runs. */
  reply(message: Exclude<ToCall, { type: "cancel" }>): void;
  cancel(): void;
}

/** What a call says while it runs, and how it ended. */
export interface CallOutput {
  say(message: FromSandbox): void;
  ended(result: SandboxResult): void;
}

/** What the thread lends its engine. */
export interface EngineHost {
  readonly control: ControlWords;
  say(message: FromSandbox): void;
  /** Guest code is about to run for long: what was said goes out now. */
  flush(): void;
}

/** @param maxPages the tier, in pages of 64 KiB */
export type MakeEngine = (parts: EngineParts, maxPages: number, host: EngineHost) => SandboxEngine;
