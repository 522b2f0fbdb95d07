import type { ApiError, FileEntry, FunctionInfo } from "../../../preload/contract";

/** How the file on disk stands to the text that the document began from. */
export type DiskState = "same" | "changed" | "deleted";

/** An open tab. Its text is in the editor's model of the same path. */
export interface OpenDocument {
  /** Relative to the workspace. */
  readonly path: string;
  /** Hash of the saved file that the text began from; null: there is none yet. */
  readonly basedOn: string | null;
  readonly unsaved: boolean;
  readonly disk: DiskState;
  /** Declarations of packages and of the language can be read, not written. */
  readonly readOnly: boolean;
  /** Why it can't be shown; null: it is. */
  readonly failure: ApiError | null;
}

export interface EditorState {
  /** In the order of their tabs. */
  readonly documents: readonly OpenDocument[];
  readonly activePath: string | null;
}

export const NOTHING_OPEN: EditorState = { documents: [], activePath: null };

export function documentAt(state: EditorState, path: string | null): OpenDocument | null {
  return state.documents.find((document) => document.path === path) ?? null;
}

/** Opens a tab beside the active one, or takes the one that is there; it comes to the front. */
export function openDocument(state: EditorState, document: OpenDocument): EditorState {
  if (documentAt(state, document.path) !== null) return { ...state, activePath: document.path };
  const after = state.documents.findIndex(({ path }) => path === state.activePath) + 1;
  const at = after === 0 ? state.documents.length : after;
  return { documents: state.documents.toSpliced(at, 0, document), activePath: document.path };
}

/** Its right neighbour comes to the front, or its left one where there is none. */
export function closeDocument(state: EditorState, path: string): EditorState {
  const index = state.documents.findIndex((document) => document.path === path);
  if (index < 0) return state;
  const documents = state.documents.toSpliced(index, 1);
  const next = documents[index] ?? documents[index - 1];
  return { documents, activePath: state.activePath === path ? (next?.path ?? null) : state.activePath };
}

export function changeDocument(
  state: EditorState,
  path: string,
  change: Partial<Omit<OpenDocument, "path">>,
): EditorState {
  return {
    ...state,
    documents: state.documents.map((document) => (document.path === path ? { ...document, ...change } : document)),
  };
}

/** Follows a file or a folder to its new name. */
export function renameDocuments(state: EditorState, from: string, to: string): EditorState {
  return {
    documents: state.documents.map((document) => ({ ...document, path: renamedPath(document.path, from, to) })),
    activePath: state.activePath === null ? null : renamedPath(state.activePath, from, to),
  };
}

export function renamedPath(path: string, from: string, to: string): string {
  if (path === from) return to;
  return path.startsWith(`${from}/`) ? to + path.slice(from.length) : path;
}

/** What to do with an open document now that its file was read again; `hash` null: it is gone. */
export type DiskVerdict = "nothing" | "take" | "ask" | "gone";

export function afterReading(document: OpenDocument, hash: string | null): DiskVerdict {
  if (hash === null) return document.basedOn === null ? "nothing" : "gone";
  if (hash === document.basedOn) return "nothing";
  return document.unsaved ? "ask" : "take";
}

/** What a tab shows: the file's name, with its folder where another open file has the same name. */
export function tabLabel(documents: readonly OpenDocument[], path: string): { name: string; folder: string | null } {
  const name = baseName(path);
  const isAmbiguous = documents.some((other) => other.path !== path && baseName(other.path) === name);
  return { name, folder: isAmbiguous ? folderOf(path) : null };
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "." : path.slice(0, end);
}

