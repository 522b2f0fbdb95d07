import type { FileEntry, FunctionInfo } from "../../../preload/contract";

/** A line of the tree that can be seen. */
export interface Row {
  readonly path: string;
  readonly name: string;
  readonly kind: "function" | "folder" | "file";
  /** 1 at the top. */
  readonly level: number;
  /** Null for what can't be opened up. */
  readonly isExpanded: boolean | null;
  /** For functions: the file that is opened. */
  readonly entryFile: string | null;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
}

interface Node {
  readonly path: string;
  readonly kind: Row["kind"];
  readonly isFolder: boolean;
  readonly entryFile: string | null;
}

const ORDER: Readonly<Record<Row["kind"], number>> = { function: 0, folder: 1, file: 2 };

/** The tree as it is seen: functions first, then folders, then files, each by name. */
export function rowsOf(
  files: readonly FileEntry[],
  functions: readonly FunctionInfo[],
  expanded: ReadonlySet<string>,
): readonly Row[] {
  const children = childrenByFolder(files, functions);
  const rows: Row[] = [];
  const add = (folder: string, level: number): void => {
    const nodes = children.get(folder) ?? [];
    for (const [index, node] of nodes.entries()) {
      const isExpanded = node.isFolder ? expanded.has(node.path) : null;
      const { path, kind, entryFile } = node;
      rows.push({
        path,
        name: kind === "function" ? functionName(functions, path) : baseName(path),
        kind,
        level,
        isExpanded,
        entryFile,
        position: index + 1,
        siblings: nodes.length,
      });
      if (isExpanded === true) add(path, level + 1);
    }
  };
  add("", 1);
  return rows;
}

function functionName(functions: readonly FunctionInfo[], path: string): string {
  return functions.find((candidate) => candidate.path === path)?.name ?? baseName(path);
}

function childrenByFolder(
  files: readonly FileEntry[],
  functions: readonly FunctionInfo[],
): ReadonlyMap<string, readonly Node[]> {
  const entries = new Map(functions.map(({ path, entryFile }) => [path, entryFile]));
  const nodes: Node[] = files.map(({ path, kind }) => ({
    path,
    kind: entries.has(path) ? "function" : kind,
    isFolder: kind === "folder",
    entryFile: entries.get(path) ?? null,
  }));
  // The workspace itself is the function: it stands above its files.
  const whole = entries.get(".");
  if (whole !== undefined) nodes.push({ path: ".", kind: "function", isFolder: false, entryFile: whole });
  const children = new Map<string, Node[]>();
  for (const node of nodes) {
    const parent = parentOf(node.path);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [node]);
    else siblings.push(node);
  }
  for (const siblings of children.values()) siblings.sort(compareNodes);
  return children;
}

/** Made once: with its options it costs more than thousands of comparisons. */
const BY_NAME = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compareNodes(one: Node, other: Node): number {
  return ORDER[one.kind] - ORDER[other.kind] || BY_NAME.compare(baseName(one.path), baseName(other.path));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** "" at the top. */
export function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "" : path.slice(0, end);
}

export function joined(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** Every folder above a path, so that it can be seen. */
export function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** What a key does in the tree, as the ARIA pattern says. */
export type TreeMove =
  { readonly type: "focus"; readonly path: string } | { readonly type: "expand" | "collapse"; readonly path: string };

export function moveInTree(key: string, rows: readonly Row[], path: string | null): TreeMove | null {
  const index = rows.findIndex((row) => row.path === path);
  const row = rows[index];
  if (key === "ArrowDown") return focusOn(rows[index + 1]);
  if (key === "ArrowUp") return focusOn(rows[index - 1]);
  if (key === "Home") return focusOn(rows[0]);
  if (key === "End") return focusOn(rows.at(-1));
  if (row === undefined) return null;
  if (key === "ArrowRight") {
    if (row.isExpanded === false) return { type: "expand", path: row.path };
    const child = rows[index + 1];
    return row.isExpanded === true && child !== undefined && child.level > row.level ? focusOn(child) : null;
  }
  if (key === "ArrowLeft") {
    if (row.isExpanded === true) return { type: "collapse", path: row.path };
    return focusOn(rows.find((candidate) => candidate.path === parentOf(row.path)));
  }
  return null;
}

function focusOn(row: Row | undefined): TreeMove | null {
  return row === undefined ? null : { type: "focus", path: row.path };
}

/** The next row whose name begins with what was typed; one letter again and again goes through all that begin with it. */
export function typeAhead(rows: readonly Row[], path: string | null, typed: string): string | null {
  const wanted = typed.toLowerCase();
  const index = rows.findIndex((row) => row.path === path);
  const isOneLetter = wanted === wanted.charAt(0).repeat(wanted.length);
  const start = isOneLetter ? index + 1 : Math.max(index, 0);
  const inOrder = [...rows.slice(start), ...rows.slice(0, start)];
  const prefix = isOneLetter ? wanted.charAt(0) : wanted;
  return inOrder.find(({ name }) => name.toLowerCase().startsWith(prefix))?.path ?? null;
}

/** What is wrong with a new name in a folder, one line; null: nothing. `own` is the name that it has now. */
export function nameProblem(name: string, files: readonly FileEntry[], folder: string, own?: string): string | null {
  if (name === "") return "A name is needed.";
  if (name === own) return null;
  if (name === "." || name === ".." || /[\\/:*?"<>|\0]/.test(name))
    return 'A name can’t have \\ / : * ? " < > | in it.';
  if (name.startsWith(".")) return "The explorer doesn’t show names that begin with a dot.";
  if (name === "node_modules") return "The explorer doesn’t show node_modules.";
  const taken = files.some(({ path }) => path.toLowerCase() === joined(folder, name).toLowerCase());
  return taken && name.toLowerCase() !== own?.toLowerCase() ? `${name} is there already.` : null;
}

/** The name itself, or with the first number that makes it one of its own. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const lower = new Set(taken.map((name) => name.toLowerCase()));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!lower.has(name.toLowerCase())) return name;
  }
}

/** Where something new goes when this row has the focus. */
export function folderFor(row: Row | null): string {
  if (row === null || row.path === ".") return "";
  return row.isExpanded === null ? parentOf(row.path) : row.path;
}

/** The name's part that is likely to be changed: without the ending of a file. */
export function stemLength(name: string, isFolder: boolean): number {
  const dot = name.lastIndexOf(".");
  return isFolder || dot <= 0 ? name.length : dot;
}
