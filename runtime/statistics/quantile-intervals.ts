import { ascending } from "./percentiles";

/** From low to high, both inclusive, in the unit of the values. */
export type Interval = readonly [low: number, high: number];

/** What may lie beyond an interval on either side. */
const TAIL = 0.025;

/**
 * 95 % confidence intervals of quantiles, whatever the values' distribution: from one order statistic to another, by the binomial
 * distribution of how many values lie below the quantile (David and Nagaraja, Order Statistics, 3rd edition, 7.1). They hold the truth
 * in at least 95 of 100 samples. The percentile bootstrap, whose resamples draw the same order statistics, does so in 92 for the p99 of
 * 1,000 values (found by simulation), and takes a hundred times as long.
 *
 * Null where no two of the values are far enough apart: a median takes 6, p90 36, p99 368.
 */
export function quantileIntervals(values: readonly number[], shares: readonly number[]): readonly (Interval | null)[] {
  const sorted = ascending(values);
  return shares.map((share) => {
    if (sorted.length < valuesNeeded(share)) return null;
    const [low, high] = ranks(sorted.length, share);
    return [sorted[low] ?? NaN, sorted[high] ?? NaN];
  });
}

/** How many values an interval of this quantile needs. */
export function valuesNeeded(share: number): number {
  return Math.ceil(Math.log(TAIL) / Math.log(Math.max(share, 1 - share)));
}

/** Places, from 0, of the values between which the quantile lies: the narrowest with no more than a tail beyond either. */
function ranks(count: number, share: number): readonly [low: number, high: number] {
  let low = 0;
  let high = count - 1;
  let below = 0;
  let logChance = count * Math.log1p(-share);
  const odds = Math.log(share) - Math.log1p(-share);
  for (let number = 0; number <= count; number += 1) {
    // `below` is the chance that fewer than `number` values lie below the quantile.
    if (below <= TAIL && number > 0) low = number - 1;
    below += Math.exp(logChance);
    if (1 - below <= TAIL) {
      high = Math.min(number, count - 1);
      break;
    }
    logChance += Math.log((count - number) / (number + 1)) + odds;
  }
  return [low, high];
}
