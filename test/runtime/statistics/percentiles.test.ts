import fc from "fast-check";
import { expect, test } from "vitest";
import { percentiles } from "../../../runtime/statistics";

test("known percentiles", () => {
  const oneToHundred = Array.from({ length: 100 }, (_, index) => index + 1).reverse();
  const found = percentiles(oneToHundred);
  expect(found).toMatchObject({ n: 100, p50: 50.5, min: 1, max: 100 });
  expect(found?.p90).toBeCloseTo(90.1);
  expect(found?.p99).toBeCloseTo(99.01);
  expect(percentiles([7])).toEqual({ n: 1, p50: 7, p90: 7, p99: 7, min: 7, max: 7 });
  expect(percentiles([])).toBeNull();
});

test("percentiles are in order and within the extremes", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
      const found = percentiles(values);
      const ordered = [found?.min, found?.p50, found?.p90, found?.p99, found?.max].map(Number);
      expect([...ordered].sort((a, b) => a - b)).toEqual(ordered);
    }),
  );
});
