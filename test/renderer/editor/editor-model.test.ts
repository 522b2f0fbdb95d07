import { expect, test } from "vitest";
import type { EditorState, OpenDocument } from "../../../renderer/features/editor/editor-model";
import {
  afterReading,
  changeDocument,
  closeDocument,
  documentAt,
  functionOf,
  isDeclaration,
  ASSEMBLYSCRIPT,
  assemblyScriptFolders,
  languageOf,
  MOST_SOURCES,
  namesOf,
  NOTHING_OPEN,
  openDocument,
  pathInWorkspace,
  renameDocuments,
  sourcesOf,
  tabLabel,
  tabTarget,
} from "../../../renderer/features/editor/editor-model";

function saved(path: string): OpenDocument {
  return { path, basedOn: "a", unsaved: false, disk: "same", readOnly: false, failure: null };
}

function opened(...paths: readonly string[]): EditorState {
  return paths.reduce((state, path) => openDocument(state, saved(path)), NOTHING_OPEN);
}

const pathsOf = ({ documents }: EditorState): string[] => documents.map(({ path }) => path);

test("a new tab stands beside the one in front, and comes to the front", () => {
  const state = openDocument({ ...opened("a.ts", "b.ts"), activePath: "a.ts" }, saved("c.ts"));
  expect(pathsOf(state)).toEqual(["a.ts", "c.ts", "b.ts"]);
  expect(state.activePath).toBe("c.ts");
});

test("opening what is open keeps its unsaved state", () => {
  const edited = changeDocument(opened("a.ts", "b.ts"), "a.ts", { unsaved: true });
  const state = openDocument(edited, saved("a.ts"));
  expect(pathsOf(state)).toEqual(["a.ts", "b.ts"]);
  expect(state.activePath).toBe("a.ts");
  expect(documentAt(state, "a.ts")?.unsaved).toBe(true);
});

test("closing the tab in front shows its right neighbour, then its left one, then nothing", () => {
  const middle = { ...opened("a.ts", "b.ts", "c.ts"), activePath: "b.ts" };
  const right = closeDocument(middle, "b.ts");
  expect(right.activePath).toBe("c.ts");
  const left = closeDocument(right, "c.ts");
  expect(left.activePath).toBe("a.ts");
  expect(closeDocument(left, "a.ts")).toEqual(NOTHING_OPEN);
});

test("closing another tab leaves the one in front, and closing what is not open changes nothing", () => {
  const state = { ...opened("a.ts", "b.ts"), activePath: "b.ts" };
  expect(closeDocument(state, "a.ts").activePath).toBe("b.ts");
  expect(closeDocument(state, "z.ts")).toEqual(state);
});

test("a renamed folder takes its tabs along, and no file whose name only begins like it", () => {
  const state = renameDocuments({ ...opened("api/a.ts", "api.ts", "apis/b.ts"), activePath: "api/a.ts" }, "api", "web");
  expect(pathsOf(state)).toEqual(["web/a.ts", "api.ts", "apis/b.ts"]);
  expect(state.activePath).toBe("web/a.ts");
});

test("a file on disk is taken when nothing is unsaved, and asked about otherwise", () => {
  const clean = saved("a.ts");
  expect(afterReading(clean, "a")).toBe("nothing");
  expect(afterReading(clean, "b")).toBe("take");
  expect(afterReading({ ...clean, unsaved: true }, "b")).toBe("ask");
  expect(afterReading({ ...clean, unsaved: true }, "a")).toBe("nothing");
  expect(afterReading(clean, null)).toBe("gone");
  expect(afterReading({ ...clean, basedOn: null, unsaved: true }, null)).toBe("nothing");
});

test("a tab shows its folder only where two files have the same name", () => {
  const { documents } = opened("a/index.ts", "b/index.ts", "notes.md");
  expect(tabLabel(documents, "a/index.ts")).toEqual({ name: "index.ts", folder: "a" });
  expect(tabLabel(documents, "notes.md")).toEqual({ name: "notes.md", folder: null });
});

test("arrows go round the tabs, Home and End to their ends", () => {
  expect(["ArrowRight", "ArrowLeft", "Home", "End", "a"].map((key) => tabTarget(key, 2, 3))).toEqual([
    0,
    1,
    0,
    2,
    null,
  ]);
  expect(tabTarget("ArrowLeft", 0, 3)).toBe(2);
  expect(tabTarget("End", -1, 0)).toBeNull();
});

