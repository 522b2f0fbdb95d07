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
  { value: "custom", label: "from … to …", ms: null },
] as const;
export type RangeName = (typeof RANGES)[number]["value"];

/** When a range begins, on the minute: a beginning that moved with every look would be another query each time. */
export function sinceOf(range: RangeName, nowMs: number): number | null {
  const ms = RANGES.find((known) => known.value === range)?.ms ?? null;
  return ms === null ? null : Math.floor((nowMs - ms) / 60_000) * 60_000;
}

/** A time as a field of the type `datetime-local` holds it: local, in whole seconds. Empty: none. */
export function timeText(ms: number | null): string {
  if (ms === null) return "";
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** Milliseconds since the epoch; null where the text is no time. */
export function timeOf(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms < 0 ? null : ms;
}

/** The last second is part of a range that a person chose. */
export function endOfSecond(ms: number | null): number | null {
  return ms === null ? null : ms + 1000;
}

/** The filter while the list is held still: it ends where the user chose, or where it is held, whichever is earlier. */
export function heldFilter(filter: HistoryFilter, heldMs: number | null): HistoryFilter {
  if (heldMs === null) return filter;
  return { ...filter, untilMs: Math.min(heldMs, filter.untilMs ?? Infinity) };
}

/** Rows from one to another, in either order, both included; `most` at most, counted from `from`. */
export function rangeBetween(
  from: number,
  to: number,
  most: number,
): { readonly offset: number; readonly limit: number } {
  const limit = Math.min(Math.abs(to - from) + 1, most);
  return { offset: to >= from ? from : from - limit + 1, limit };
}

export function isFiltered(filter: HistoryFilter): boolean {
  const { text, ...choices } = filter;
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

/** Path and query of the function's own address: the host is the function's name, which has a column. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname, search } = new URL(url);
  return host.endsWith(".local") ? pathname + search : url;
}
