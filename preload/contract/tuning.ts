import type { MeasuredCompression, NotCompressed } from "../../runtime/cost";
import type { ArtifactModule, BuildProblem, Failure, Outcome, Usage } from "../../runtime/model";
import type { LongWork } from "./api";

export interface TuneRequest extends LongWork {
  /** The recorded call whose request and grants each run has. */
  readonly invocationId: string;
  /** Memory sizes, MiB, ascending. */
  readonly tiers: readonly number[];
  /** Measured runs of each, after one that warms up. */
  readonly rounds: number;
}

export type TuneReply =
  | { readonly type: "measured"; readonly measured: MeasuredTiers }
  | { readonly type: "build-failed"; readonly problems: readonly BuildProblem[] };

/** What a function did at several memory sizes, on this machine. */
export interface MeasuredTiers {
  /** The version that today's source builds to. */
  readonly version: string;
  /** Asked for, of each size. */
  readonly rounds: number;
  readonly tiers: readonly TierRuns[];
}

/** What one memory size did. */
export interface TierRuns {
  /** MiB, enforced. */
  readonly memoryMb: number;
  /** Of the warm runs that ended well, in their order. */
  readonly usages: readonly Usage[];
  /** Why the size was given up; null where all its runs ended well, or another size's failure ended all. */
  readonly failure: { readonly outcome: Exclude<Outcome, "ok">; readonly error: Failure | null } | null;
  /** Of the last run's answer; null where there was none. */
  readonly status: number | null;
}

/** What advice is made from beside the call itself. */
export interface CallFacts {
  /** What went into the version that ran; null where it is not kept any more. */
  readonly bundle: { readonly bytes: number; readonly modules: readonly ArtifactModule[] } | null;
  /** The response really compressed, or why it was not. */
  readonly compression: MeasuredCompression | NotCompressed;
}