/** Which tab a key leads to from the tab at `from`; null: the key means nothing to tabs. */
export function tabTarget(key: string, from: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowRight") return (from + 1) % count;
  if (key === "ArrowLeft") return (from - 1 + count) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

/**
 * AssemblyScript, by the name that Monaco has for JavaScript: it has a checker for that beside TypeScript's, and none of Coldframe's
 * JavaScript needs it.
 */
export const ASSEMBLYSCRIPT = "javascript";

/** The folders of AssemblyScript sources that are called like TypeScript: those of the functions' entries. */
export function assemblyScriptFolders(functions: readonly FunctionInfo[]): readonly string[] {
  return functions
    .filter(({ language, entryFile }) => language === "assemblyscript" && entryFile.endsWith(".ts"))
    .map(({ entryFile }) => folderOf(entryFile));
}

const LANGUAGES: readonly (readonly [pattern: RegExp, language: string])[] = [
  // JavaScript is TypeScript's business too: one checker sees both kinds, and imports lead across.
  [/\.[cm]?[jt]sx?$/, "typescript"],
  [/(\.jsonc?|\.map|^\.?(babelrc|prettierrc|eslintrc))$/, "json"],
  [/\.css$/, "css"],
  [/\.as$/, ASSEMBLYSCRIPT],
  [/\.wat$/, "wat"],
  [/\.(?:c|h|cc|cpp|cxx|hpp)$/, "cpp"],
  [/\.rs$/, "rust"],
  [/\.go$/, "go"],
  [/\.zig$/, "zig"],
  [/\.html?$/, "html"],
  [/\.(md|markdown)$/, "markdown"],
];

/** `sources`: folders whose TypeScript is AssemblyScript. */
export function languageOf(path: string, sources: readonly string[] = []): string {
  const name = baseName(path);
  if (name.endsWith(".ts") && sources.some((folder) => path.startsWith(`${folder}/`))) return ASSEMBLYSCRIPT;
  return LANGUAGES.find(([pattern]) => pattern.test(name))?.[1] ?? "plaintext";
}

/** JSON that is written with comments and commas at the end. */
export function isJsonWithCommas(path: string): boolean {
  return /\.jsonc$|(^|\/)[jt]sconfig(\.[\w-]+)*\.json$/.test(path);
}

/** Of a package, of the language or of the sandbox: to be read, not changed. */
export function isDeclaration(path: string): boolean {
  return /(^|\/)node_modules\/|^lib\.[\w.]*d\.ts$|^\.coldframe-types\//.test(path);
}

/** What has an inspector instead of a text. */
export function isModule(path: string): boolean {
  return /\.wasm$/i.test(path);
}

/** What the checker must know of to follow an import. */
function isSource(path: string): boolean {
  return /\.([cm]?[jt]sx?|json|as)$/.test(path);
}

/** A workspace with more sources than this is checked by what is open alone: reading them all would hold the window up. */
export const MOST_SOURCES = 400;

export function sourcesOf(files: readonly FileEntry[]): readonly string[] {
  const sources = files.filter(({ kind, path }) => kind === "file" && isSource(path)).map(({ path }) => path);
  return sources.length > MOST_SOURCES ? [] : sources;
}

/** The function that a file belongs to: the one with the longest path above it. */
export function functionOf(functions: readonly FunctionInfo[], path: string): FunctionInfo | null {
  const around = functions.filter(
    (candidate) => candidate.path === "." || path === candidate.path || path.startsWith(`${candidate.path}/`),
  );
  around.sort((one, other) => depth(other.path) - depth(one.path));
  return around[0] ?? null;
}

function depth(path: string): number {
  return path === "." ? 0 : path.length;
}

/** An absolute path as one of the workspace; null where it lies elsewhere. */
export function pathInWorkspace(absolute: string, folder: string): string | null {
  const normal = absolute.replaceAll("\\", "/");
  const root = folder.replaceAll("\\", "/").replace(/\/$/, "");
  return normal.startsWith(`${root}/`) ? normal.slice(root.length + 1) : null;
}

/** "index.ts", "index.ts and a.ts", "index.ts and 3 more". */
export function namesOf(paths: readonly string[]): string {
  const [first = "", second] = paths.map(baseName);
  if (second === undefined) return first;
  return paths.length === 2 ? `${first} and ${second}` : `${first} and ${paths.length - 1} more`;
}
