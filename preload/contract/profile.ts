import type { BuildProblem, CpuProfile, Machine, Profile, Start } from "../../runtime/model";
import type { Comparison, MeasuredFunction } from "../../runtime/profile";
import type { LongWork } from "./api";

/** What is asked of a function at each start, and how often. */
export interface ProfileTerms extends LongWork {
  /** The recorded call whose request and grants each start has; null: `GET /`, without grants, in 128 MiB. */
  readonly callId: string | null;
  /** A comparison with a profile has the profile's instead. */
  readonly starts: readonly Start[];
  /** Of each kind. */
  readonly runs: number;
}

export interface ProfileRequest extends ProfileTerms {
  /** A function's, as in FunctionInfo. */
  readonly path: string;
}

export type ProfileReply =
  | { readonly type: "measured"; readonly profile: Profile }
  | { readonly type: "build-failed"; readonly problems: readonly BuildProblem[] };

/** A function whose handler is to be sampled. */
export interface CpuProfileRequest extends LongWork {
  /** A function's, as in FunctionInfo. */
  readonly path: string;
  /** As in `ProfileTerms`. */
  readonly callId: string | null;
  /** Warm calls; null: until there are enough samples. */
  readonly calls: number | null;
}

export type CpuProfileReply =
  | { readonly type: "measured"; readonly profile: CpuProfile }
  | { readonly type: "build-failed"; readonly problems: readonly BuildProblem[] };

/** Two to six functions, measured in turn with each other. */
export interface ProfileTogetherRequest extends ProfileTerms {
  /** As in FunctionInfo; the first is what the others are held against. */
  readonly paths: readonly string[];
}

/** In the order of the paths: each as it was measured, or why it does not build. */
export type ProfileTogetherReply = readonly MeasuredFunction[];

/** A saved profile without its starts and samples. */
export interface SavedProfile {
  readonly id: string;
  readonly name: string;
  readonly functionName: string;
  /** Absolute path of the function's entry, where it was measured. */
  readonly entry: string;
  readonly version: string;
  readonly recordedAtMs: number;
  /** Of each kind; 0: only its handler was sampled. */
  readonly runs: number;
  readonly machine: Machine;
  /** What was sampled of its handler, and how many samples that is; null: nothing was. */
  readonly sampled: { readonly id: string; readonly samples: number } | null;
}

/** One side of a comparison: a profile by its id, or a function as its source is now. */
export type CompareOperand =
  { readonly type: "profile"; readonly id: string } | { readonly type: "function"; readonly path: string };

export interface CompareRequest extends ProfileTerms {
  /** The second is held against the first. */
  readonly operands: readonly [first: CompareOperand, second: CompareOperand];
  /** Two profiles' versions are measured in turn, too, where they are still kept; otherwise they are compared as they were measured. */
  readonly anew: boolean;
}

export type CompareReply =
  | { readonly type: "compared"; readonly comparison: Comparison }
  | { readonly type: "build-failed"; readonly problems: readonly BuildProblem[] };
