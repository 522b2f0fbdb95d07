import fc from "fast-check";
import { expect, test } from "vitest";
import { trimmedMean } from "../../../runtime/statistics/trimmed-mean";

test("ten values lose two at each end: 3, 4, 5, 6, 7, 8 have the mean 5.5, whatever the extremes are", () => {
  const { mean, low, high } = trimmedMean([900, 1, 2, 3, 4, 5, 6, 7, 8, 1000]);
  expect(mean).toBe(5.5);
  // Winsorized: 3 3 3 4 5 6 7 8 8 8, sum of squares about 5.5 is 42.5, so t(5) · sqrt(42.5 / 9) / (0.6 · sqrt 10).
  const margin = (2.57058 * Math.sqrt(42.5 / 9)) / (0.6 * Math.sqrt(10));
  expect(high).toBeCloseTo(5.5 + margin, 10);
  expect(low).toBeCloseTo(5.5 - margin, 10);
});

test("a single value is its own mean, and no values have none", () => {
  expect(trimmedMean([7])).toEqual({ mean: 7, low: 7, high: 7 });
  expect(() => trimmedMean([])).toThrow(RangeError);
});

test("the mean lies among the values and inside its interval, and moves with them", () => {
  const values = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 1000 }), (some, shift) => {
      const { mean, low, high } = trimmedMean(some);
      expect(mean).toBeGreaterThanOrEqual(Math.min(...some));
      expect(mean).toBeLessThanOrEqual(Math.max(...some));
      expect(low).toBeLessThanOrEqual(mean);
      expect(high).toBeGreaterThanOrEqual(mean);
      expect(trimmedMean(some.map((value) => value + shift)).mean).toBeCloseTo(mean + shift, 6);
    }),
  );
});
