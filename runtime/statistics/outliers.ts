import { ascending, quantile } from "./percentiles";

/** Tukey's "far out" (Exploratory Data Analysis, 1977): this many interquartile ranges beyond the upper quartile. */
const FAR_OUT = 3;
/** Quartiles of fewer values say little. */
const LEAST = 8;

/** Values above this are far out on the high side. Null where there are too few values to tell. */
export function upperFence(values: readonly number[]): number | null {
  if (values.length < LEAST) return null;
  const sorted = ascending(values);
  const upper = quantile(sorted, 0.75);
  return upper + FAR_OUT * (upper - quantile(sorted, 0.25));
}
