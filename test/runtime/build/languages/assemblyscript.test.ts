import { statSync } from "node:fs";
import { afterAll, describe, expect, test, vi } from "vitest";
import { createBuilder, mapStack } from "../../../../runtime/build";
import { codeBodies } from "../../../../runtime/build/inspect/code-bodies";
import { functionNames } from "../../../../runtime/build/inspect/custom-sections";
import { mappedFunctions } from "../../../../runtime/build/mapped-functions";
import { LANGUAGES } from "../../../../runtime/model";
import { readModule } from "../../../../runtime/wasm";
import { built, createProject, firstProblem, problems } from "../project";

// AssemblyScript's compiler takes seconds to begin on a machine that does much else.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const builder = createBuilder();
afterAll(() => builder.dispose());

const SETTINGS = JSON.stringify({
  targets: { release: { outFile: "build/release.wasm", textFile: "build/release.wat" } },
});

describe("which files are AssemblyScript", () => {
  test.each([
    ["a file that ends in .as", { "hello.as": "export function handler(): void {}" }, "hello.as", "hello"],
    ["a folder with index.as", { "hi/index.as": "export function handler(): void {}" }, "hi", "hi"],
    [
      "a project's folder",
      { "shop/asconfig.json": SETTINGS, "shop/assembly/index.ts": "export function handler(): void {}" },
      "shop",
      "shop",
    ],
    [
      "its entry, by the entry's own path",
      { "shop/asconfig.json": SETTINGS, "shop/assembly/index.ts": "export function handler(): void {}" },
      "shop/assembly/index.ts",
      "shop",
    ],
    [
      "its settings file, and the entry that it names",
      {
        "shop/asconfig.json": '{ "entries": ["source/main.ts"] }',
        "shop/source/main.ts": "export function handler(): void {}",
      },
      "shop/asconfig.json",
      "shop",
    ],
    [
      "a project whose package.json names what asc wrote",
      {
        "shop/asconfig.json": SETTINGS,
        "shop/package.json": '{ "main": "build/release.js" }',
        "shop/build/release.js": "export default {}",
        "shop/assembly/index.ts": "export function handler(): void {}",
      },
      "shop",
      "shop",
    ],
  ])("%s", async (_, files, entry, name) => {
    using project = createProject(files);
    const artifact = built(await builder.build(project.path(entry)));
    expect(artifact).toMatchObject({ kind: "wasm", engine: "wasm", name });
    expect(WebAssembly.Module.exports(new WebAssembly.Module(artifact.code)).map((one) => one.name)).toContain(
      "handler",
    );
  });

  test.each([
    ["a TypeScript function", { "index.ts": "export default () => new Response();" }, "index.ts"],
    ["one in a folder called assembly", { "assembly/index.ts": "export default () => new Response();" }, "assembly"],
    [
      "one that stands beside an AssemblyScript project's sources",
      { "asconfig.json": SETTINGS, "assembly/index.ts": "", "host.ts": "export default () => new Response();" },
      "host.ts",
    ],
  ])("not %s", async (_, files, entry) => {
    using project = createProject(files);
    expect(built(await builder.build(project.path(entry)))).toMatchObject({ engine: "quickjs" });
  });
});

