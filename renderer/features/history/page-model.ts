import type { HistoryRow } from "../../../runtime/model";

/** Rows of a long list, known in pages. A page that is out of date is shown until it was read again. */
export interface Pages {
  readonly total: number;
  readonly pages: ReadonlyMap<number, { readonly rows: readonly HistoryRow[]; readonly stale: boolean }>;
}

export const PAGE_ROWS = 100;
/** Pages kept at once. */
const MOST_PAGES = 60;

export const NO_PAGES: Pages = { total: 0, pages: new Map() };

export function rowAt({ pages }: Pages, index: number): HistoryRow | undefined {
  return pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
}

/** Where a call is, among the rows that are known; -1: nowhere. */
export function indexOfRow({ pages }: Pages, id: string): number {
  for (const [page, { rows }] of pages) {
    const index = rows.findIndex((row) => row.id === id);
    if (index !== -1) return page * PAGE_ROWS + index;
  }
  return -1;
}

/** Whether each of the rows `from` … `to`, both included, is known, as far as there are so many. */
export function hasRows(pages: Pages, from: number, to: number): boolean {
  for (let index = Math.max(from, 0); index <= Math.min(to, pages.total - 1); index++) {
    if (rowAt(pages, index) === undefined) return false;
  }
  return true;
}

/**
 * The pages to read so that `from` … `to` is there, the nearest to its middle first; then one before and one after it, so that
 * a scroll finds them ready. Those that are known and up to date are left out.
 */
export function wantedPages({ pages, total }: Pages, from: number, to: number): number[] {
  const first = Math.floor(Math.max(from, 0) / PAGE_ROWS);
  const last = Math.floor(Math.max(to, 0) / PAGE_ROWS);
  const final = Math.max(Math.ceil(total / PAGE_ROWS) - 1, 0);
  const middle = (from + to) / 2 / PAGE_ROWS - 0.5;
  const seen: number[] = [];
  for (let page = first; page <= last; page++) seen.push(page);
  seen.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return [...seen, last + 1, first - 1].filter(
    (page) => page >= 0 && page <= Math.max(final, first) && pages.get(page)?.stale !== false,
  );
}

/** With a page that was read. Where there are too many, those that are farthest from it go. */
export function withPage({ pages }: Pages, page: number, rows: readonly HistoryRow[], total: number): Pages {
  const next = new Map(pages);
  next.set(page, { rows, stale: false });
  const final = Math.ceil(total / PAGE_ROWS) - 1;
  for (const known of next.keys()) if (known > final && known !== page) next.delete(known);
  const byDistance = [...next.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
  for (const far of byDistance.slice(0, Math.max(next.size - MOST_PAGES, 0))) next.delete(far);
  return { total, pages: next };
}

/** All of them are to be read again; until then they are shown as they are. */
export function outdated({ total, pages }: Pages): Pages {
  return { total, pages: new Map([...pages].map(([page, { rows }]) => [page, { rows, stale: true }])) };
}
