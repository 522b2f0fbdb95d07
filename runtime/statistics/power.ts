import { normalQuantile } from "./normal";
import { pairsBelow, pairsUpTo } from "./pairs";
import { ascending } from "./percentiles";
import { LEAST_FOR_RANKS } from "./rank-test";

/** How often a difference that is there must be found. */
const POWER = 0.8;

/**
 * How many values of each sample a rank test needs to find a shift in four of five cases: Noether's formula (Sample Size Determination
 * for Some Common Nonparametric Tests, JASA 82, 1987) for two samples of one size. The chance that a shifted value is larger than one
 * that is not, which it needs, is taken from the samples at hand: from how their own values lie about each other.
 * `shift` is in the unit of the values, above 0. Infinity where the values can't tell.
 */
export function valuesForShift(samples: readonly (readonly number[])[], shift: number, alpha: number): number {
  const above = Math.min(...samples.map((sample) => shareAbove(ascending(sample), shift)));
  const z = normalQuantile(alpha / 2) + normalQuantile(1 - POWER);
  return Math.max(LEAST_FOR_RANKS, Math.ceil(z ** 2 / (6 * (above - 0.5) ** 2)));
}

/** How likely one of the values, moved up by `shift`, is above another of them; a tie counts half. */
function shareAbove(sorted: Float64Array, shift: number): number {
  const count = sorted.length;
  if (count < 2) return 0.5;
  const above = (pairsBelow(sorted, sorted, shift) + pairsUpTo(sorted, sorted, shift)) / 2;
  // Each value is above itself, moved up; that says nothing.
  return (above - count) / (count * (count - 1));
}
