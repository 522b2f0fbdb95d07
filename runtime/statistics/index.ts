/** Statistics of measurements: pure, and the same for the same values. Imports nothing. */
export { meanOf } from "./mean";
export type { Mean } from "./mean";
export { quantileIntervals, valuesNeeded } from "./quantile-intervals";
export type { Interval } from "./quantile-intervals";
export { quantileInefficiency, rankInefficiency } from "./inefficiency";
export { upperFence } from "./outliers";
export { percentiles } from "./percentiles";
export type { Percentiles } from "./percentiles";
export { valuesForShift } from "./power";
export { LEAST_FOR_RANKS, rankTest } from "./rank-test";
export type { Measured } from "./rank-test";
export { seededRandom, shuffled } from "./random";
export { t975 } from "./student";
export { trimmedMean } from "./trimmed-mean";
export type { TrimmedMean } from "./trimmed-mean";