describe("what is built", () => {
  const SOURCES = {
    "asconfig.json": SETTINGS,
    "assembly/index.ts": `import { twice } from "./twice"; import { half } from "halves";
      export function handler(): i32 { return twice(memory.size()) + half(memory.size()); }`,
    "assembly/twice.ts": "export function twice(n: i32): i32 { if (n > 5) throw new Error('large'); return 2 * n; }",
    "node_modules/halves/index.ts": "export function half(n: i32): i32 { return n / 2; }",
  };

  test("the same sources give the same artifact, wherever they lie", async () => {
    using one = createProject(SOURCES);
    using other = createProject(SOURCES, "coldframe-elsewhere-");
    const first = built(await builder.build(one.folder));
    const second = built(await builder.build(other.folder));
    expect([second.version, second.sourceMap, second.modules]).toEqual([first.version, first.sourceMap, first.modules]);
  });

  test("says which sources the code is from, and how much of it", async () => {
    using project = createProject(SOURCES);
    const { modules, code, sourceMap } = built(await builder.build(project.folder));
    expect(modules.map(({ path }) => path)).toContain("assembly/twice.ts");
    expect(modules.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(code.length);
    const { sources } = JSON.parse(sourceMap ?? "") as { sources: string[] };
    expect(sources).toEqual(expect.arrayContaining(["assembly/index.ts", "assembly/twice.ts"]));
  });

  test("follows an edit of any source, and is the very same artifact without one", async () => {
    using project = createProject(SOURCES);
    const first = built(await builder.build(project.folder));
    await vi.waitUntil(async () => {
      const [before, after] = [statSync(project.path("assembly/twice.ts")).ctimeMs, Date.now()];
      await builder.build(project.folder);
      return after - before > 100;
    });
    expect(built(await builder.build(project.folder)).version).toBe(first.version);
    project.write({ "assembly/twice.ts": "export function twice(n: i32): i32 { return 3 * n; }" });
    expect(built(await builder.build(project.folder)).version).not.toBe(first.version);
  });

  test("a file of two endings is read as it is called", async () => {
    using project = createProject({
      "index.as": 'import { one } from "./one"; export function handler(): i32 { return one() }',
      "one.as": "export function one(): i32 { return memory.size() + y }",
    });
    expect(firstProblem(await builder.build(project.folder))).toMatchObject({
      code: "compile-error",
      message: "TS2304: Cannot find name 'y'.",
      location: { file: project.path("one.as"), line: 1, column: 53 },
    });
  });
});

describe("what does not build", () => {
  test.each([
    [
      "a type that does not fit",
      { "a.as": 'export function handler(): i32 {\n  return "text";\n}' },
      { code: "compile-error", location: { line: 2, column: 10, lineText: '  return "text";' } },
    ],
    ["a syntax error", { "a.as": "export function handler( {\n" }, { code: "syntax", location: { line: 1 } }],
    [
      "an import of a file that there is not",
      { "a.as": 'import { x } from "./nothing"; export function handler(): i32 { return x; }' },
      { code: "unresolved-import", location: { line: 1, column: 19 } },
    ],
    [
      "a transform, which would be code outside the sandbox",
      {
        "a.as": "export function handler(): void {}",
        "asconfig.json": '{ "options": { "transform": ["./evil.js"] } }',
      },
      { code: "build-failed", message: expect.stringContaining("transform") as string },
    ],
    [
      "settings that are no JSON",
      { "a.as": "export function handler(): void {}", "asconfig.json": "{ targets" },
      { code: "build-failed", message: expect.stringContaining("asconfig.json can't be parsed") as string },
    ],
  ])("%s", async (_, files, problem) => {
    using project = createProject(files);
    expect(problems(await builder.build(project.path("a.as")))).toContainEqual(
      expect.objectContaining({
        ...problem,
        ...("location" in problem && { location: expect.objectContaining(problem.location) as unknown }),
      }),
    );
  });

  test("is built once the missing file is there", async () => {
    using project = createProject({ "a.as": 'import { x } from "./b"; export function handler(): i32 { return x; }' });
    expect(firstProblem(await builder.build(project.path("a.as"))).code).toBe("unresolved-import");
    expect(builder.inputs(project.path("a.as"))).toContain(project.path("b.as"));
    project.write({ "b.as": "export const x: i32 = 4;" });
    expect(built(await builder.build(project.path("a.as"))).engine).toBe("wasm");
  });
});

test("each language names endings that no other has", () => {
  const endings = Object.values(LANGUAGES).flatMap<string>(({ extensions }) => extensions);
  expect(new Set(endings).size).toBe(endings.length);
});

describe("the names of its functions", () => {
  const source = `@inline function twice(n: i32): i32 { return n * 2; }
function work(n: i32): i32 { let sum = 0; for (let i = 0; i < n; i++) sum = sum * 31 + twice(i); return sum; }
export function handler(): i32 { return work(5000) + work(6000); }`;
  const settings = (debug: boolean): string =>
    JSON.stringify({ targets: { release: { outFile: "build/release.wasm", debug } } });

  test("are beside the module, which is as it is deployed, and are in the function's stacks", async () => {
    using project = createProject({ "shop/asconfig.json": settings(false), "shop/assembly/index.ts": source });
    const artifact = built(await builder.build(project.path("shop")));
    expect(functionNames(readModule(artifact.code)).size).toBe(0);
    const [index, name] =
      [...mappedFunctions(artifact.sourceMap ?? "{}")].find(([, each]) => each.endsWith("/work")) ?? [];
    expect(name).toBe("assembly/index/work");
    const { start } = codeBodies(readModule(artifact.code))[index ?? -1] ?? { start: 0 };
    const offset = `0x${(start + 8).toString(16)}`;
    const stack = mapStack(`    at shop.wasm:wasm-function[${String(index)}]:${offset}`, artifact);
    expect(stack).toMatch(/^ {4}at assembly\/index\/work \(assembly\/index\.ts:2:\d+\)$/);
  });

  test("stay in it where the project's own settings say so", async () => {
    using project = createProject({ "shop/asconfig.json": settings(true), "shop/assembly/index.ts": source });
    const artifact = built(await builder.build(project.path("shop")));
    expect([...functionNames(readModule(artifact.code)).values()]).toContain("assembly/index/work");
  });
});
