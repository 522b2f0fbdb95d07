import { describe, expect, test } from "vitest";
import { TRAFFIC_SHAPES, trafficRate } from "../../../runtime/cost";
import type { TrafficShape } from "../../../runtime/cost";

const WEEK_SECONDS = 7 * 86_400;
const STEP_SECONDS = 5;

describe.each(Object.entries<TrafficShape>(TRAFFIC_SHAPES))("the shape %s", (_name, shape) => {
  const rate = trafficRate(40, shape);
  const rates = Array.from({ length: WEEK_SECONDS / STEP_SECONDS }, (_, step) => rate.at((step + 0.5) * STEP_SECONDS));

  test("has its mean over a week", () => {
    expect(rates.reduce((sum, one) => sum + one, 0) / rates.length / 40).toBeCloseTo(1, 3);
  });

  test("reaches its peak and does not exceed it", () => {
    expect(Math.max(...rates.slice(0, 100_000)) / rate.peak).toBeCloseTo(1, 6);
    expect(rates.every((one) => one >= 0 && one <= rate.peak * (1 + 1e-9))).toBe(true);
  });
});

test("hours and days are UTC's, from Monday", () => {
  const hours = new Array<number>(24).fill(0).with(9, 1);
  const rate = trafficRate(1, { hours, weekdays: [0, 0, 1, 0, 0, 0, 0] });
  const wednesdayAtNine = 2 * 86_400 + 9 * 3600;
  expect(rate.at(wednesdayAtNine + 10)).toBeCloseTo(168);
  expect(rate.at(wednesdayAtNine - 10)).toBe(0);
  expect(rate.at(wednesdayAtNine + 86_400)).toBe(0);
});
