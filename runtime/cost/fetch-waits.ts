import type { Span } from "../model";

/** What a call's own requests took, milliseconds. */
export interface FetchWaits {
  readonly count: number;
  /** From the first byte asked to the last answer, without the time in which none was under way. */
  readonly togetherMs: number;
  readonly longestMs: number;
}

/** From a call's spans; null where it made no request. A label of the function's own that is named `fetch` has no address. */
export function fetchWaits(spans: readonly Span[]): FetchWaits | null {
  const fetches = spans
    .filter(({ name, attributes }) => name === "fetch" && attributes["url.full"] !== undefined)
    .sort((a, b) => a.startUs - b.startUs);
  if (fetches.length === 0) return null;
  let togetherUs = 0;
  let coveredUs = 0;
  for (const { startUs, endUs } of fetches) {
    togetherUs += Math.max(0, endUs - Math.max(startUs, coveredUs));
    coveredUs = Math.max(coveredUs, endUs);
  }
  const longestUs = Math.max(...fetches.map(({ startUs, endUs }) => endUs - startUs));
  return { count: fetches.length, togetherMs: togetherUs / 1000, longestMs: longestUs / 1000 };
}
