import { quantileInefficiency } from "./inefficiency";
import { ascending } from "./percentiles";

/** From low to high, both inclusive. */
export type Interval = readonly [low: number, high: number];

/** What may lie beyond an interval on either side. */
const TAIL = 0.025;

/**
 * 95 % confidence intervals of quantiles, whatever the values' distribution: from one order statistic to another, by the binomial
 * distribution of how many values lie below the quantile (David and Nagaraja, Order Statistics, 3rd edition, 7.1). They hold the truth
 * in at least 95 of 100 samples. The percentile bootstrap, whose resamples draw the same order statistics, does so in 92 for the p99 of
 * 1,000 values (found by simulation), and takes a hundred times as long.
 *
 * Where values measured one after the other are alike (`quantileInefficiency`), they tell less, and the interval is wider by the root of that:
 * without it, intervals of profiles of one unchanged function seldom overlap on a machine that is slower for seconds at a time.
 *
 * `values` are in the order of measurement. Null where no two of the values are far enough apart: a median takes 6, p90 36, p99 368.
 */
export function quantileIntervals(values: readonly number[], shares: readonly number[]): readonly (Interval | null)[] {
  const sorted = ascending(values);
  return shares.map((share) => {
    if (sorted.length < valuesNeeded(share)) return null;
    const [low, high] = stretched(
      ranks(sorted.length, share),
      sorted.length,
      share,
      quantileInefficiency(values, share),
    );
    return [sorted[low] ?? NaN, sorted[high] ?? NaN];
  });
}

/** How many values an interval of this quantile needs. */
export function valuesNeeded(share: number): number {
  return Math.ceil(Math.log(TAIL) / Math.log(Math.max(share, 1 - share)));
}

/** The same places as much farther from the quantile as dependent values spread wider, and none beyond the ends. */
function stretched([low, high]: Interval, count: number, share: number, dependence: number): Interval {
  const middle = (count - 1) * share;
  const factor = Math.sqrt(dependence);
  return [
    Math.max(0, Math.floor(middle - (middle - low) * factor)),
    Math.min(count - 1, Math.ceil(middle + (high - middle) * factor)),
  ];
}

/** Places, from 0, of the values between which the quantile lies: the narrowest with no more than a tail beyond either. */
function ranks(count: number, share: number): Interval {
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
