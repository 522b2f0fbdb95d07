import { useEffect, useMemo, useState } from "react";
import type { ExportFormat, HistoryFilter } from "../../../preload/contract";
import { api, useHistory } from "../../bridge";
import {
  compareInvocations,
  notify,
  notifyFailure,
  runCommand,
  selectInvocation,
  showPanel,
  useSelection,
  withLongWork,
} from "../../session";
import { formatCount } from "../../ui";
import type { RangeName } from "./history-model";
import { heldFilter, NO_FILTER, queryOf, sinceOf } from "./history-model";

const TYPING_MS = 80;

/** What the user chose in the panel. */
export interface HistoryChoices {
  /** What is listed: while the list is held still, without what came since. */
  readonly filter: HistoryFilter;
  /** What the user asked for. */
  readonly wanted: HistoryFilter;
  readonly range: RangeName;
  readonly text: string;
  /** How many calls came since the list was scrolled away from its top. */
  readonly newer: number;
  readonly isHeld: boolean;
  readonly change: (part: Partial<HistoryFilter>) => void;
  readonly setRange: (range: RangeName) => void;
  readonly setText: (text: string) => void;
  readonly clear: () => void;
  /** Keeps the list still: only calls accepted before this are in it. Null: it follows. */
  readonly holdAt: (untilMs: number | null) => void;
}

export function useHistoryChoices(): HistoryChoices {
  const [wanted, setWanted] = useState(NO_FILTER);
  const [heldMs, setHeldMs] = useState<number | null>(null);
  const [range, setRangeName] = useState<RangeName>("all");
  const [text, setText] = useState("");
  const change = (part: Partial<HistoryFilter>): void => {
    setWanted((before) => ({ ...before, ...part }));
  };
  useEffect(() => {
    const timer = setTimeout(() => {
      setWanted((before) => (before.text === text ? before : { ...before, text }));
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  const filter = useMemo(() => heldFilter(wanted, heldMs), [wanted, heldMs]);
  const all = useHistory({ ...queryOf(wanted, 0), limit: 1 }).data?.total ?? 0;
  const shown = useHistory({ ...queryOf(filter, 0), limit: 1 }).data?.total ?? 0;
  return {
    filter,
    wanted,
    range,
    text,
    newer: heldMs === null ? 0 : Math.max(0, all - shown),
    isHeld: heldMs !== null,
    change,
    setRange: (name) => {
      setRangeName(name);
      // A range of one's own begins with the one that was chosen before.
      if (name !== "custom") change({ sinceMs: sinceOf(name, Date.now()), untilMs: null });
    },
    setText,
    clear: () => {
      setWanted(NO_FILTER);
      setRangeName("all");
      setText("");
    },
    holdAt: setHeldMs,
  };
}

/** Shows two calls side by side, the later against the earlier one; gives the earlier one's id. Ids begin with their time. */
export function compareCalls(ids: readonly string[]): string | null {
  const [earlier, later] = [...ids].sort();
  if (earlier === undefined || later === undefined) return null;
  compareInvocations(earlier, later);
  showPanel("trace");
  return earlier;
}

export function replay(id: string): void {
  selectInvocation(id);
  runCommand("run.replay");
}

export async function deleteInvocations(ids: readonly string[]): Promise<void> {
  const result = await withLongWork(`Deleting ${formatCount(ids.length, "call")}`, (id) =>
    api.deleteInvocations({ id, ids }),
  );
  const { invocationId } = useSelection.getState();
  if (invocationId !== null && ids.includes(invocationId)) selectInvocation(null);
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
