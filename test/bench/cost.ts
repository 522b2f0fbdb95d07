/** How long the cost model takes. */
import { billCall, builtInPriceLists, selectPriceLists } from "../../runtime/cost";
import type { CallUsage } from "../../runtime/cost";
import type { BenchContext } from "./figure";

const BILLS_IN_A_SAMPLE = 100;

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
