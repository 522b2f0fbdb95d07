import type { PlatformTuning } from "../../../../runtime/cost";
import { calibrationText, perMillion } from "../../../../runtime/cost";
import { formatBytes, formatDuration, formatInteger } from "../../../ui/format";
import type { TuningRow } from "./tuning-model";
import { megabytes } from "./tuning-model";

/** Where a platform's times come from. */
export function basisText({ cpuShare, calibration }: PlatformTuning): string {
  const basis =
    cpuShare === null
      ? "Time as measured here: the processor there does not depend on the memory."
      : `Time is modelled: one vCPU from ${megabytes(cpuShare.fullMemoryMb)} on; below it CPU time stretches, and waits do not.`;
  const cpu =
    calibration === null
      ? "CPU time is this machine's: an estimate of the platform's."
      : `CPU time is this machine's, ${calibrationText(calibration)} (95 %).`;
  return `${basis} ${cpu}`;
}

/** One memory size with its exact figures: what is read beside the chart. */
export function describeRow(row: TuningRow, title: string): string {
  const { memoryMb, tuned, choices, failure, state } = row;
  const parts = [megabytes(memoryMb)];
  if (choices.length > 0) parts.push(choices.join(", "));
  if (failure !== null) parts.push(failure.outcome === "out-of-memory" ? "ran out of memory" : failure.outcome);
  else if (state === "unfinished") parts.push("not run to its end");
  if (tuned !== null && tuned.offered) {
    const { durationMs, usd, basis, n, billedMb } = tuned;
    const { mean, low, high } = durationMs;
    const ends = `95 % between ${exactMs(low)} and ${exactMs(high)}`;
    parts.push(
      `on ${title}: ${exactMs(mean)} ${basis} (${ends}, n = ${n}), $${perMillion(usd.mean)} per million calls`,
    );
    if (billedMb !== memoryMb) parts.push(`billed as ${megabytes(billedMb)}`);
  } else if (tuned !== null) parts.push(`not offered on ${title}`);
  return [...parts, measuredText(row)].filter((part) => part !== "").join(" · ");
}

function measuredText({ measured }: TuningRow): string {
  if (measured === null) return "";
  const { n, p50Us, cpuP50Us, peakBytes } = measured;
  const times = `p50 ${formatInteger(p50Us)} µs, of it ${formatInteger(cpuP50Us)} µs CPU (n = ${n})`;
  return `measured here: ${times}, peak ${formatBytes(peakBytes)}`;
}

/** Whole microseconds, with the unit. */
export function exactMs(ms: number): string {
  return `${formatInteger(ms * 1000)} µs`;
}

/** `12.4 ms ± 0.3 ms`: half the interval, which is symmetric. */
export function timeText({ mean, high }: { readonly mean: number; readonly high: number }): string {
  return `${formatDuration(mean * 1000)} ± ${formatDuration((high - mean) * 1000)}`;
}
