import type { PoolOptions } from "../../../runtime/model";
import { countedArrivals, poissonArrivals } from "../../../runtime/simulation";
import type { Arrival, MeasuredStarts, Service, SimulatedFunction, Workload } from "../../../runtime/simulation";
import { seededRandom } from "../../../runtime/statistics";

export const MB = 1024 * 1024;

/** A pool that never refuses, forgets or renews anything. */
export const PATIENT: PoolOptions = {
  maxPool: 3,
  maxSandboxes: 3,
  maxQueue: 1_000_000,
  queueTimeoutMs: 1e9,
  idleMs: Infinity,
  maxUses: Infinity,
  maintainEveryMs: 30_000,
  blankMemoryMb: 128,
};

/** Every start takes what `service` says, and a thread's start 100 ms. */
export function sameStarts(service: readonly Service[], more: Partial<MeasuredStarts> = {}): MeasuredStarts {
  return { spawnUs: [100_000], bindUs: [0], service: { cold: service, prewarmed: service, warm: service }, ...more };
}

/** Exponential times in as many equal parts: their mean is `meanUs` but for what lies beyond the last one. */
export function exponential(meanUs: number, parts = 20_000): number[] {
  return Array.from({ length: parts }, (_, index) => -Math.log(1 - (index + 0.5) / parts) * meanUs);
}

export function oneFunction(starts: MeasuredStarts, more: Partial<SimulatedFunction> = {}): SimulatedFunction {
  return { name: "hello", memoryMb: 128, boundBytes: 4 * MB, starts, ...more };
}

export function workload(arrivals: readonly Arrival[], seconds: number, starts: MeasuredStarts): Workload {
  return {
    functions: [oneFunction(starts)],
    arrivals,
    durationUs: seconds * 1e6,
    processors: 2,
    timeoutMs: 1e9,
    blankBytes: 2 * MB,
  };
}

/** Calls at a steady rate. */
export function steady(perSecond: number, seconds: number, seed: number): Arrival[] {
  return poissonArrivals({ at: () => perSecond, peak: perSecond }, seconds, 1, seededRandom(seed));
}

/** One call every so many seconds. */
export function everySeconds(stepSeconds: number, count: number): Arrival[] {
  return countedArrivals({ stepSeconds, requests: new Array<number>(count).fill(1) }, 1, () => 0);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
