import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  percentiles,
  quantileIntervals,
  seededRandom,
  shuffled,
  upperFence,
  valuesNeeded,
} from "../../../runtime/statistics";
import { drifting, lognormal } from "./samples";

/** Exact quantiles of the lognormal distribution that `lognormal` draws from: exp(sigma * z). */
const P50 = 1;
const P90 = Math.exp(0.5 * 1.281552);
const P99 = Math.exp(0.5 * 2.326348);

describe("the intervals of quantiles", () => {
  test.each([
    ...[
      [0.5, P50, 6],
      [0.5, P50, 21],
      [0.5, P50, 100],
    ],
    ...[
      [0.9, P90, 36],
      [0.9, P90, 100],
      [0.9, P90, 1000],
    ],
    ...[
      [0.99, P99, 368],
      [0.99, P99, 1000],
      [0.99, P99, 2000],
    ],
  ] as const)("of %d hold the true value, %d, in 95 of 100 samples of %d, or a little more", (share, truth, count) => {
    const random = seededRandom(7);
    const experiments = 1500;
    let held = 0;
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const [interval] = quantileIntervals(lognormal(random, count), [share]);
      if (holds(interval, truth)) held += 1;
    }
    // 1,500 experiments tell a coverage to 1.1 points; few values can't be cut finely, and their intervals hold more.
    expect(held / experiments).toBeGreaterThan(0.939);
    expect(held / experiments).toBeLessThan(0.99);
  });

  test("are those of the tables", () => {
    const ranks = (count: number, share: number) =>
      // In an order in which no neighbours are alike.
      quantileIntervals(
        Array.from({ length: count }, (_, index) => (index % 2 === 0 ? 1 + index / 2 : count - (index - 1) / 2)),
        [share],
      )[0];
    // Conover, Practical Nonparametric Statistics, 3rd edition, 3.2; and R's qbinom for the rest.
    expect(ranks(6, 0.5)).toEqual([1, 6]);
    expect(ranks(16, 0.5)).toEqual([4, 13]);
    expect(ranks(100, 0.5)).toEqual([40, 61]);
    expect(ranks(368, 0.99)?.[1]).toBe(368);
  });

  test("hold the quantile itself, for any values", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 400 }), (values) => {
        const found = percentiles(values);
        const [p50, p90] = quantileIntervals(values, [0.5, 0.9]);
        expect(holds(p50, found?.p50 ?? NaN)).toBe(true);
        if (p90 !== null) expect(holds(p90, found?.p90 ?? NaN)).toBe(true);
      }),
    );
  });

  test.each([
    [0.3, 100, 0.94],
    [0.7, 100, 0.91],
    [0.7, 300, 0.92],
  ])(
    "hold it as well where neighbours are %d alike, as on a machine that is slow for a while",
    (likeness, count, least) => {
      const random = seededRandom(13);
      const experiments = 1000;
      let [held, heldShuffled] = [0, 0];
      for (let experiment = 0; experiment < experiments; experiment += 1) {
        const values = drifting(random, count, likeness);
        if (holds(quantileIntervals(values, [0.5])[0], 0)) held += 1;
        // Their order lost, the same values pass for independent ones.
        if (holds(quantileIntervals(shuffled(values, random), [0.5])[0], 0)) heldShuffled += 1;
      }
      expect(held / experiments).toBeGreaterThan(least);
      expect(heldShuffled).toBeLessThan(held - 20);
    },
  );

  test("of repeated profiles of one and the same overlap, whether neighbours are alike or not", () => {
    const random = seededRandom(17);
    for (const likeness of [0, 0.6]) {
      const intervals = Array.from({ length: 20 }, () => quantileIntervals(drifting(random, 100, likeness), [0.5])[0]);
      const pairs = intervals.flatMap((one, index) => intervals.slice(index + 1).map((other) => [one, other] as const));
      const apart = pairs.filter(
        ([one, other]) => one != null && other != null && (one[0] > other[1] || other[0] > one[1]),
      );
      expect(apart.length / pairs.length).toBeLessThan(0.05);
    }
  });

  test("are the same for the same values in reverse", () => {
    const values = lognormal(seededRandom(3), 50);
    expect(quantileIntervals(values, [0.5])).toEqual(quantileIntervals([...values].reverse(), [0.5]));
  });

  test("are not there where the values are too few to bound them", () => {
    expect([0.5, 0.9, 0.99].map(valuesNeeded)).toEqual([6, 36, 368]);
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
