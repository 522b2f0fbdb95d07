import type { ReactNode } from "react";
import { useCallback, useState } from "react";
import type { HistoryFilter } from "../../../preload/contract";
import { detailsOf, useInvocation } from "../../bridge";
import { runCommand, showPanel, useCommand, useSelection } from "../../session";
import {
  Button,
  Dialog,
  EmptyState,
  ErrorState,
  formatCount,
  formatInteger,
  IconButton,
  LoadingState,
  shortcutText,
} from "../../ui";
import { HistoryFilters } from "./history-filters";
import { HistoryList } from "./history-list";
import { isFiltered } from "./history-model";
import type { ChosenCalls } from "./use-chosen";
import { useChosen } from "./use-chosen";
import type { HistoryChoices } from "./use-history";
import { compareCalls, deleteInvocations, exportHistory, replay, useHistoryChoices } from "./use-history";
import type { HistoryRows } from "./use-history-rows";
import { useHistoryRows } from "./use-history-rows";
import "./history.css";

/** All calls of this machine: filter, search, choose, compare, replay, delete, export. */
export function HistoryPanel() {
  const choices = useHistoryChoices();
  const [range, setRange] = useState({ first: 0, last: 0 });
  const [leaving, setLeaving] = useState<readonly string[]>([]);
  const history = useHistoryRows(choices.filter, range.first, range.last);
  const { invocationId, comparedId } = useSelection();
  const { filter } = choices;
  const chosen = useChosen(history, filter);
  useHistoryCommands(filter, chosen);
  const visible = useCallback((first: number, last: number) => {
    setRange((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, []);
  return (
    <div className="history">
      <HistoryFilters choices={choices} />
      <HistoryActions choices={choices} total={history.total} chosen={chosen.ids} onDelete={setLeaving} />
      <Content history={history} choices={choices}>
        <HistoryList
          history={history}
          shownIds={[invocationId, comparedId]}
          chosen={chosen}
          onVisible={visible}
          onDelete={setLeaving}
          onReplay={(row) => {
            replay(row.id);
          }}
          onAway={(newest) => {
            if (newest === null) choices.holdAt(null);
            else if (!choices.isHeld) choices.holdAt(newest.startedAtMs + 1);
          }}
        />
      </Content>
      {leaving.length > 0 && (
        <DeleteDialog
          ids={leaving}
          onClose={() => {
            setLeaving([]);
          }}
        />
      )}
    </div>
  );
}

function useHistoryCommands(filter: HistoryFilter, chosen: ChosenCalls): void {
  const { ids, keepFor } = chosen;
  useCommand(
    "history.compare",
    () => {
      const shown = compareCalls(ids);
      if (shown !== null) keepFor(shown);
    },
    ids.length === 2,
  );
  // Several that were chosen are what is meant; one is chosen whenever a call is shown.
  const exported = ids.length > 1 ? ids : null;
  useCommand("history.export-json", () => exportHistory("json", filter, exported));
  useCommand("history.export-har", () => exportHistory("har", filter, exported));
  useCommand("history.export-csv", () => exportHistory("csv", filter, exported));
  useCommand("history.search", () => {
    showPanel("history");
    // The panel that comes to the front takes the focus in the next frame; the field has it after that.
    requestAnimationFrame(() => requestAnimationFrame(focusSearch));
  });
}

function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>(".history-search input");
  field?.focus();
  field?.select();
}

function HistoryActions({
  choices,
  total,
  chosen,
  onDelete,
}: {
  readonly choices: HistoryChoices;
  readonly total: number;
  readonly chosen: readonly string[];
  readonly onDelete: (ids: readonly string[]) => void;
}) {
  const { newer } = choices;
  const [first] = chosen;
  const several = chosen.length > 1 ? ` · ${formatInteger(chosen.length)} chosen` : "";
  const exported = chosen.length > 1 ? `the ${formatCount(chosen.length, "chosen call")}` : "what is listed";
  return (
    <div className="history-actions">
      <span role="status">
        {formatCount(total, "call")}
        {several}
      </span>
      {newer > 0 && (
        <Button
          kind="primary"
          icon="arrow-up"
          onClick={() => {
            choices.holdAt(null);
            document.querySelector(".history-list")?.scrollTo({ top: 0 });
          }}
        >
          {formatCount(newer, "new call")}
        </Button>
      )}
      <span className="history-space" />
      <Button
        kind="quiet"
        icon="compare-changes"
        disabled={chosen.length !== 2}
        title={`Choose two calls (${shortcutText("CmdOrCtrl") ?? ""}+click, or Space), then compare them`}
        onClick={() => {
          runCommand("history.compare");
        }}
      >
        Compare two
      </Button>
      <IconButton
        icon="debug-restart"
        label="Replay the chosen call"
        shortcut={shortcutText("CmdOrCtrl+R") ?? ""}
        disabled={chosen.length !== 1}
        onClick={() => {
          if (first !== undefined) replay(first);
        }}
      />
      <IconButton
        icon="copy"
        label={chosen.length > 1 ? "Copy the chosen calls' ids" : "Copy the chosen call's id"}
        disabled={chosen.length === 0}
        onClick={() => {
          void navigator.clipboard.writeText(chosen.join("\n"));
        }}
      />
      <IconButton
        icon="trash"
        label={chosen.length > 1 ? "Delete the chosen calls" : "Delete the chosen call"}
        shortcut="Delete"
        disabled={chosen.length === 0}
        onClick={() => {
          onDelete(chosen);
        }}
      />
      {(["json", "har", "csv"] as const).map((format) => (
        <Button
          key={format}
          kind="quiet"
          icon="export"
          title={`Export ${exported} as ${format.toUpperCase()}`}
          onClick={() => {
            runCommand(`history.export-${format}`);
          }}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </div>
  );
}

function Content({
  history,
  choices,
  children,
}: {
  readonly history: HistoryRows;
  readonly choices: HistoryChoices;
  readonly children: ReactNode;
}) {
  const { error, isLoading, total } = history;
  if (error !== null) {
    return <ErrorState message={error.message} details={detailsOf(error)} />;
  }
  if (isLoading) return <LoadingState label="Reading the history…" />;
  if (total > 0) return children;
  return isFiltered(choices.wanted) ? (
    <EmptyState title="No call matches" action={<Button onClick={choices.clear}>Clear the filter</Button>}>
      The filter leaves nothing.
    </EmptyState>
  ) : (
    <EmptyState
      title="No calls yet"
      action={
        <Button
          icon="play"
          onClick={() => {
            runCommand("run.send");
          }}
        >
          Send
        </Button>
      }
    >
      Every call is kept here, with its trace, its console and what it used.
    </EmptyState>
  );
}

function DeleteDialog({ ids, onClose }: { readonly ids: readonly string[]; readonly onClose: () => void }) {
  const [only] = ids;
  const one = useInvocation(ids.length === 1 && only !== undefined ? only : null).data?.request;
  return (
    <Dialog
      title={ids.length === 1 ? "Delete this call?" : `Delete ${formatCount(ids.length, "call")}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{ids.length === 1 ? "Keep it" : "Keep them"}</Button>
          <Button
            kind="danger"
            onClick={() => {
              onClose();
              void deleteInvocations(ids);
            }}
          >
            Delete
          </Button>
        </>
      }
    >
      <p className="history-leaving">
        {one !== undefined && `${one.method} ${one.url}. `}
        {ids.length === 1 ? "Its record and its trace are" : "Their records and traces are"} removed for good. A call
        that still runs stays.
      </p>
    </Dialog>
  );
}
