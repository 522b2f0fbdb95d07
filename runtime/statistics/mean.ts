import { t975 } from "./student";

/** A mean and its 95 % confidence interval, in the unit of the values. */
export interface Mean {
  readonly mean: number;
  /** Student's t; the mean itself for a single value. */
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of independent values that are about normally distributed, as means over many things are.
 * @throws {RangeError} for no values
 */
export function meanOf(values: readonly number[]): Mean {
  if (values.length === 0) throw new RangeError("there is no mean of no values");
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length === 1) return { mean, low: mean, high: mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  const margin = t975(values.length - 1) * error;
  return { mean, low: mean - margin, high: mean + margin };
}
