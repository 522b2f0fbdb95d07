import type { Virtualizer } from "@tanstack/react-virtual";
import { useVirtualizer } from "@tanstack/react-virtual";
import type { KeyboardEvent, MouseEvent } from "react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { HistoryRow } from "../../../runtime/model";
import { activeCpuText, peakMemoryText } from "../../../runtime/model";
import { useOlderRows } from "../../bridge";
import { useSelection } from "../../session";
import { classNames, formatDuration, formatMoment, Icon, OutcomeBadge, shownName, StartBadge } from "../../ui";
import { rowAfterKey, shownUrl } from "./history-model";
import type { ChosenCalls } from "./use-chosen";
import type { HistoryRows } from "./use-history-rows";

const ROW_PX = 24;

interface ListProps {
  readonly history: HistoryRows;
  /** The calls that the window shows: the selected one, and the one that it is compared with. */
  readonly shownIds: readonly (string | null)[];
  readonly chosen: ChosenCalls;
  readonly onVisible: (first: number, last: number) => void;
  readonly onDelete: (ids: readonly string[]) => void;
  readonly onReplay: (row: HistoryRow) => void;
  /** The list was scrolled away from its top, or back to it. */
  readonly onAway: (newest: HistoryRow | null) => void;
}

/**
 * The rows. One is active: arrows move it, Enter chooses it alone and shows it, Space chooses it too, with Shift arrows choose all on
 * their way, Ctrl+A all that is listed; R replays, Delete deletes what is chosen.
 */