test.each([
  ["a/index.ts", "typescript"],
  ["page.tsx", "typescript"],
  ["old.cjs", "typescript"],
  ["package.json", "json"],
  ["wrangler.jsonc", "json"],
  ["style.css", "css"],
  ["index.html", "html"],
  ["README.md", "markdown"],
  ["Dockerfile", "plaintext"],
])("%s is %s", (path, language) => {
  expect(languageOf(path)).toBe(language);
});

test("TypeScript below an AssemblyScript function's entry is AssemblyScript, and no other", () => {
  const shop = { name: "shop", path: "shop", entryFile: "shop/assembly/index.ts", url: "", takesEvents: null };
  const folders = assemblyScriptFolders([
    { ...shop, language: "assemblyscript" },
    { ...shop, path: "web", entryFile: "web/index.ts", language: "javascript" },
    { ...shop, path: "one", entryFile: "one/index.as", language: "assemblyscript" },
  ]);
  const languages = ["shop/assembly/index.ts", "shop/assembly/a/b.ts", "shop/host.ts", "web/index.ts", "one/b.ts"];
  expect(languages.map((path) => languageOf(path, folders))).toEqual([
    ...[ASSEMBLYSCRIPT, ASSEMBLYSCRIPT],
    ...["typescript", "typescript", "typescript"],
  ]);
  expect(languageOf("anything.as")).toBe(ASSEMBLYSCRIPT);
});

test("only sources are read ahead, and none of a folder that has too many", () => {
  const file = (path: string): { path: string; kind: "file" } => ({ path, kind: "file" });
  expect(sourcesOf([{ path: "a.ts", kind: "folder" }, file("a/b.mts"), file("c.json"), file("d.png")])).toEqual([
    "a/b.mts",
    "c.json",
  ]);
  expect(sourcesOf(Array.from({ length: MOST_SOURCES + 1 }, (_, index) => file(`${index}.ts`)))).toEqual([]);
});

test("a file belongs to the innermost function around it", () => {
  const functions = ["api", "api/inner", "one.ts"].map((path) => ({
    name: path,
    path,
    entryFile: path,
    url: "",
    takesEvents: null,
    language: "javascript" as const,
  }));
  expect(functionOf(functions, "api/inner/a.ts")?.path).toBe("api/inner");
  expect(functionOf(functions, "api/b.ts")?.path).toBe("api");
  expect(functionOf(functions, "one.ts")?.path).toBe("one.ts");
  expect(functionOf(functions, "apis/b.ts")).toBeNull();
  const whole = {
    name: "whole",
    path: ".",
    entryFile: "index.ts",
    url: "",
    takesEvents: null,
    language: "javascript" as const,
  };
  expect(functionOf([whole, ...functions], "lib/a.ts")?.path).toBe(".");
});

test("an absolute path is told from one that only begins like the workspace's", () => {
  expect(pathInWorkspace("/home/a/functions/hello/index.ts", "/home/a/functions")).toBe("hello/index.ts");
  expect(pathInWorkspace("/home/a/functions-old/index.ts", "/home/a/functions")).toBeNull();
  expect(pathInWorkspace("C:\\work\\hello\\index.ts", "C:\\work")).toBe("hello/index.ts");
});

test("declarations of packages, of the language and of the sandbox are not the workspace's", () => {
  const paths = [
    "node_modules/hono/index.d.ts",
    "api/node_modules/x/a.js",
    "lib.es5.d.ts",
    ".coldframe-types/http.d.ts",
  ];
  expect(paths.map(isDeclaration)).toEqual([true, true, true, true]);
  expect(["lib/a.d.ts", "library.ts", "hello/index.ts"].map(isDeclaration)).toEqual([false, false, false]);
});

test("many names are counted", () => {
  expect(namesOf(["a/x.ts"])).toBe("x.ts");
  expect(namesOf(["x.ts", "y.ts"])).toBe("x.ts and y.ts");
  expect(namesOf(["x.ts", "y.ts", "z.ts", "w.ts"])).toBe("x.ts and 3 more");
});
