import { describe, expect, test } from "vitest";
import { quantileIntervals, seededRandom, upperFence, valuesNeeded } from "../../../runtime/statistics";
import { lognormal } from "./samples";

/** Exact quantiles of the lognormal distribution that `lognormal` draws from: exp(sigma * z). */
const P50 = 1;
const P90 = Math.exp(0.5 * 1.281552);

describe("the intervals of quantiles", () => {
  test("hold the true value in about 95 of 100 samples", () => {
    const random = seededRandom(7);
    const experiments = 150;
    let [median, ninth] = [0, 0];
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const [p50, p90] = quantileIntervals(lognormal(random, 100), [0.5, 0.9]);
      if (holds(p50, P50)) median += 1;
      if (holds(p90, P90)) ninth += 1;
    }
    // 150 experiments tell a coverage to about three points.
    expect(median / experiments).toBeGreaterThan(0.93);
    expect(median / experiments).toBeLessThan(0.98);
    expect(ninth / experiments).toBeGreaterThan(0.91);
    expect(ninth / experiments).toBeLessThan(0.98);
  });

  test("are the same for the same values, in whichever order", () => {
    const values = lognormal(seededRandom(3), 50);
    expect(quantileIntervals(values, [0.5])).toEqual(quantileIntervals([...values].reverse(), [0.5]));
  });

  test("are not there where the values are too few to bound them", () => {
    expect([0.5, 0.9, 0.99].map(valuesNeeded)).toEqual([20, 100, 1000]);
    const values = lognormal(seededRandom(3), 100);
    const [p50, p90, p99] = quantileIntervals(values, [0.5, 0.9, 0.99]);
    expect(p50).not.toBeNull();
    expect(p90).not.toBeNull();
    expect(p99).toBeNull();
    expect(quantileIntervals([1, 2, 3], [0.5])).toEqual([null]);
  });

  test("narrow with more values, and are a point for values that are all the same", () => {
    const random = seededRandom(11);
    const width = (count: number): number => {
      const [interval] = quantileIntervals(lognormal(random, count), [0.5]);
      return interval == null ? NaN : interval[1] - interval[0];
    };
    expect(width(1000)).toBeLessThan(width(50) / 3);
    expect(quantileIntervals(new Array<number>(20).fill(5), [0.5])).toEqual([[5, 5]]);
  });
});

describe("outliers", () => {
  test("are far above the rest", () => {
    const values = [10, 11, 12, 12, 13, 13, 14, 15, 90];
    const fence = upperFence(values);
    expect(values.filter((value) => value > (fence ?? Infinity))).toEqual([90]);
  });

  test("are not told among few values", () => {
    expect(upperFence([1, 1, 1, 100])).toBeNull();
  });

  test("are rare among values that have none", () => {
    const random = seededRandom(5);
    const values = Array.from({ length: 5000 }, () => random());
    const fence = upperFence(values) ?? 0;
    expect(values.filter((value) => value > fence)).toEqual([]);
  });
});

function holds(interval: readonly [number, number] | null | undefined, value: number): boolean {
  return interval != null && interval[0] <= value && value <= interval[1];
}
