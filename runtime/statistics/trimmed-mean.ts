import { t975 } from "./student";

/** A mean without the extremes, and how sure it is. In the unit of the values. */
export interface TrimmedMean {
  readonly mean: number;
  /** 95 % confidence interval of the mean; as wide as can be told from few values, and the mean itself for a single one. */
  readonly low: number;
  readonly high: number;
}

/** AWS Lambda Power Tuning leaves out the same fifth at each end (`discardTopBottom`). */
const TRIMMED_SHARE = 0.2;

/**
 * The mean of the middle three fifths: what a machine that does other things besides adds to some runs does not count. The interval is
 * Tukey and McLaughlin's, by the winsorized variance.
 * @throws {RangeError} for no values
 */
export function trimmedMean(values: readonly number[]): TrimmedMean {
  const cut = Math.floor(values.length * TRIMMED_SHARE);
  const sorted = [...values].sort((a, b) => a - b);
  const kept = sorted.slice(cut, sorted.length - cut);
  const [least] = kept;
  const most = kept.at(-1);
  if (least === undefined || most === undefined) throw new RangeError("there is no mean of no values");
  const mean = meanOf(kept);
  if (kept.length === 1) return { mean, low: mean, high: mean };
  const winsorized = sorted.map((value) => Math.min(Math.max(value, least), most));
  const center = meanOf(winsorized);
  const squares = winsorized.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const deviation = Math.sqrt(squares / (sorted.length - 1));
  const keptShare = kept.length / sorted.length;
  const margin = (t975(kept.length - 1) * deviation) / (keptShare * Math.sqrt(sorted.length));
  return { mean, low: mean - margin, high: mean + margin };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
