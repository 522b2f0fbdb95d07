/** The value at a place from 0 (the first) to 1 (past the last) of a list: where places are drawn evenly, a draw from its values. */
export function at<T>(values: readonly T[], place: number): T {
  const value = values[Math.min(values.length - 1, Math.floor(place * values.length))];
  if (value === undefined) throw new RangeError("nothing can be drawn from no values");
  return value;
}
