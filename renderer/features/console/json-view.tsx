import { useVirtualizer } from "@tanstack/react-virtual";
import type { KeyboardEvent, ReactNode } from "react";
import { useId, useMemo, useRef, useState } from "react";
import { classNames, formatCount, Icon } from "../../ui";
import type { JsonRow } from "./json-model";
import { jsonRows, shownRows } from "./json-model";

const ROW_HEIGHT = 18;
/** A line is one row: what is longer is cut in it. */
const MOST_CHARACTERS = 2000;

/** JSON as a tree that folds; only the lines in sight are in the page. */
export function JsonView({ text, fallback }: { readonly text: string; readonly fallback: ReactNode }) {
  const reading = useMemo(() => jsonRows(text), [text]);
  if (reading.rows === null) {
    return (
      <>
        <p className="console-warning">{reading.problem}</p>
        {fallback}
      </>
    );
  }
  return <JsonTree key={text.length} rows={reading.rows} />;
}

function JsonTree({ rows }: { readonly rows: readonly JsonRow[] }) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [current, setCurrent] = useState(0);
  const shown = useMemo(() => shownRows(rows, folded), [rows, folded]);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  const fold = (row: number, isFolded: boolean): void => {
    const next = new Set(folded);
    if (isFolded) next.add(row);
    else next.delete(row);
    setFolded(next);
  };
  const press = (event: KeyboardEvent): void => {
    const at = Math.max(0, shown.indexOf(current));
    const step = STEPS[event.key];
    const to = step === undefined ? at : Math.min(shown.length - 1, Math.max(0, step(at, shown.length)));
    if (step !== undefined) {
      setCurrent(shown[to] ?? 0);
      virtualizer.scrollToIndex(to);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      if (rows[current]?.kind === "open") fold(current, event.key === "ArrowLeft");
    } else return;
    event.preventDefault();
  };
  return (
    <div
      ref={scroller}
      className="console-rows mono"
      role="tree"
      aria-label="Body as JSON"
      aria-activedescendant={`${id}-${current}`}
      tabIndex={0}
      onKeyDown={press}
    >
      <div role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const at = shown[index] ?? 0;
          const row = rows[at];
          if (row === undefined) return null;
          const isFolded = folded.has(at);
          return (
            <div
              key={at}
              id={`${id}-${at}`}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-expanded={row.kind === "open" ? !isFolded : undefined}
              aria-selected={at === current}
              className={classNames("console-row", at === current && "console-row-current")}
              style={{ transform: `translateY(${start}px)`, paddingLeft: `${row.depth * 2 + 2}ch` }}
              onClick={() => {
                setCurrent(at);
                if (row.kind === "open") fold(at, !isFolded);
              }}
            >
              <JsonLine row={row} isFolded={isFolded} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const PAGE = 20;
const STEPS: Readonly<Record<string, ((at: number, count: number) => number) | undefined>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + PAGE,
  PageUp: (at) => at - PAGE,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

function JsonLine({ row, isFolded }: { readonly row: JsonRow; readonly isFolded: boolean }) {
  const { key, kind, text } = row;
  return (
    <>
      {kind === "open" && (
        <span className="console-fold">
          <Icon name={isFolded ? "chevron-right" : "chevron-down"} />
        </span>
      )}
      {key !== null && <span className="console-json-key">{key}: </span>}
      <span className={`console-json-${kind}`}>
        {text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}… (${text.length} characters)` : text}
      </span>
      {isFolded && (
        <span className="console-quiet">
          {" "}
          {formatCount(row.count, text === "{" ? "member" : "item")} {text === "{" ? "}" : "]"}
        </span>
      )}
      {row.comma && !isFolded && ","}
    </>
  );
}
