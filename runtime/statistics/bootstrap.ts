import { ascending, quantile } from "./percentiles";
import { seededRandom } from "./random";

/** From low to high, both inclusive, in the unit of the values. */
export type Interval = readonly [low: number, high: number];

/** Efron and Tibshirani advise a thousand at least for percentile intervals; twice that moves the ends by less than their noise. */
const RESAMPLES = 2000;
const SEED = 1;
const TAIL = 0.025;
const LEAST_BEYOND = 10;
/** 1 - 0.9 is a little less than a tenth. */
const ROUNDING = 1e-9;

/**
 * 95 % confidence intervals of quantiles by the percentile bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
 * chapter 13): the same for the same values, since the resamples are drawn with a fixed seed.
 *
 * Null where fewer than ten values are expected beyond the quantile: no resample reaches past the largest value, so with fewer the
 * intervals of skewed values hold the truth in less than 95 of 100 samples (found by simulation: 88 with 36 values for p90, 95 with
 * 100). A median takes 20 values, p90 100, p99 1,000.
 */
export function quantileIntervals(values: readonly number[], shares: readonly number[]): readonly (Interval | null)[] {
  const sorted = ascending(values);
  const known = shares.map((share) => sorted.length >= valuesNeeded(share));
  if (!known.includes(true)) return shares.map(() => null);
  const found = shares.map(() => new Float64Array(RESAMPLES));
  const resample = new Float64Array(sorted.length);
  const random = seededRandom(SEED);
  const counts = new Uint32Array(sorted.length);
  for (let round = 0; round < RESAMPLES; round += 1) {
    drawSorted(sorted, counts, random, resample);
    for (const [index, share] of shares.entries()) {
      const quantiles = found[index];
      if (quantiles !== undefined) quantiles[round] = quantile(resample, share);
    }
  }
  return found.map((quantiles, index) => {
    if (known[index] !== true) return null;
    quantiles.sort();
    return [quantile(quantiles, TAIL), quantile(quantiles, 1 - TAIL)];
  });
}

/** How many values an interval of this quantile needs. */
export function valuesNeeded(share: number): number {
  return Math.ceil(LEAST_BEYOND / Math.min(share, 1 - share) - ROUNDING);
}

/** Draws as many values as there are, with replacement, in ascending order: by counting how often each was drawn. */
function drawSorted(sorted: Float64Array, counts: Uint32Array, random: () => number, into: Float64Array): void {
  counts.fill(0);
  for (let draw = 0; draw < sorted.length; draw += 1) {
    const index = Math.floor(random() * sorted.length);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  let at = 0;
  for (let index = 0; index < sorted.length; index += 1) {
    const count = counts[index] ?? 0;
    into.fill(sorted[index] ?? 0, at, at + count);
    at += count;
  }
}
