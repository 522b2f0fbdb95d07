import { percentiles } from "../statistics";
import type { SimulatedCallResult, SimulatedOutcome, SimulationRun } from "./simulation-types";

/** What one run comes to, in the order in which it is told. */
export const RUN_FIGURES = [
  "coldShare",
  "prewarmedShare",
  "warmShare",
  "failedShare",
  "p50Us",
  "p90Us",
  "p99Us",
  "waitedP50Us",
  "waitedP99Us",
  "meanBytes",
  "peakBytes",
  "sandboxSeconds",
  "peakSandboxes",
  "spawns",
] as const;
export type RunFigure = (typeof RUN_FIGURES)[number];

/**
 * Shares are of all calls, from 0 to 1; `failed` ones were rejected by the queue or met their deadline. Latencies are of answered calls,
 * accept to answer, microseconds; `waited` is the part of it before a sandbox took the call. Null: there was no such call.
 */
export type RunFigures = Readonly<Record<RunFigure, number | null>>;

export function runFigures(run: SimulationRun): RunFigures {
  const answered = run.calls.filter(isAnswered);
  const latency = percentiles(answered.map(({ latencyUs }) => latencyUs));
  const waited = percentiles(answered.flatMap(({ waitedUs }) => waitedUs ?? []));
  const share = (...outcomes: readonly SimulatedOutcome[]): number | null =>
    run.calls.length === 0
      ? null
      : run.calls.filter(({ outcome }) => outcomes.includes(outcome)).length / run.calls.length;
  return {
    coldShare: share("cold"),
    prewarmedShare: share("prewarmed"),
    warmShare: share("warm"),
    failedShare: share("queue-full", "queue-deadline", "timeout"),
    p50Us: latency?.p50 ?? null,
    p90Us: latency?.p90 ?? null,
    p99Us: latency?.p99 ?? null,
    waitedP50Us: waited?.p50 ?? null,
    waitedP99Us: waited?.p99 ?? null,
    meanBytes: run.meanBytes,
    peakBytes: run.peakBytes,
    sandboxSeconds: run.sandboxSeconds,
    peakSandboxes: run.peakSandboxes,
    spawns: run.spawns,
  };
}

/** It ended with an answer. */
export function isAnswered({ outcome }: SimulatedCallResult): boolean {
  return outcome === "cold" || outcome === "prewarmed" || outcome === "warm";
}
