import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { HistoryFilter } from "../../../preload/contract";
import type { HistoryRow } from "../../../runtime/model";
import { api, ApiFailure } from "../../bridge";
import { queryOf } from "./history-model";
import type { Pages } from "./page-model";
import { hasRows, indexOfRow, NO_PAGES, outdated, rowAt, wantedPages, withPage } from "./page-model";

export interface HistoryRows {
  readonly rows: {
    /** Null: not read yet. */
    readonly at: (index: number) => HistoryRow | null;
    /** Whether all of the rows `from` … `to` are read. */
    readonly has: (from: number, to: number) => boolean;
    /** -1: not among the rows that are known. */
    readonly indexOf: (id: string) => number;
  };
  readonly total: number;
  /** Nothing is known yet. */
  readonly isLoading: boolean;
  readonly error: Error | null;
}

/** What is read, and for which list: late answers are told from wanted ones by it. */
interface Reading {
  readonly filter: HistoryFilter;
  busy: boolean;
}

interface Known {
  readonly pages: Pages;
  readonly isLoading: boolean;
  readonly error: Error | null;
}

/**
 * The rows from `first` to `last` and around them, page by page, one at a time: main answers each in its turn anyway. What was
 * read stays until its successor is there, also when the filter changes.
 */
export function useHistoryRows(filter: HistoryFilter, first: number, last: number): HistoryRows {
  const [known, setKnown] = useState<Known>({ pages: NO_PAGES, isLoading: true, error: null });
  const pages = useRef(NO_PAGES);
  const reading = useRef<Reading | null>(null);
  const view = useRef({ first, last });
  const changes = useRef(0);

  const read = useCallback(async (): Promise<void> => {
    const current = reading.current;
    if (current === null || current.busy) return;
    current.busy = true;
    for (;;) {
      const [page] = wantedPages(pages.current, view.current.first, view.current.last);
      if (page === undefined) break;
      const seen = changes.current;
      const result = await api.history(queryOf(current.filter, page));
      if (reading.current !== current) return;
      if (!result.ok) {
        setKnown({ pages: pages.current, isLoading: false, error: new ApiFailure(result.error) });
        break;
      }
      pages.current = withPage(pages.current, page, result.value.rows, result.value.total);
      // Something was recorded meanwhile: this may be from before it.
      if (changes.current !== seen) pages.current = outdated(pages.current);
      setKnown({ pages: pages.current, isLoading: false, error: null });
    }
    current.busy = false;
  }, []);

  useEffect(() => {
    reading.current = { filter, busy: false };
    pages.current = outdated(pages.current);
    void read();
    return () => {
      reading.current = null;
    };
  }, [filter, read]);

  useEffect(
    () =>
      api.onHistoryChanged(() => {
        changes.current += 1;
        pages.current = outdated(pages.current);
        void read();
      }),
    [read],
  );

  useEffect(() => {
    view.current = { first, last };
    void read();
  }, [first, last, read]);

  return useMemo(() => {
    const { pages, isLoading, error } = known;
    const rows = {
      at: (index: number) => rowAt(pages, index) ?? null,
      has: (from: number, to: number) => hasRows(pages, from, to),
      indexOf: (id: string) => indexOfRow(pages, id),
    };
    return { rows, total: pages.total, isLoading, error };
  }, [known]);
}
