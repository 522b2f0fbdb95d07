import type { HistoryFilter, HistoryQuery } from "../../../preload/contract";
import { PAGE_ROWS } from "./page-model";

export const NO_FILTER: HistoryFilter = {
  functionName: null,
  version: null,
  outcome: null,
  start: null,
  sinceMs: null,
  untilMs: null,
  text: "",
};

/** Time ranges to choose from; null: all. Milliseconds. */
export const RANGES = [
  { value: "all", label: "any time", ms: null },
  { value: "5m", label: "last 5 minutes", ms: 5 * 60_000 },
  { value: "1h", label: "last hour", ms: 3_600_000 },
  { value: "24h", label: "last 24 hours", ms: 24 * 3_600_000 },
  { value: "7d", label: "last 7 days", ms: 7 * 24 * 3_600_000 },
] as const;
export type RangeName = (typeof RANGES)[number]["value"];

/** When a range begins, on the minute: a beginning that moved with every look would be another query each time. */
export function sinceOf(range: RangeName, nowMs: number): number | null {
  const ms = RANGES.find((known) => known.value === range)?.ms ?? null;
  return ms === null ? null : Math.floor((nowMs - ms) / 60_000) * 60_000;
}

export function isFiltered(filter: HistoryFilter): boolean {
  const { untilMs: _shownUntil, text, ...choices } = filter;
  return text.trim() !== "" || Object.values(choices).some((value) => value !== null);
}

export function queryOf(filter: HistoryFilter, page: number): HistoryQuery {
  return { ...filter, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
}

/** Where a key leads from row `from`; null: the key means nothing here. `screen`: rows that are seen at once. */
export function rowAfterKey(key: string, from: number, total: number, screen: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + screen,
    PageUp: from - screen,
    Home: 0,
    End: total - 1,
  };
  const target = steps[key];
  return target === undefined || total === 0 ? null : Math.min(total - 1, Math.max(0, target));
}

/** Two at most: a third mark takes the place of the older. */
export function withMark(marks: readonly string[], id: string): readonly string[] {
  return marks.includes(id) ? marks.filter((mark) => mark !== id) : [...marks, id].slice(-2);
}

/** Path and query of the function's own address: the host is the function's name, which has a column. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname, search } = new URL(url);
  return host.endsWith(".local") ? pathname + search : url;
}
