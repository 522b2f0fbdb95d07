import { useEffect, useState } from "react";
import type { ExportFormat, HistoryFilter } from "../../../preload/contract";
import { api, useHistory } from "../../bridge";
import {
  compareInvocations,
  notify,
  notifyFailure,
  runCommand,
  selectInvocation,
  showPanel,
  withLongWork,
} from "../../session";
import { formatCount } from "../../ui";
import type { RangeName } from "./history-model";
import { NO_FILTER, queryOf, sinceOf, withMark } from "./history-model";

const TYPING_MS = 80;

/** What the user chose in the panel. */
export interface HistoryChoices {
  readonly filter: HistoryFilter;
  readonly range: RangeName;
  readonly text: string;
  readonly marks: readonly string[];
  /** How many calls came since the list was scrolled away from its top. */
  readonly newer: number;
  readonly change: (part: Partial<HistoryFilter>) => void;
  readonly setRange: (range: RangeName) => void;
  readonly setText: (text: string) => void;
  readonly clear: () => void;
  readonly mark: (id: string) => void;
  /** Keeps the list still: only calls accepted before this are in it. Null: it follows. */
  readonly holdAt: (untilMs: number | null) => void;
}

export function useHistoryChoices(): HistoryChoices {
  const [filter, setFilter] = useState(NO_FILTER);
  const [range, setRangeName] = useState<RangeName>("all");
  const [text, setText] = useState("");
  const [marks, setMarks] = useState<readonly string[]>([]);
  const change = (part: Partial<HistoryFilter>): void => {
    setFilter((before) => ({ ...before, ...part }));
  };
  useEffect(() => {
    const timer = setTimeout(() => {
      setFilter((before) => (before.text === text ? before : { ...before, text }));
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  const held = filter.untilMs !== null;
  const all = useHistory({ ...queryOf({ ...filter, untilMs: null }, 0), limit: 1 }).data?.total ?? 0;
  const shown = useHistory({ ...queryOf(filter, 0), limit: 1 }).data?.total ?? 0;
  return {
    filter,
    range,
    text,
    marks,
    newer: held ? Math.max(0, all - shown) : 0,
    change,
    setRange: (name) => {
      setRangeName(name);
      change({ sinceMs: sinceOf(name, Date.now()) });
    },
    setText,
    clear: () => {
      setFilter(NO_FILTER);
      setRangeName("all");
      setText("");
    },
    mark: (id) => {
      setMarks((before) => withMark(before, id));
    },
    holdAt: (untilMs) => {
      change({ untilMs });
    },
  };
}

/** Shows two calls side by side. */
export function compareMarked([first, second]: readonly string[]): void {
  if (first === undefined || second === undefined) return;
  compareInvocations(second, first);
  showPanel("trace");
}

export function replay(id: string): void {
  selectInvocation(id);
  runCommand("run.replay");
}

export async function deleteInvocations(ids: readonly string[]): Promise<void> {
  const result = await withLongWork(`Deleting ${formatCount(ids.length, "call")}`, (id) =>
    api.deleteInvocations({ id, ids }),
  );
  if (!result.ok) notifyFailure(result.error);
  else
    notify({ level: "info", message: `${formatCount(result.value, "call")} deleted from the history`, details: null });
}

export async function exportHistory(
  format: ExportFormat,
  filter: HistoryFilter,
  ids: readonly string[] | null,
): Promise<void> {
  const result = await withLongWork(`Exporting the history as ${format.toUpperCase()}`, (id) =>
    api.exportInvocations({ id, format, filter, ids }),
  );
  if (!result.ok) notifyFailure(result.error);
  else if (result.value !== null) {
    const { count, file } = result.value;
    notify({ level: "info", message: `${formatCount(count, "call")} exported to ${file}`, details: null });
  }
}
