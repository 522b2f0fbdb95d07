/** Percentiles of a set of measurements, in the unit of the values. `n` says how many there were. */
export interface Percentiles {
  readonly n: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Percentiles by linear interpolation between the closest ranks (Hyndman and Fan's type 7, as R and NumPy do by default).
 * Null for an empty set.
 */
export function percentiles(values: readonly number[]): Percentiles | null {
  const sorted = ascending(values);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) return null;
  return {
    n: sorted.length,
    p50: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
    p99: quantile(sorted, 0.99),
    min,
    max,
  };
}

/** The value below which a share (0 to 1) of an ascending list lies; 0 for an empty one. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const rank = (sorted.length - 1) * share;
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return below + (above - below) * (rank - Math.floor(rank));
}

export function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
