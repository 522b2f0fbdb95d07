import { describe, expect, test } from "vitest";
import { rankTest, seededRandom, valuesForShift } from "../../../runtime/statistics";
import type { Measured } from "../../../runtime/statistics";
import { normalQuantile, normalTail } from "../../../runtime/statistics/normal";
import { drifting, lognormal, normal } from "./samples";

const ALPHA = 0.05;

/** How often samples are told apart. */
function rejections(
  experiments: number,
  draw: () => readonly [number[], number[]],
  alpha = ALPHA,
  measured: Measured = "in turn",
): number {
  let differ = 0;
  for (let experiment = 0; experiment < experiments; experiment += 1) {
    const [first, second] = draw();
    if (rankTest(first, second, alpha, measured).differ) differ += 1;
  }
  return differ / experiments;
}

describe("the rank test", () => {
  test("raises a false alarm on equal data in 5 of 100 cases at most", () => {
    const random = seededRandom(1);
    expect(rejections(800, () => [lognormal(random, 30), lognormal(random, 30)])).toBeLessThanOrEqual(0.05);
    expect(rejections(800, () => [lognormal(random, 12), lognormal(random, 40)])).toBeLessThanOrEqual(0.05);
    // Microseconds of short calls are mostly the same few numbers.
    const whole = (): number[] => lognormal(random, 40).map((value) => Math.round(value * 2));
    expect(rejections(800, () => [whole(), whole()])).toBeLessThanOrEqual(0.05);
    expect(rejections(1000, () => [lognormal(random, 50), lognormal(random, 50)], 0.01)).toBeLessThanOrEqual(0.01);
  });

  test("raises no more of them where a machine's drift moves both samples alike", () => {
    const random = seededRandom(2);
    const drifting = (): readonly [number[], number[]] => {
      const [first, second] = [normal(random, 40), normal(random, 40)];
      const drift = (values: number[]): number[] => values.map((value, round) => value + round / 10);
      return [drift(first), drift(second)];
    };
    expect(rejections(1000, drifting)).toBeLessThanOrEqual(0.05);
  });

  test("raises few of them where each sample was measured in a drift of its own, and says so of many who do not look at it", () => {
    const random = seededRandom(6);
    const draw = (): readonly [number[], number[]] => [drifting(random, 100, 0.7), drifting(random, 100, 0.7)];
    expect(rejections(600, draw, ALPHA, "apart")).toBeLessThanOrEqual(0.08);
    expect(rejections(600, draw, ALPHA, "in turn")).toBeGreaterThan(0.3);
    const independent = (): readonly [number[], number[]] => [lognormal(random, 60), lognormal(random, 60)];
    expect(rejections(800, independent, ALPHA, "apart")).toBeLessThanOrEqual(0.05);
  });

  test("finds a shift as often as the number of values promises", () => {
    const random = seededRandom(3);
    // Half a standard deviation; a t-test needs 64 of each (Cohen 1988), a rank test 1 / 0.955 times as many.
    const needed = valuesForShift([normal(random, 1000), normal(random, 1000)], 0.5, ALPHA);
    expect(needed).toBeGreaterThan(60);
    expect(needed).toBeLessThan(75);
    const shifted = (): number[] => normal(random, needed).map((value) => value + 0.5);
    const power = rejections(600, () => [normal(random, needed), shifted()]);
    expect(power).toBeGreaterThan(0.75);
    expect(power).toBeLessThan(0.87);
  });

  test("says by how much, with an interval that holds the truth in about 95 of 100 samples", () => {
    const random = seededRandom(4);
    let held = 0;
    const experiments = 500;
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const second = lognormal(random, 30).map((value) => value + 0.4);
      const { interval, shift } = rankTest(lognormal(random, 30), second, ALPHA, "in turn");
      if (interval[0] <= 0.4 && 0.4 <= interval[1]) held += 1;
      expect(shift).toBeGreaterThanOrEqual(interval[0]);
      expect(shift).toBeLessThanOrEqual(interval[1]);
    }
    expect(held / experiments).toBeGreaterThan(0.935);
    expect(held / experiments).toBeLessThan(0.975);
  });

  test("agrees with R's wilcox.test", () => {
    // The two groups of Hollander and Wolfe's table 4.1 (permeability of the human chorioamnion), as in R's own example, twice over.
    const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const early = [1.15, 0.88, 0.9, 0.74, 1.21];
    const { shift } = rankTest([...early, ...early], term, ALPHA, "in turn");
    // Doubling a sample leaves the median of the differences where it is: 0.305, as Hollander and Wolfe give it.
    expect(shift).toBeCloseTo(0.305, 10);
  });

  test("is not moved by one slow run", () => {
    const values = Array.from({ length: 20 }, (_, index) => 100 + index);
    const slow = [...values.slice(0, -1), 1_000_000];
    expect(rankTest(values, slow, ALPHA, "in turn")).toMatchObject({ differ: false, shift: 0 });
  });

  test("calls values that are all the same no difference", () => {
    const same = new Array<number>(20).fill(5);
    expect(rankTest(same, same, ALPHA, "in turn")).toEqual({ pValue: 1, shift: 0, interval: [0, 0], differ: false });
    const other = new Array<number>(20).fill(6);
    expect(rankTest(same, other, ALPHA, "in turn")).toMatchObject({ shift: 1, interval: [1, 1], differ: true });
  });

  test("refuses samples that are too small to be decided on", () => {
    expect(() => rankTest([1, 2, 3], [4, 5, 6], ALPHA, "in turn")).toThrow(RangeError);
  });
});

test("how many values are needed grows as the shift shrinks", () => {
  const values = normal(seededRandom(8), 300);
  const needed = [1, 0.5, 0.25].map((shift) => valuesForShift([values], shift, ALPHA));
  expect(needed).toEqual([...needed].sort((a, b) => a - b));
  // A shift of half the size takes four times the values.
  expect((needed[2] ?? 0) / (needed[1] ?? 1)).toBeCloseTo(4, 0);
});

test("the normal distribution's tails", () => {
  expect(normalTail(0)).toBeCloseTo(0.5, 6);
  expect(normalTail(1.959964)).toBeCloseTo(0.025, 7);
  expect(normalTail(-1.281552)).toBeCloseTo(0.9, 6);
  expect(normalQuantile(0.025)).toBeCloseTo(1.959964, 5);
  expect(normalQuantile(0.2)).toBeCloseTo(0.841621, 5);
});
