/**
 * How many pairs of a value of each sample differ by at most `difference`, the second value less the first. Both ascending: one pass,
 * however many pairs there are.
 */
export function pairsUpTo(first: Float64Array, second: Float64Array, difference: number): number {
  let count = 0;
  let below = 0;
  for (const value of first) {
    while (below < second.length && (second[below] ?? 0) - value <= difference) below += 1;
    count += below;
  }
  return count;
}

/** The same for pairs that differ by less than `difference`. */
export function pairsBelow(first: Float64Array, second: Float64Array, difference: number): number {
  let count = 0;
  let below = 0;
  for (const value of first) {
    while (below < second.length && (second[below] ?? 0) - value < difference) below += 1;
    count += below;
  }
  return count;
}
