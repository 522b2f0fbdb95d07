import type { Interval } from "./quantile-intervals";
import { rankInefficiency } from "./inefficiency";
import { normalQuantile, normalTail } from "./normal";
import { pairsBelow, pairsUpTo } from "./pairs";
import { ascending } from "./percentiles";

/** Below this the normal approximation is not good enough, and nothing is decided. */
export const LEAST_FOR_RANKS = 10;

/** Whether a value of each sample was measured in turn, or one sample after the other. */
export type Measured = "in turn" | "apart";

/** How two samples differ. */
export interface RankTest {
  /** Two-sided: how often samples of one and the same distribution differ at least as much. */
  readonly pValue: number;
  /** By how much the second sample's values are larger: Hodges and Lehmann's estimate. In the unit of the values. */
  readonly shift: number;
  /** Confidence interval of the shift, at 1 − alpha. */
  readonly interval: Interval;
  /** Whether they differ: the test rejects at alpha, and the interval does not hold 0. */
  readonly differ: boolean;
}

/**
 * Mann and Whitney's rank test with Hodges and Lehmann's shift and its interval (Hollander, Wolfe and Chicken, Nonparametric
 * Statistical Methods, 3rd edition, 4.1 to 4.3), by the normal approximation with corrections for ties and continuity.
 *
 * Chosen because start times are skewed and have far outliers, on which a test of means trips; the shift is the median of all pairwise
 * differences, so that one slow run moves it little. Samples measured in turn share the machine's drift, which makes the test more
 * careful than `alpha`, not less. Those measured apart do not: their deviation is that of as many values as they are worth
 * (`rankInefficiency`), for which they are in the order of measurement.
 * @throws {RangeError} for samples smaller than `LEAST_FOR_RANKS`
 */
export function rankTest(
  first: readonly number[],
  second: readonly number[],
  alpha: number,
  measured: Measured,
): RankTest {
  if (Math.min(first.length, second.length) < LEAST_FOR_RANKS) {
    throw new RangeError(`a rank test needs ${LEAST_FOR_RANKS} values of each sample`);
  }
  const a = ascending(first);
  const b = ascending(second);
  const pairs = a.length * b.length;
  const deviation = Math.sqrt(rankVariance(a, b) * (measured === "apart" ? dependence(first, second) : 1));
  const statistic = (pairsUpTo(a, b, 0) + pairsBelow(a, b, 0)) / 2;
  const distance = Math.max(0, Math.abs(statistic - pairs / 2) - 0.5);
  const pValue = deviation === 0 ? 1 : Math.min(1, 2 * normalTail(distance / deviation));
  const rank = Math.max(1, Math.floor(pairs / 2 - normalQuantile(alpha / 2) * deviation));
  const interval: Interval = [differenceOfRank(a, b, rank), differenceOfRank(a, b, pairs + 1 - rank)];
  const shift =
    (differenceOfRank(a, b, Math.floor((pairs + 1) / 2)) + differenceOfRank(a, b, Math.ceil((pairs + 1) / 2))) / 2;
  return { pValue, shift, interval, differ: pValue < alpha && (interval[0] > 0 || interval[1] < 0) };
}

/** The variance of Mann and Whitney's statistic where both samples are of one distribution, ties counted. */
function rankVariance(a: Float64Array, b: Float64Array): number {
  const all = Float64Array.from([...a, ...b]).sort();
  const total = all.length;
  let ties = 0;
  let run = 1;
  for (let index = 1; index <= total; index += 1) {
    if (all[index] === all[index - 1]) run += 1;
    else {
      ties += run ** 3 - run;
      run = 1;
    }
  }
  return ((a.length * b.length) / 12) * (total + 1 - ties / (total * (total - 1)));
}

/** How much more two samples' ranks vary than those of independent values. */
function dependence(first: readonly number[], second: readonly number[]): number {
  const [one, other] = [1 / first.length, 1 / second.length];
  return (rankInefficiency(first) * one + rankInefficiency(second) * other) / (one + other);
}

/**
 * The `rank`-th smallest of all pairwise differences, counted from 1. Found by bisection on its value, so that a million pairs need not
 * be listed: 60 or so passes over both samples.
 */
function differenceOfRank(a: Float64Array, b: Float64Array, rank: number): number {
  let low = (b[0] ?? 0) - (a.at(-1) ?? 0);
  let high = (b.at(-1) ?? 0) - (a[0] ?? 0);
  if (pairsUpTo(a, b, low) >= rank) return low;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (pairsUpTo(a, b, middle) >= rank) high = middle;
    else low = middle;
  }
}
