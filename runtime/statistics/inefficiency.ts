import { ascending, quantile } from "./percentiles";

/** How many values, in the order of measurement, tell as much of their quantile as one that is independent of all others would. */
export function quantileInefficiency(values: readonly number[], share: number): number {
  const limit = quantile(ascending(values), share);
  // An interval of a quantile is built on how many values lie below it.
  return inefficiency(values.map((value) => (value <= limit ? 1 : 0)));
}

/** The same of what a rank test is built on. Values that are equal share the mean of their ranks. */
export function rankInefficiency(values: readonly number[]): number {
  const sorted = ascending(values);
  const [first, last] = [new Map<number, number>(), new Map<number, number>()];
  sorted.forEach((value, rank) => {
    if (!first.has(value)) first.set(value, rank);
    last.set(value, rank);
  });
  return inefficiency(values.map((value) => ((first.get(value) ?? 0) + (last.get(value) ?? 0)) / 2));
}

/**
 * 1 where values are independent, more where neighbours are alike, as measurements are while a machine is slow for a while: the
 * autocorrelation, summed while pairs of neighbouring lags are positive and fall (Geyer, Practical Markov Chain Monte Carlo, Statistical
 * Science 7, 1992; for quantiles: Heidelberger and Welch, Quantile Estimation in Dependent Sequences, Operations Research 32, 1984).
 */
function inefficiency(series: readonly number[]): number {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  const deviations = series.map((value) => value - mean);
  const variance = autocovariance(deviations, 0);
  if (!(variance > 0)) return 1;
  let sum = -1;
  let last = Infinity;
  for (let lag = 0; lag + 1 < deviations.length; lag += 2) {
    const pair = (autocovariance(deviations, lag) + autocovariance(deviations, lag + 1)) / variance;
    if (pair <= 0) break;
    last = Math.min(last, pair);
    sum += 2 * last;
  }
  // A series' own mean is nearer to it than the true one: the sum is too small by about its share of the values.
  const unbiased = sum / (1 - Math.min(0.5, sum / deviations.length));
  return Math.max(1, unbiased);
}

/** Of deviations from a mean. */
function autocovariance(deviations: readonly number[], lag: number): number {
  let sum = 0;
  for (let index = lag; index < deviations.length; index += 1) {
    sum += (deviations[index] ?? 0) * (deviations[index - lag] ?? 0);
  }
  return sum / deviations.length;
}
