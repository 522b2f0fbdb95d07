import type { Engine } from "./artifact";
import type { CpuProfile } from "./cpu-profile";
import type { Deferrals } from "./deferrals";
import type { GcTime } from "./garbage-collection";
import type { Failure, Outcome, Start } from "./outcome";
import type { TopLevel } from "./top-level";
import type { Usage } from "./usage";

/** The machine that measured. */
export interface Machine {
  /** Node's names: `linux`, `x64`. */
  readonly platform: string;
  readonly arch: string;
  /** The operating system's own version. */
  readonly release: string;
  /** Model of the processor. */
  readonly cpu: string;
  /** Threads that run at once. */
  readonly cores: number;
  readonly memoryBytes: number;
  /** Versions of what ran the sandbox. */
  readonly node: string;
  readonly v8: string;
}

/** What the machine did besides, from a start's begin to its answer. Of the whole process, which does nothing else meanwhile. */
export interface RunEvents {
  /** V8's garbage collection in the main thread: how often, and for how long. */
  readonly gcCount: number;
  readonly gcUs: number;
  /** V8's garbage collection in the sandbox's own thread; null: it was not noted yet when this was measured. */
  readonly sandboxGc: readonly GcTime[] | null;
  /** Pages that had to be read from disk. */
  readonly pageIns: number;
  /** How long threads of the process could have run, but had no processor; null where the system does not say. */
  readonly waitedUs: number | null;
}

/** One forced start. */
export interface ProfileSample {
  readonly start: Start;
  /** In which round, from 1; a round holds one start of each kind. */
  readonly round: number;
  /** Of the first rounds, which warm the machine up: kept, and in no figure. */
  readonly first: boolean;
  /** Accept to last byte. */
  readonly wallUs: number;
  readonly executionUs: number;
  readonly activeCpuUs: number;
  /** Time in each span at the top, microseconds; `unaccounted` among them. Where none overlap, they add up to `wallUs`. */
  readonly spans: Readonly<Record<string, number>>;
  readonly events: RunEvents;
}

/** What a profile was measuring: the starts, then the function's top level. */
export const PROFILE_STAGES = ["starts", "top-level"] as const;
export type ProfileStage = (typeof PROFILE_STAGES)[number];

/** Why a profile holds less than was asked for. */
export interface ProfileEnd {
  readonly stage: ProfileStage;
  /** Of which kind; the top level is run by prewarmed ones. */
  readonly start: Start;
  /** In which round of its stage, from 1. */
  readonly round: number;
  readonly outcome: Exclude<Outcome, "ok">;
  readonly error: Failure | null;
}

/** Many forced starts of one version, on one machine. */
export interface Profile {
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
  /** Starts of each kind that were asked for, beyond the first ones; 0 where only the handler was sampled. */
  readonly runs: number;
  /** None where only the handler was sampled. */
  readonly starts: readonly Start[];
  /** The answer's status in the last start; null for none. */
  readonly status: number | null;
  /** What the last start used: its memory, bytes and top level are those of all. Null: it was not noted when this was measured. */
  readonly usage: Usage | null;
  readonly samples: readonly ProfileSample[];
  /** The same cold and prewarmed starts without an image, in the same rounds: as on a platform without snapshots. Empty: not measured. */
  readonly withoutImage: readonly ProfileSample[];
  /**
   * Of the whole rounds, where the profile ended in them. Null: it was not measured, since the profile ended before or the function is no
   * longer there.
   */
  readonly topLevel: TopLevel | null;
  /** Null: it was not measured, as `topLevel`, or can't be told of this function. */
  readonly deferrals: Deferrals | null;
  /** Null: it holds all that was asked for. */
  readonly ended: ProfileEnd | null;
  /** What was sampled of the same version's handler; null: nothing was. */
  readonly cpuProfile: CpuProfile | null;
}