export function HistoryList(props: ListProps) {
  const { history, shownIds, chosen, onVisible, onAway } = props;
  const chosenIds = useMemo(() => new Set(chosen.ids), [chosen.ids]);
  const { rows, total } = history;
  const isOlder = useOlderRows(useSelection((state) => state.functionPath));
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 30,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    onVisible(first, last);
  }, [onVisible, first, last]);
  const shown = useShown(virtual, rows);
  const shownActive = Math.min(active, Math.max(0, total - 1));
  const press = (event: KeyboardEvent): void => {
    const screen = Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW_PX) / ROW_PX) - 1);
    const target = rowAfterKey(event.key, shownActive, total, screen);
    if (target !== null) {
      event.preventDefault();
      const from = rows.at(shownActive);
      if (event.shiftKey && from !== null) chosen.chooseTo(target, { id: from.id, index: shownActive });
      setActive(target);
      virtual.scrollToIndex(target);
      return;
    }
    const row = rows.at(shownActive);
    const act = row === null ? undefined : keyAction(event, row, shownActive, props);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    <div
      ref={scroller}
      className="history-list"
      role="grid"
      aria-label="Calls, the newest first"
      aria-rowcount={total + 1}
      aria-multiselectable="true"
      aria-activedescendant={
        shown.lines.some(({ index }) => index === shownActive) ? `history-row-${shownActive}` : undefined
      }
      tabIndex={0}
      data-focus-first
      onKeyDown={press}
      onScroll={(event) => {
        onAway(event.currentTarget.scrollTop > ROW_PX ? rows.at(0) : null);
      }}
    >
      <Head />
      <div role="rowgroup" className="history-rows" style={{ height: virtual.getTotalSize() }}>
        <div
          role="presentation"
          className="history-window"
          style={{ height: Math.min(virtual.getTotalSize(), Math.max(shown.height - ROW_PX, 0)) }}
        >
          {shown.lines.map(({ index, top, row }) => (
            <Row
              key={index}
              index={index}
              top={top}
              row={row}
              isActive={index === shownActive}
              isChosen={chosenIds.has(row.id)}
              isShown={shownIds.includes(row.id)}
              isOlder={isOlder(row)}
              onClick={(event) => {
                setActive(index);
                if (event.shiftKey) chosen.chooseTo(index, { id: row.id, index });
                else if (event.ctrlKey || event.metaKey) chosen.toggle(row, index);
                else chosen.choose(row, index);
              }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

interface Shown {
  /** Pixels of the list, its head included. */
  readonly height: number;
  /** `top`: pixels below the head. */
  readonly lines: readonly { readonly index: number; readonly top: number; readonly row: HistoryRow }[];
}

/**
 * What is drawn: the rows at the place that was scrolled to, or, until those are read, what was drawn before. The rows stay where
 * they are while the list scrolls, and are drawn anew at once, so that there is no frame without them.
 */
function useShown(virtual: Virtualizer<HTMLDivElement, Element>, rows: HistoryRows["rows"]): Shown {
  const last = useRef<Shown>({ height: 0, lines: [] });
  const offset = virtual.scrollOffset ?? 0;
  const { range } = virtual;
  if (range === null) return last.current;
  const lines = virtual.getVirtualItems().flatMap((item) => {
    const row = rows.at(item.index);
    return row === null ? [] : [{ index: item.index, top: item.start - offset, row }];
  });
  const isComplete = rows.has(range.startIndex, range.endIndex);
  if (isComplete) last.current = { height: virtual.scrollRect?.height ?? 0, lines };
  return last.current;
}

function keyAction(
  event: KeyboardEvent,
  row: HistoryRow,
  index: number,
  { chosen, onDelete, onReplay }: ListProps,
): (() => void) | undefined {
  if (event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) return event.key === "a" ? chosen.chooseAll : undefined;
  const actions: Readonly<Record<string, () => void>> = {
    Enter: () => {
      chosen.choose(row, index);
    },
    " ": () => {
      chosen.toggle(row, index);
    },
    // What is chosen goes, but never something else than where the user is.
    Delete: () => {
      onDelete(chosen.ids.includes(row.id) ? chosen.ids : [row.id]);
    },
    r: () => {
      onReplay(row);
    },
  };
  return actions[event.key];
}

const COLUMNS = [
  "",
  "Started",
  "Function",
  "Request",
  "Status",
  "Outcome",
  "Start",
  "Wall",
  "CPU",
  "Memory",
  "Version",
];

function Head() {
  return (
    <div role="row" aria-rowindex={1} className="history-row history-head">
      {COLUMNS.map((title) => (
        <span key={title} role="columnheader">
          {title === "" ? <span className="visually-hidden">Shown</span> : title}
        </span>
      ))}
    </div>
  );
}

interface RowProps {
  readonly index: number;
  readonly top: number;
  readonly row: HistoryRow;
  readonly isActive: boolean;
  readonly isChosen: boolean;
  readonly isShown: boolean;
  readonly isOlder: boolean;
  readonly onClick: (event: MouseEvent) => void;
}

function Row({ index, top, row, isActive, isChosen, isShown, isOlder, onClick }: RowProps) {
  return (
    <div
      role="row"
      id={`history-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      className={classNames(
        "history-row",
        isActive && "history-row-active",
        isChosen && "history-row-selected",
        isShown && "history-row-shown",
      )}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onClick}
    >
      <Cells row={row} isShown={isShown} isOlder={isOlder} />
    </div>
  );
}

function Cells({ row, isShown, isOlder }: Pick<RowProps, "row" | "isShown" | "isOlder">) {
  const request = `${row.method} ${shownUrl(row.url)}`;
  return (
    <>
      <span role="gridcell">{isShown ? <span title="shown in every panel">▸</span> : ""}</span>
      <span role="gridcell">{formatMoment(row.startedAtMs)}</span>
      <span role="gridcell" title={row.entry}>
        {shownName(row.functionName)}
      </span>
      <span role="gridcell" className="mono" title={`${row.method} ${row.url}`}>
        {row.trigger === "event" ? "event" : request}
      </span>
      <span role="gridcell" className="number">
        {row.status ?? "–"}
      </span>
      <span role="gridcell" title={row.errorMessage ?? undefined}>
        <OutcomeBadge outcome={row.outcome} />
      </span>
      <span role="gridcell">{row.running ? "" : <StartBadge start={row.start} />}</span>
      <span role="gridcell" className="number">
        {row.running ? "–" : formatDuration(row.wallUs)}
      </span>
      <span role="gridcell" className="number">
        {row.running ? "–" : activeCpuText(row)}
      </span>
      <span role="gridcell" className="number">
        {row.running ? "–" : peakMemoryText(row)}
      </span>
      <span
        role="gridcell"
        className={classNames("mono", isOlder && "history-older")}
        title={isOlder ? `${row.version}, older than the source is now` : row.version}
      >
        {row.version.replace("sha256:", "").slice(0, 8)}
        {isOlder && <Icon name="history" />}
      </span>
    </>
  );
}
