import type { Start } from "../model";

/** How long something took where it was measured, microseconds: on a processor, and waiting for something else than one. */
export interface Service {
  readonly workUs: number;
  readonly waitUs: number;
}

/** What a function's measured starts took. Each list holds one value at least, ascending: draws come from these alone. */
export interface MeasuredStarts {
  /** To start a thread and load the engine, microseconds. */
  readonly spawnUs: readonly number[];
  /** To restore the image, microseconds. */
  readonly bindUs: readonly number[];
  /** Once there is a sandbox: bind where it is not warm, handler and answer. */
  readonly service: Readonly<Record<Start, readonly Service[]>>;
}

/** A function that is called in a simulation. */
export interface SimulatedFunction {
  readonly name: string;
  /** Its tier, MiB. */
  readonly memoryMb: number;
  /** Linear memory of a sandbox bound to it, as measured. */
  readonly boundBytes: number;
  readonly starts: MeasuredStarts;
}

/** One call that comes. */
export interface Arrival {
  /** Microseconds from the begin. */
  readonly atUs: number;
  /** Index of the function. */
  readonly called: number;
}

/** What is simulated, whatever the pool's settings are. */
export interface Workload {
  readonly functions: readonly SimulatedFunction[];
  /** In order of time. */
  readonly arrivals: readonly Arrival[];
  /** How long calls come; microseconds. What runs then is let end, but no longer counted as held. */
  readonly durationUs: number;
  /** Processors that sandboxes and starting threads share. */
  readonly processors: number;
  /** A call that takes longer, its wait included, is ended. Milliseconds. */
  readonly timeoutMs: number;
  /** Linear memory of a sandbox that is not bound. */
  readonly blankBytes: number;
}

/** How a call ended in a simulation. A measured start ended well, so that only the pool or the deadline can end one otherwise. */
export type SimulatedOutcome = Start | "queue-full" | "queue-deadline" | "timeout";

/** What became of one call. */
export interface SimulatedCallResult {
  readonly called: number;
  readonly outcome: SimulatedOutcome;
  /** Accept to answer, microseconds. */
  readonly latencyUs: number;
  /** Accept until its sandbox took it, a thread's start included; null: none did. */
  readonly waitedUs: number | null;
}

/** What the pool held in one of equal parts of the time, on average. */
export interface HeldPart {
  readonly blank: number;
  /** Bound, busy ones among them. */
  readonly bound: number;
  /** Being started, or made fresh. */
  readonly preparing: number;
  readonly bytes: number;
}

/** One run. */
export interface SimulationRun {
  readonly calls: readonly SimulatedCallResult[];
  readonly held: readonly HeldPart[];
  readonly meanBytes: number;
  readonly peakBytes: number;
  readonly sandboxSeconds: number;
  readonly peakSandboxes: number;
  /** Threads that were started. */
  readonly spawns: number;
}
