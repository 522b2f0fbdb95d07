import type { Engine } from "./artifact";
import type { Trigger } from "./invocation";
import type { FailureCode, Outcome, Start } from "./outcome";
import type { Usage } from "./usage";

/** One invocation without headers, bodies, logs and spans: a row of the history. */
export interface HistoryRow extends Usage {
  readonly id: string;
  readonly functionName: string;
  readonly entry: string;
  readonly version: string;
  readonly engine: Engine;
  readonly trigger: Trigger;
  readonly startedAtMs: number;
  readonly running: boolean;
  readonly start: Start | null;
  /** Null while it runs. */
  readonly outcome: Outcome | null;
  readonly errorCode: FailureCode | null;
  readonly errorMessage: string | null;
  readonly method: string;
  readonly url: string;
  /** Null where no response head was produced. */
  readonly status: number | null;
}

/** Part of the history that matches a filter. */
export interface HistorySlice {
  /** Newest first. */
  readonly rows: readonly HistoryRow[];
  /** How many match the filter in all. */
  readonly total: number;
}

/** A function that has calls in the history. */
export interface HistoryFunction {
  readonly name: string;
  /** The latest used first. */
  readonly versions: readonly string[];
}
