import type { Span } from "./trace";

/**
 * Adds what no top span covers, as spans named `unaccounted`, so that the top spans of an invocation always add up to its wall
 * time. Top spans may overlap; time covered twice is counted once. Spans come back in order of their begin, parents first.
 */
export function accountFor(spans: readonly Span[], wallUs: number): Span[] {
  // The common case, thousands of times a second: nothing nested, and in order already.
  if (spans.every((span, index) => span.parent === null && span.startUs >= (spans[index - 1]?.startUs ?? 0)))
    return withGaps(spans, wallUs);
  const top = spans.filter((span) => span.parent === null).sort((a, b) => a.startUs - b.startUs);
  const gaps = withGaps(top, wallUs).filter((span) => span.name === UNACCOUNTED && !top.includes(span));
  return sortSpans([...spans, ...gaps]);
}

const UNACCOUNTED = "unaccounted";

/** Top spans in order, and what they leave out of the wall time, where it is. */
function withGaps(top: readonly Span[], wallUs: number): Span[] {
  const all: Span[] = [];
  let coveredUs = 0;
  const coverUpTo = (startUs: number): void => {
    if (startUs > coveredUs)
      all.push({ name: UNACCOUNTED, startUs: coveredUs, endUs: startUs, parent: null, attributes: {} });
  };
  for (const span of top) {
    coverUpTo(Math.min(span.startUs, wallUs));
    all.push(span);
    coveredUs = Math.max(coveredUs, span.endUs);
  }
  coverUpTo(wallUs);
  return all;
}

/** Microseconds of `wallUs` that no span accounts for. */
export function unaccountedUs(spans: readonly Span[]): number {
  return spans.reduce((total, span) => (span.name === UNACCOUNTED ? total + span.endUs - span.startUs : total), 0);
}

/** Sorts by begin, longer first, and rewrites `parent` to the new places. */
function sortSpans(spans: Span[]): Span[] {
  const order = spans.map((_, index) => index);
  const depth = (index: number): number => {
    const parent = spans[index]?.parent ?? null;
    return parent === null ? 0 : 1 + depth(parent);
  };
  const key = (index: number): [number, number, number] => {
    const span = spans[index];
    return [span?.startUs ?? 0, depth(index), -(span?.endUs ?? 0)];
  };
  order.sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
  });
  const place = new Map(order.map((from, to) => [from, to]));
  return order.flatMap((index) => {
    const span = spans[index];
    if (span === undefined) return [];
    return [{ ...span, parent: span.parent === null ? null : (place.get(span.parent) ?? null) }];
  });
}
