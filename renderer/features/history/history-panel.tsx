import type { ReactNode } from "react";
import { useCallback, useState } from "react";
import type { HistoryRow } from "../../../runtime/model";
import { ApiFailure } from "../../bridge";
import { runCommand, selectInvocation, showPanel, useCommand, useSelection } from "../../session";
import { Button, Dialog, EmptyState, ErrorState, formatCount, IconButton, LoadingState, shortcutText } from "../../ui";
import { HistoryFilters } from "./history-filters";
import { HistoryList } from "./history-list";
import { isFiltered } from "./history-model";
import type { HistoryChoices } from "./use-history";
import { compareMarked, deleteInvocations, exportHistory, replay, useHistoryChoices } from "./use-history";
import type { HistoryRows } from "./use-history-rows";
import { useHistoryRows } from "./use-history-rows";
import "./history.css";

/** All calls of this machine: filter, search, select, compare, replay, delete, export. */
export function HistoryPanel() {
  const choices = useHistoryChoices();
  const [range, setRange] = useState({ first: 0, last: 0 });
  const [leaving, setLeaving] = useState<HistoryRow | null>(null);
  const history = useHistoryRows(choices.filter, range.first, range.last);
  const selectedId = useSelection((state) => state.invocationId);
  const { filter, marks } = choices;
  useCommand(
    "history.compare",
    () => {
      compareMarked(marks);
    },
    marks.length === 2,
  );
  useCommand("history.export-json", () => exportHistory("json", filter, null));
  useCommand("history.export-har", () => exportHistory("har", filter, null));
  useCommand("history.export-csv", () => exportHistory("csv", filter, null));
  useCommand("history.search", () => {
    showPanel("history");
    // The panel that comes to the front takes the focus in the next frame; the field has it after that.
    requestAnimationFrame(() => requestAnimationFrame(focusSearch));
  });
  const visible = useCallback((first: number, last: number) => {
    setRange((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, []);
  return (
    <div className="history">
      <HistoryFilters choices={choices} />
      <HistoryActions
        choices={choices}
        history={history}
        selectedId={selectedId}
        onDelete={(index) => {
          setLeaving(history.rows.at(index));
        }}
      />
      <Content history={history} choices={choices}>
        <HistoryList
          history={history}
          selectedId={selectedId}
          marks={marks}
          onVisible={visible}
          onSelect={(row) => {
            selectInvocation(row.id);
          }}
          onMark={(row) => {
            choices.mark(row.id);
          }}
          onDelete={setLeaving}
          onReplay={(row) => {
            replay(row.id);
          }}
          onAway={(newest) => {
            if (newest === null) choices.holdAt(null);
            else if (filter.untilMs === null) choices.holdAt(newest.startedAtMs + 1);
          }}
        />
      </Content>
      {leaving !== null && (
        <DeleteDialog
          row={leaving}
          onClose={() => {
            setLeaving(null);
          }}
        />
      )}
    </div>
  );
}

function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>(".history-search input");
  field?.focus();
  field?.select();
}

function HistoryActions({
  choices,
  history,
  selectedId,
  onDelete,
}: {
  readonly choices: HistoryChoices;
  readonly history: HistoryRows;
  readonly selectedId: string | null;
  readonly onDelete: (index: number) => void;
}) {
  const { marks, newer } = choices;
  const index = selectedId === null ? -1 : history.rows.indexOf(selectedId);
  return (
    <div className="history-actions">
      <span role="status">{formatCount(history.total, "call")}</span>
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
        disabled={marks.length !== 2}
        title="Mark two calls with Space, then compare them"
        onClick={() => {
          runCommand("history.compare");
        }}
      >
        Compare ({marks.length} of 2 marked)
      </Button>
      <IconButton
        icon="bookmark"
        label="Mark the selected call for comparison (Space in the list)"
        disabled={selectedId === null}
        pressed={selectedId !== null && marks.includes(selectedId)}
        onClick={() => {
          if (selectedId !== null) choices.mark(selectedId);
        }}
      />
      <IconButton
        icon="debug-restart"
        label="Replay the selected call"
        shortcut={shortcutText("CmdOrCtrl+R") ?? ""}
        disabled={selectedId === null}
        onClick={() => {
          runCommand("run.replay");
        }}
      />
      <IconButton
        icon="copy"
        label="Copy the selected call's id"
        disabled={selectedId === null}
        onClick={() => {
          if (selectedId !== null) void navigator.clipboard.writeText(selectedId);
        }}
      />
      <IconButton
        icon="trash"
        label="Delete the selected call"
        shortcut="Delete"
        disabled={index < 0}
        onClick={() => {
          onDelete(index);
        }}
      />
      {(["json", "har", "csv"] as const).map((format) => (
        <Button
          key={format}
          kind="quiet"
          icon="export"
          title={`Export what is listed as ${format.toUpperCase()}`}
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
    return (
      <ErrorState
        message={error.message}
        details={error instanceof ApiFailure ? error.error.details : (error.stack ?? null)}
      />
    );
  }
  if (isLoading) return <LoadingState label="Reading the history…" />;
  if (total > 0) return children;
  return isFiltered(choices.filter) ? (
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

function DeleteDialog({ row, onClose }: { readonly row: HistoryRow; readonly onClose: () => void }) {
  return (
    <Dialog
      title="Delete this call?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            kind="danger"
            onClick={() => {
              onClose();
              void deleteInvocations([row.id]);
            }}
          >
            Delete
          </Button>
        </>
      }
    >
      {row.method} {row.url}: its record and its trace are removed for good.
    </Dialog>
  );
}
