import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useRef } from "react";
import type { HistoryFilter, HistorySlice } from "../../../preload/contract";
import { historyQuery } from "../../bridge";
import { pagesAround, queryOf, RowTable } from "./history-model";

export interface HistoryRows {
  readonly rows: RowTable;
  readonly total: number;
  /** Null while nothing is known yet. */
  readonly isLoading: boolean;
  readonly error: Error | null;
}

/** The rows from `first` to `last` and around them, page by page; what was shown stays until its successor is there. */
export function useHistoryRows(filter: HistoryFilter, first: number, last: number): HistoryRows {
  const known = useRef(0);
  const pages = pagesAround(first, last, known.current);
  const results = useQueries({
    queries: pages.map((page) => ({
      ...historyQuery(queryOf(filter, page)),
      placeholderData: keepPreviousData<HistorySlice>,
    })),
  });
  const total = results.find((result) => result.data !== undefined)?.data.total;
  if (total !== undefined) known.current = total;
  const rows = new RowTable(
    new Map(results.flatMap(({ data }, index) => (data === undefined ? [] : [[pages[index] ?? 0, data.rows]]))),
  );
  return {
    rows,
    total: known.current,
    isLoading: total === undefined && results.every((result) => result.isPending),
    error: results.find((result) => result.error !== null)?.error ?? null,
  };
}
