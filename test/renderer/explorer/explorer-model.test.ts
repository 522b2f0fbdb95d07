import { expect, test } from "vitest";
import type { FileEntry, FunctionInfo } from "../../../preload/contract";
import {
  folderFor,
  foldersAbove,
  freeName,
  moveInTree,
  nameProblem,
  rowsOf,
  stemLength,
  typeAhead,
} from "../../../renderer/features/explorer/explorer-model";

const FILES: readonly FileEntry[] = [
  { path: "api", kind: "folder" },
  { path: "api/index.ts", kind: "file" },
  { path: "api/lib", kind: "folder" },
  { path: "api/lib/a.ts", kind: "file" },
  { path: "assets", kind: "folder" },
  { path: "assets/logo.svg", kind: "file" },
  { path: "hello.ts", kind: "file" },
  { path: "README.md", kind: "file" },
];

function fn(name: string, path: string, entryFile: string): FunctionInfo {
  return { name, path, entryFile, url: `http://${name}.local/`, takesEvents: null, language: "javascript" as const };
}

const FUNCTIONS = [fn("api", "api", "api/index.ts"), fn("hello", "hello.ts", "hello.ts")];
const CLOSED = rowsOf(FILES, FUNCTIONS, new Set());
const OPEN = rowsOf(FILES, FUNCTIONS, new Set(["api"]));

const shown = (rows: typeof CLOSED): string[] => rows.map(({ name, kind, level }) => `${level} ${kind} ${name}`);

test("functions stand first, then folders, then files", () => {
  expect(shown(CLOSED)).toEqual(["1 function api", "1 function hello", "1 folder assets", "1 file README.md"]);
  expect(CLOSED.map(({ position, siblings }) => [position, siblings])).toEqual([
    [1, 4],
    [2, 4],
    [3, 4],
    [4, 4],
  ]);
});

test("a function that is a folder opens up, one that is a file does not", () => {
  expect(shown(OPEN).slice(0, 4)).toEqual(["1 function api", "2 folder lib", "2 file index.ts", "1 function hello"]);
  expect(OPEN.map(({ isExpanded }) => isExpanded).slice(0, 4)).toEqual([true, false, null, null]);
  expect(OPEN[3]?.entryFile).toBe("hello.ts");
});

test("a workspace that is one function shows it above its files", () => {
  const rows = rowsOf([{ path: "index.ts", kind: "file" }], [fn("whole", ".", "index.ts")], new Set());
  expect(shown(rows)).toEqual(["1 function whole", "1 file index.ts"]);
});

test("arrows walk, open, close, and go to the folder above", () => {
  expect(moveInTree("ArrowDown", OPEN, "api")).toEqual({ type: "focus", path: "api/lib" });
  expect(moveInTree("ArrowUp", OPEN, "api")).toBeNull();
  expect(moveInTree("ArrowRight", CLOSED, "api")).toEqual({ type: "expand", path: "api" });
  expect(moveInTree("ArrowRight", OPEN, "api")).toEqual({ type: "focus", path: "api/lib" });
  expect(moveInTree("ArrowRight", OPEN, "hello.ts")).toBeNull();
  expect(moveInTree("ArrowLeft", OPEN, "api")).toEqual({ type: "collapse", path: "api" });
  expect(moveInTree("ArrowLeft", OPEN, "api/index.ts")).toEqual({ type: "focus", path: "api" });
  expect(moveInTree("Home", OPEN, "README.md")).toEqual({ type: "focus", path: "api" });
  expect(moveInTree("End", OPEN, "api")).toEqual({ type: "focus", path: "README.md" });
});

test("typing finds the next name that begins so; one letter again goes on", () => {
  expect(typeAhead(OPEN, "api", "re")).toBe("README.md");
  expect(typeAhead(OPEN, "api", "a")).toBe("assets");
  expect(typeAhead(OPEN, "assets", "aa")).toBe("api");
  expect(typeAhead(OPEN, "api", "ap")).toBe("api");
  expect(typeAhead(OPEN, "api", "x")).toBeNull();
});

test("a name must be new in its folder, and one that a file can have", () => {
  expect(nameProblem("new.ts", FILES, "api")).toBeNull();
  expect(nameProblem("INDEX.ts", FILES, "api")).toContain("there already");
  expect(nameProblem("index.ts", FILES, "")).toBeNull();
  expect(nameProblem("a/b.ts", FILES, "")).toContain("can’t have");
  expect(nameProblem("", FILES, "")).toContain("needed");
  expect(nameProblem(".env", FILES, "")).toContain("dot");
  expect(nameProblem("node_modules", FILES, "")).toContain("node_modules");
  expect(nameProblem("Hello.ts", FILES, "", "hello.ts")).toBeNull();
});

test("a copy gets the first free number", () => {
  expect(freeName("hello", ["api"])).toBe("hello");
  expect(freeName("hello", ["Hello", "hello-2"])).toBe("hello-3");
});

test("something new goes into the folder that has the focus, or beside the file", () => {
  const row = (path: string) => OPEN.find((candidate) => candidate.path === path) ?? null;
  expect(folderFor(row("api"))).toBe("api");
  expect(folderFor(row("api/index.ts"))).toBe("api");
  expect(folderFor(row("README.md"))).toBe("");
  expect(folderFor(null)).toBe("");
});

test("renaming selects the name without its ending", () => {
  expect(stemLength("index.ts", false)).toBe(5);
  expect(stemLength("LICENSE", false)).toBe(7);
  expect(stemLength("v1.0", true)).toBe(4);
});

test("the folders above a file are opened from the top", () => {
  expect(foldersAbove("api/lib/a.ts")).toEqual(["api", "api/lib"]);
  expect(foldersAbove("hello.ts")).toEqual([]);
});
