interface Corner {
  readonly top: number;
  readonly left: number;
}

/** Rows that begin within so many pixels of each other are one. */
const SAME_ROW = 8;

/** As a page is read: from the top, and from the left within a row. */
export function readingOrder<T>(items: readonly T[], cornerOf: (item: T) => Corner): readonly T[] {
  return items
    .map((item) => ({ item, corner: cornerOf(item) }))
    .sort(({ corner: a }, { corner: b }) => (Math.abs(a.top - b.top) > SAME_ROW ? a.top - b.top : a.left - b.left))
    .map(({ item }) => item);
}

/** The place after or before one of `count` in a ring; from nowhere (-1) forwards it is the first, backwards the last. */
export function nextStop(from: number, count: number, by: 1 | -1): number {
  if (from === -1) return by === 1 ? 0 : count - 1;
  return (from + by + count) % count;
}
