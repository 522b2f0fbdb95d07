import { useEffect, useMemo, useState } from "react";
import { useFiles, useWorkspace } from "../../bridge";
import { useEditing, useSelection } from "../../session";
import type { Row } from "./explorer-model";
import { foldersAbove, parentOf, rowsOf } from "./explorer-model";

/** What is asked for in the tree: a new name, or whether to delete. */
export type Question =
  | { readonly type: "new-file" | "new-folder"; readonly folder: string }
  | { readonly type: "rename" | "delete"; readonly row: Row };

/** Survives the panel, which docking takes down and puts up again. */
let expandedBefore: ReadonlySet<string> = new Set();

export function useExplorer() {
  const workspace = useWorkspace();
  const files = useFiles();
  const { activePath, unsavedPaths } = useEditing();
  const { functionPath } = useSelection();
  const [expanded, setExpanded] = useState(expandedBefore);
  const [focused, setFocused] = useState<string | null>(null);
  const [question, setQuestion] = useState<Question | null>(null);
  const functions = workspace.data?.functions;
  const rows = useMemo(() => rowsOf(files.data ?? [], functions ?? [], expanded), [files.data, functions, expanded]);
  useEffect(() => {
    expandedBefore = expanded;
  }, [expanded]);
  useEffect(() => {
    // The file in front can be seen in the tree.
    if (activePath !== null) setExpanded((before) => union(before, foldersAbove(activePath)));
  }, [activePath]);
  // What had the focus may be gone: its folder, or the first row, has it then.
  const focusedPath = visiblePath(rows, focused ?? activePath ?? functionPath);
  const setOpen = (path: string, isOpen: boolean): void => {
    setExpanded((before) => {
      if (isOpen) return union(before, [path]);
      return new Set([...before].filter((other) => other !== path));
    });
  };
  return {
    workspace,
    files,
    rows,
    activePath,
    unsavedPaths,
    functionPath,
    focusedPath,
    setFocused,
    setOpen,
    question,
    setQuestion,
    collapseAll: () => {
      setExpanded(new Set());
    },
  };
}

function visiblePath(rows: readonly Row[], path: string | null): string | null {
  for (let candidate = path ?? ""; candidate !== ""; candidate = parentOf(candidate)) {
    if (rows.some((row) => row.path === candidate)) return candidate;
  }
  return rows[0]?.path ?? null;
}

function union(set: ReadonlySet<string>, more: readonly string[]): ReadonlySet<string> {
  return more.every((item) => set.has(item)) ? set : new Set([...set, ...more]);
}
