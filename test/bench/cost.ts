/** How long the cost model takes. */
import {
  billCall,
  builtInPriceLists,
  Decimal,
  DEFAULT_UTILISATION,
  mixByStart,
  project,
  recordedMonths,
  selectPriceLists,
} from "../../runtime/cost";
import type { CallUsage } from "../../runtime/cost";
import type { BenchContext } from "./figure";

const BILLS_IN_A_SAMPLE = 100;
const COLD_STARTS = { cold: new Decimal("0.01"), prewarmed: new Decimal("0.05") };

/** One call's bills on all platforms, milliseconds: each sample is the mean of a hundred different calls, warm and cold. */
export function measureBillCall(bench: BenchContext): Promise<number[]> {
  const selection = selectPriceLists(builtInPriceLists, []);
  if (!selection.ok) throw new Error(selection.message);
  const calls = Array.from({ length: BILLS_IN_A_SAMPLE }, (_, index) => usageOfCall(index));
  const samples: number[] = [];
  for (let run = 0; run < (bench.quick ? 3 : 300); run += 1) {
    const startedMs = performance.now();
    for (const usage of calls) for (const list of selection.lists) billCall(usage, list);
    samples.push((performance.now() - startedMs) / BILLS_IN_A_SAMPLE);
  }
  return Promise.resolve(samples);
}

const YEAR_MINUTES = 365 * 24 * 60;

/** A year of counted minutes, projected: twelve months on all platforms and all servers, and where they cost the same. Milliseconds. */
export function measureYear(bench: BenchContext): Promise<number[]> {
  const selection = selectPriceLists(builtInPriceLists, []);
  if (!selection.ok) throw new Error(selection.message);
  // A wave a day, never twice the same minute.
  const requests = Array.from({ length: YEAR_MINUTES }, (_, minute) => 1000 + (minute % 1440) + (minute % 977));
  const mix = mixByStart([{ usage: usageOfCall(1), share: new Decimal(1) }], COLD_STARTS);
  const options = { freeTier: true, utilisation: new Decimal(DEFAULT_UTILISATION), calibrationOf: () => null };
  const samples: number[] = [];
  for (let run = 0; run < (bench.quick ? 2 : 30); run += 1) {
    const startedMs = performance.now();
    const months = recordedMonths({ startsAtMs: Date.UTC(2026, 0, 1), stepSeconds: 60, requests });
    project(months, mix, selection.lists, options);
    samples.push(performance.now() - startedMs);
  }
  return Promise.resolve(samples);
}

/** As measured: whole microseconds and bytes. */
function usageOfCall(index: number): CallUsage {
  return {
    durationMs: (12_345 + 1017 * index) / 1000,
    cpuMs: (3217 + 331 * index) / 1000,
    initMs: 5.123,
    start: index % 2 === 0 ? "warm" : "cold",
    memoryMb: 128,
    observedMemoryMb: 3 + index / 16,
    ingressBytes: 412 + index,
    egressBytes: 1832 + 7 * index,
    arch: "x86_64",
  };
}
