import { useVirtualizer } from "@tanstack/react-virtual";
import type { KeyboardEvent } from "react";
import { useEffect, useId, useRef, useState } from "react";
import { classNames, Icon, shownName } from "../../ui";
import type { Row } from "./explorer-model";
import { moveInTree, typeAhead } from "./explorer-model";

const ROW_HEIGHT = 24;
const TYPING_MS = 700;

export interface ExplorerTreeProps {
  readonly rows: readonly Row[];
  readonly focusedPath: string | null;
  readonly activePath: string | null;
  readonly functionPath: string | null;
  readonly unsavedPaths: readonly string[];
  readonly onFocused: (path: string) => void;
  readonly onOpen: (row: Row) => void;
  readonly onExpanded: (path: string, isExpanded: boolean) => void;
  readonly onRename: (row: Row) => void;
  readonly onDelete: (row: Row) => void;
  readonly onMenu: (row: Row, at: { readonly x: number; readonly y: number }) => void;
  /** The row that is being named, and its field. */
  readonly naming: { readonly path: string; readonly field: React.ReactNode } | null;
}

/** The workspace as an ARIA tree. The tree has the focus and names the row that is meant, so that rows can come and go below it. */
export function ExplorerTree(props: ExplorerTreeProps) {
  const { rows, focusedPath, naming } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const onKeyDown = useTreeKeys(props, scroller, id);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.path ?? index,
    overscan: 20,
  });
  const focusedIndex = rows.findIndex(({ path }) => path === focusedPath);
  useEffect(() => {
    if (focusedIndex >= 0) virtualizer.scrollToIndex(focusedIndex);
  }, [focusedIndex, virtualizer]);
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Workspace"
      tabIndex={0}
      aria-activedescendant={focusedIndex < 0 ? undefined : rowId(id, focusedPath)}
      className="explorer-tree"
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className="explorer-rows" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <TreeRow
              key={row.path}
              {...props}
              id={rowId(id, row.path)}
              row={row}
              top={start}
              field={naming?.path === row.path ? naming.field : null}
            />
          );
        })}
      </div>
    </div>
  );
}

function rowId(tree: string, path: string | null): string {
  return `${tree}-${path ?? ""}`;
}

/** Keys of the tree. */
function useTreeKeys(
  { rows, focusedPath, onFocused, onOpen, onExpanded, onRename, onDelete, onMenu }: ExplorerTreeProps,
  scroller: React.RefObject<HTMLDivElement | null>,
  id: string,
): (event: KeyboardEvent<HTMLElement>) => void {
  const [typed, setTyped] = useState({ text: "", atMs: 0 });
  const type = (letter: string, atMs: number): void => {
    const text = atMs - typed.atMs < TYPING_MS ? typed.text + letter : letter;
    setTyped({ text, atMs });
    const found = typeAhead(rows, focusedPath, text);
    if (found !== null) onFocused(found);
  };
  return (event) => {
    const row = rows.find(({ path }) => path === focusedPath);
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "ContextMenu" || (key === "F10" && event.shiftKey)) {
      const box = document.getElementById(rowId(id, focusedPath)) ?? scroller.current;
      const { left, bottom } = box?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
      if (row !== undefined) onMenu(row, { x: left + 24, y: bottom });
    } else if (row !== undefined && (key === "Enter" || key === " ")) onOpen(row);
    else if (row !== undefined && key === "F2") onRename(row);
    else if (row !== undefined && key === "Delete") onDelete(row);
    else {
      const move = moveInTree(key, rows, focusedPath);
      if (move?.type === "focus") onFocused(move.path);
      else if (move !== null) onExpanded(move.path, move.type === "expand");
      else if (key.length === 1) type(key, event.timeStamp);
      else if (!key.startsWith("Arrow")) return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
}

function TreeRow({
  id,
  row,
  top,
  field,
  focusedPath,
  activePath,
  functionPath,
  unsavedPaths,
  onFocused,
  onOpen,
  onExpanded,
  onMenu,
}: ExplorerTreeProps & {
  readonly id: string;
  readonly row: Row;
  readonly top: number;
  readonly field: React.ReactNode;
}) {
  const { path, name, kind, level, isExpanded, position, siblings } = row;
  const isSelected = kind === "function" ? path === functionPath : path === activePath;
  const isUnsaved = unsavedPaths.includes(path);
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={isExpanded ?? undefined}
      aria-selected={isSelected}
      aria-label={describe(row, isUnsaved)}
      title={shownName(path)}
      className={classNames(
        "explorer-row",
        isSelected && "explorer-row-selected",
        path === focusedPath && "explorer-row-focused",
        kind === "function" && "explorer-row-function",
      )}
      style={{ transform: `translateY(${top}px)`, paddingLeft: level * 12 - 8 }}
      onClick={() => {
        onFocused(path);
        if (field === null) onOpen(row);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        onFocused(path);
        onMenu(row, { x: event.clientX, y: event.clientY });
      }}
    >
      <span
        className="explorer-twist"
        aria-hidden="true"
        onClick={(event) => {
          if (isExpanded === null) return;
          event.stopPropagation();
          onFocused(path);
          onExpanded(path, !isExpanded);
        }}
      >
        {isExpanded !== null && <Icon name={isExpanded ? "chevron-down" : "chevron-right"} />}
      </span>
      <Icon name={iconOf(kind, isExpanded)} />
      {field ?? <span className="explorer-name">{shownName(name)}</span>}
      {isUnsaved && <span className="explorer-unsaved" aria-hidden="true" />}
    </div>
  );
}

function describe({ name, kind }: Row, isUnsaved: boolean): string {
  const what = kind === "function" ? `${shownName(name)}, function` : shownName(name);
  return isUnsaved ? `${what}, unsaved` : what;
}

function iconOf(kind: Row["kind"], isExpanded: boolean | null): string {
  if (kind === "function") return "symbol-function";
  if (kind === "folder") return isExpanded === true ? "folder-opened" : "folder";
  return "file";
}
