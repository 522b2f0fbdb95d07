import { describe, expect, test } from "vitest";
import { findNeeds } from "../../../../main/workbench/profile/deferral-candidates";
import type { ImportEdge, ModuleTime } from "../../../../runtime";

function edge(importer: string, target: string, more: Partial<ImportEdge> = {}): ImportEdge {
  return { importer, target, specifier: target, eager: true, bare: false, deferrable: true, line: 1, ...more };
}

function modules(times: Readonly<Record<string, number>>): readonly ModuleTime[] {
  return Object.entries(times).map(([path, selfInitUs]) => ({
    ...{ path, package: null, parent: null, bytes: 10, initUs: selfInitUs, selfInitUs },
  }));
}

const HEAVY = "node_modules/heavy/index.js";

describe("what was loaded for nothing", () => {
  const [greet, admin, header, heavy, inner] = [
    edge("index.ts", "greet.ts"),
    edge("index.ts", "admin.ts"),
    edge("admin.ts", "header.ts"),
    edge("admin.ts", HEAVY),
    edge(HEAVY, "node_modules/heavy/inner.js"),
  ];
  const times = modules({
    ...{ "index.ts": 1, "greet.ts": 2, "admin.ts": 3, "header.ts": 40, [HEAVY]: 5, "node_modules/heavy/inner.js": 6 },
  });
  const graph = { entry: "index.ts", edges: [greet, admin, header, heavy, inner] };

  test("are the modules that only imports reach which were not carried out", () => {
    const { unneeded, candidates } = findNeeds(graph, new Set([greet]), times);
    expect(unneeded.map(({ path }) => path)).toEqual(["admin.ts", "header.ts", HEAVY, "node_modules/heavy/inner.js"]);
    // What is loaded for it goes with it, and is no import of its own to defer.
    expect(candidates).toMatchObject([{ name: "admin.ts", isPackage: false, edges: [admin] }]);
    expect(candidates[0]?.modules).toHaveLength(4);
  });

  test("a package is one import, wherever it is imported", () => {
    const again = edge("index.ts", HEAVY);
    const needed = new Set([greet, admin, header]);
    const { candidates } = findNeeds({ ...graph, edges: [...graph.edges, again] }, needed, times);
    expect(candidates).toMatchObject([{ name: "heavy", isPackage: true, edges: [heavy, again] }]);
    expect(candidates[0]?.modules.map(({ path }) => path)).toEqual([HEAVY, "node_modules/heavy/inner.js"]);
  });

  test("what can't wait, or is imported where it can't, is needed", () => {
    const stuck = edge("index.ts", "admin.ts", { deferrable: false });
    const found = findNeeds(
      { ...graph, edges: [greet, stuck, header, heavy, inner] },
      new Set([header, heavy, inner]),
      times,
    );
    expect(found.unneeded.map(({ path }) => path)).toEqual(["greet.ts"]);
    const later = edge("index.ts", "header.ts", { eager: false, deferrable: false });
    const imported = findNeeds({ ...graph, edges: [...graph.edges, later] }, new Set([greet]), times);
    expect(imported.unneeded.map(({ path }) => path)).not.toContain("header.ts");
  });

  test("those that cost most come first", () => {
    const flat = { entry: "index.ts", edges: [greet, edge("index.ts", "header.ts")] };
    expect(findNeeds(flat, new Set(), times).candidates.map(({ name }) => name)).toEqual(["header.ts", "greet.ts"]);
  });
});
