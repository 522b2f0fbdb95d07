import type { CpuProfile, Profile } from "../../runtime/model";
import type { Retention } from "./retention";
import type { StoreErrorCode } from "./store-error";
import type { Batch } from "./wire";

/** What the writer's thread is started with. */
export interface WriterData {
  readonly file: string;
  readonly busyTimeoutMs: number;
  readonly nativeBinding: string | null;
  /** The session that running calls belong to. */
  readonly sessionSeq: number;
  /** Applied when the thread starts and once a minute. Null: everything is kept. */
  readonly retention: Retention | null;
}

/** Something could not be written or done. */
export interface StoreProblem {
  readonly code: StoreErrorCode;
  /** One line: what is wrong and what to do. */
  readonly message: string;
  /** Records that are not in the file and won't be. */
  readonly lost: number;
}

/** A task is answered by `done` after all that was sent before it. */
export type WriterTask =
  | { readonly type: "flush" }
  | { readonly type: "delete"; readonly ids: readonly string[] }
  | { readonly type: "retain"; readonly retention: Retention }
  | { readonly type: "recover" }
  | { readonly type: "save-profile"; readonly name: string; readonly profile: Profile }
  | { readonly type: "add-cpu-profile"; readonly name: string; readonly profile: CpuProfile }
  | { readonly type: "rename-profile"; readonly name: string; readonly newName: string }
  | { readonly type: "delete-profile"; readonly name: string };

export type ToWriter =
  Batch | { readonly type: "task"; readonly ticket: number; readonly task: WriterTask } | { readonly type: "close" };

export type FromWriter =
  /** Records that are settled: written, or lost and reported. */
  | { readonly type: "settled"; readonly records: number; readonly weightBytes: number }
  | { readonly type: "problem"; readonly problem: StoreProblem }
  /** `count`: invocations deleted, sessions recovered, profiles saved or deleted. */
  | { readonly type: "done"; readonly ticket: number; readonly count: number }
  | { readonly type: "failed"; readonly ticket: number; readonly problem: StoreProblem }
  | { readonly type: "closed" };
