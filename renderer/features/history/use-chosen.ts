import { useState } from "react";
import type { HistoryFilter } from "../../../preload/contract";
import type { HistoryRow } from "../../../runtime/model";
import { api } from "../../bridge";
import { notifyFailure, selectInvocation, useSelection } from "../../session";
import { rangeBetween } from "./history-model";
import type { HistoryRows } from "./use-history-rows";

export interface ChosenCalls {
  /** In the order in which they were chosen. */
  readonly ids: readonly string[];
  /** Chooses this one alone, and shows it in every panel. */
  readonly choose: (row: HistoryRow, index: number) => void;
  /** Chooses this one too, or no more. */
  readonly toggle: (row: HistoryRow, index: number) => void;
  /** Chooses all from the one that was chosen before to this place; where there is none, from `from`. */
  readonly chooseTo: (index: number, from: Anchor) => void;
  readonly chooseAll: () => void;
  /** The choice stays although the window now shows this call. */
  readonly keepFor: (shownId: string) => void;
}

interface Choice {
  /** The call that the window showed when the choice was made: when it shows another, that one alone is chosen. */
  readonly shownId: string | null;
  readonly ids: readonly string[];
  readonly anchor: Anchor | null;
}

/** Where a range begins. */
interface Anchor {
  readonly id: string;
  readonly index: number;
}

/** As `historyIds` gives them at most. */
const MOST_CHOSEN = 100_000;

/** The calls that are chosen in the list: at first the one that the window shows. */
export function useChosen(history: HistoryRows, filter: HistoryFilter): ChosenCalls {
  const shownId = useSelection((state) => state.invocationId);
  const [kept, setChoice] = useState<Choice>({ shownId: null, ids: [], anchor: null });
  const isOwn = kept.shownId === shownId && kept.ids.length > 0;
  const choice = isOwn ? kept : { shownId, ids: shownId === null ? [] : [shownId], anchor: null };

  const chooseBetween = async (from: number, to: number, anchor: Choice["anchor"]): Promise<void> => {
    const { offset, limit } = rangeBetween(from, to, MOST_CHOSEN);
    const result = await api.historyIds({ ...filter, offset, limit });
    if (result.ok) setChoice({ shownId, ids: result.value, anchor });
    else notifyFailure(result.error);
  };
  const anchorOf = (): Choice["anchor"] => {
    const id = choice.anchor?.id ?? choice.ids.at(-1);
    if (id === undefined) return null;
    // Others may have been recorded above it since.
    const index = history.rows.indexOf(id);
    return index === -1 ? choice.anchor : { id, index };
  };
  return {
    ids: choice.ids,
    choose: ({ id }, index) => {
      setChoice({ shownId: id, ids: [id], anchor: { id, index } });
      selectInvocation(id);
    },
    toggle: ({ id }, index) => {
      const without = choice.ids.filter((other) => other !== id);
      const ids = without.length < choice.ids.length ? without : [...choice.ids, id];
      setChoice({ shownId, ids, anchor: { id, index } });
    },
    chooseTo: (index, from) => {
      const anchor = anchorOf() ?? from;
      void chooseBetween(anchor.index, index, anchor);
    },
    chooseAll: () => {
      void chooseBetween(0, history.total - 1, null);
    },
    keepFor: (id) => {
      setChoice({ ...choice, shownId: id });
    },
  };
}
