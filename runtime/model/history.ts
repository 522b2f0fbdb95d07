import type { Engine } from "./artifact";
import type { Trigger } from "./invocation";
import type { FailureCode, Outcome, Start } from "./outcome";

/** One invocation without headers, bodies, logs and spans: a row of the history. */
export interface HistoryRow {
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
  readonly wallUs: number;
  readonly executionUs: number;
  readonly activeCpuUs: number;
  readonly initUs: number;
  readonly peakMemoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly ingressBytes: number;
  readonly egressBytes: number;
}
