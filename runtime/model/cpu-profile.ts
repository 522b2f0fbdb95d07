import type { Engine } from "./artifact";
import type { Failure, Outcome } from "./outcome";
import type { Machine } from "./profile";
import type { SampledFunction, SampledNode, StackSample } from "./sampling";

/** Where the time of a function's handler goes: stacks that were sampled over many warm calls, in terms of the sources. */
export interface CpuProfile {
  /** UUIDv7. */
  readonly id: string;
  readonly functionName: string;
  /** Absolute path of the function's entry, where it was measured. */
  readonly entry: string;
  readonly version: string;
  readonly engine: Engine;
  /** The bundle's size. */
  readonly bytes: number;
  readonly recordedAtMs: number;
  readonly machine: Machine;
  /** The tier, MiB. */
  readonly memoryMb: number;
  /** What the function was asked: method and URL, or `event`. */
  readonly request: string;
  /** About how often a sample was taken while the guest ran, microseconds. */
  readonly everyUs: number;
  /** Warm calls that were sampled, with the one that ended it all. */
  readonly calls: number;
  /** The answer's status in the last call; null for none. */
  readonly status: number | null;
  /** All of the calls together, in the sandbox. What no sample covers of it is unaccounted. */
  readonly wallUs: number;
  readonly functions: readonly SampledFunction[];
  readonly nodes: readonly SampledNode[];
  /** In order, one call after the other. */
  readonly samples: readonly StackSample[];
  /** Why there are fewer calls than were asked for; null: there are not. */
  readonly ended: CpuProfileEnd | null;
}

/** The call that did not end well. */
export interface CpuProfileEnd {
  readonly outcome: Exclude<Outcome, "ok">;
  readonly error: Failure | null;
}
