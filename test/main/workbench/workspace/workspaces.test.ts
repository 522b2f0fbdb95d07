import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { takenEvents } from "../../../../main/workbench/workspace/functions";
import { importedSpecifiers } from "../../../../main/workbench/workspace/imported-packages";
import { summaryOf } from "../../../../main/workbench/workspace/examples";
import { createRuntime } from "../../../../runtime";
import { cleanUp, folderOf, openWorkspaces, putFile } from "./folders";

const FUNCTION = "export default { fetch: () => new Response('hi') };\n";

test("the first run opens a playground with the hello example in it, and keeps what is done there", async () => {
  const { workspaces, home } = openWorkspaces();
  const first = await workspaces.current();
  expect(first).toMatchObject({
    folder: join(home, "playground"),
    name: "playground",
    isPlayground: true,
    functions: [
      {
        name: "hello",
        path: "hello",
        entryFile: "hello/index.ts",
        url: "http://hello.local/",
        takesEvents: null,
        language: "javascript",
      },
    ],
    recentFolders: [],
  });
  expect(first.examples.map(({ name }) => name)).toContain("json-api");
  for (const { summary } of first.examples) expect(summary).toMatch(/^[A-Z].+\.$/);
  rmSync(join(home, "playground/hello"), { recursive: true });
  const again = openWorkspaces(home);
  expect((await again.workspaces.current()).functions).toEqual([]);
});

test("what a folder holds: files and folders with an entry, as serve finds them", async () => {
  const folder = folderOf({
    "a.ts": FUNCTION,
    "b/index.js": "exports.handler = async () => 1;",
    "c/package.json": '{"main":"src/worker.ts"}',
    "c/src/worker.ts": FUNCTION,
    "notes/read.md": "",
    "a.test.ts": "",
    "_lib.ts": "",
    "node_modules/x/index.js": "",
  });
  const { functions } = await openWorkspaces().workspaces.open(folder);
  expect(functions.map(({ name, entryFile, takesEvents: events }) => [name, entryFile, events])).toEqual([
    ["a", "a.ts", null],
    ["b", "b/index.js", "api-gateway"],
    ["c", "c/src/worker.ts", null],
  ]);
});

test("a folder that is itself a function is one, with its own path", async () => {
  const folder = folderOf({ "index.ts": FUNCTION, "helper.ts": "" });
  const { workspaces } = openWorkspaces();
  const { functions } = await workspaces.open(folder);
  expect(functions).toMatchObject([{ path: ".", entryFile: "index.ts" }]);
  expect(await workspaces.entryOf(".")).toBe(folder);
  await expect(workspaces.createFunction({ example: "hello", name: "x" })).rejects.toMatchObject({
    code: "already-exists",
  });
});

test("recent folders: the latest first, the last one opens next time, and one can be forgotten", async () => {
  const [one, two] = [folderOf({ "one.ts": FUNCTION }), folderOf()];
  const { workspaces, home } = openWorkspaces();
  await workspaces.open(one);
  expect((await workspaces.open(two)).recentFolders).toEqual([one]);
  expect(await workspaces.forget(one)).toMatchObject({ folder: two, recentFolders: [] });
  expect(existsSync(join(one, "one.ts"))).toBe(true);
  await workspaces[Symbol.asyncDispose]();
  expect((await openWorkspaces(home).workspaces.current()).folder).toBe(two);
});

test("a folder that is gone is not opened, and the one from before stays", async () => {
  const { workspaces, home } = openWorkspaces();
  const folder = folderOf();
  await workspaces.open(folder);
  await expect(workspaces.open(join(folder, "gone"))).rejects.toMatchObject({ code: "not-found" });
  putFile(folder, "file", "");
  await expect(workspaces.open(join(folder, "file"))).rejects.toMatchObject({ code: "not-found" });
  expect((await workspaces.current()).folder).toBe(folder);
  await workspaces[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
  expect((await openWorkspaces(home).workspaces.current()).isPlayground).toBe(true);
});

test("a new function is a copy of an example that builds without a network", async () => {
  const { workspaces } = openWorkspaces();
  const folder = folderOf();
  await workspaces.open(folder);
  expect(await workspaces.createFunction({ example: "json-api", name: "plants" })).toMatchObject({
    name: "plants",
    path: "plants",
    entryFile: "plants/index.ts",
  });
  const manifest = JSON.parse(readFileSync(join(folder, "plants/package.json"), "utf8")) as Record<string, unknown>;
  expect(manifest).toMatchObject({
    name: "plants",
    dependencies: { hono: expect.stringMatching(/^\d+\./) as unknown },
  });
  const runtime = createRuntime({ cacheDir: folderOf() });
  cleanUp(async () => {
    await runtime[Symbol.asyncDispose]();
  });
  const built = await runtime.build(await workspaces.entryOf("plants"));
  expect(built).toMatchObject({ ok: true });
  if (!built.ok) return;
  // From the copy: the temporary folder is below no node_modules of this checkout.
  expect(built.artifact.modules.some(({ path }) => path.includes("node_modules/hono"))).toBe(true);
  expect(readdirSync(folder)).toEqual(["plants"]);
});

test("every example becomes a function", async () => {
  const { workspaces } = openWorkspaces();
  await workspaces.open(folderOf());
  const { examples } = await workspaces.current();
  for (const { name } of examples) await workspaces.createFunction({ example: name, name });
  const { functions } = await workspaces.current();
  expect(functions.map(({ name }) => name)).toEqual(examples.map(({ name }) => name).sort());
  expect(functions.filter((one) => one.takesEvents !== null).map((one) => [one.name, one.takesEvents])).toEqual([
    ["lambda", "api-gateway"],
    ["lambda-edge", "cloudfront"],
  ]);
});

test("names that can't be, or are taken, are refused, and nothing is left behind", async () => {
  const folder = folderOf({ "taken.ts": FUNCTION, "Folder/x": "" });
  const { workspaces } = openWorkspaces();
  await workspaces.open(folder);
  const before = readdirSync(folder);
  const codeOf = (example: string, name: string) =>
    workspaces.createFunction({ example, name }).then(
      () => "made",
      (error: unknown) => (error as { code: string }).code,
    );
  for (const name of ["", ".", "..", "../x", "a/b", "_x", ".x", "con", "node_modules", "x.", "a b", "a".repeat(65)]) {
    expect([name, await codeOf("hello", name)]).toEqual([name, "invalid-name"]);
  }
  expect(await codeOf("hello", "taken")).toBe("already-exists");
  expect(await codeOf("hello", "folder")).toBe("already-exists");
  expect(await codeOf("../bin", "x")).toBe("not-found");
  expect(readdirSync(folder)).toEqual(before);
});

test("what others do on disk is told once, with the functions that changed by it", async () => {
  const folder = folderOf({ "a.ts": FUNCTION });
  const { workspaces, changes, told } = openWorkspaces();
  await workspaces.open(folder);
  await workspaces.watching();
  putFile(folder, "node_modules/x/index.js", "");
  putFile(folder, ".git/HEAD", "");
  putFile(folder, "b.ts", FUNCTION);
  await changes.first((paths) => paths.includes("b.ts"));
  const { functions } = await told.first((workspace) => workspace.functions.length === 2);
  expect(functions.map(({ name }) => name)).toEqual(["a", "b"]);
  renameSync(join(folder, "b.ts"), join(folder, "c.ts"));
  await told.first((workspace) => workspace.functions.some(({ name }) => name === "c"));
  expect(changes.all.flat().every((path) => /^[abc]\.ts$/.test(path))).toBe(true);
});

test("a save is one change of one file, without its temporary", async () => {
  const folder = folderOf({ "a.ts": FUNCTION });
  const { workspaces, changes } = openWorkspaces();
  await workspaces.open(folder);
  await workspaces.watching();
  const { files } = await workspaces.openFolder();
  const { hash } = await files.read("a.ts");
  await files.write({ path: "a.ts", text: "// new", basedOn: hash });
  await changes.first((paths) => paths.includes("a.ts"));
  expect(new Set(changes.all.flat())).toEqual(new Set(["a.ts"]));
});

test("unsaved text and the layout survive, for each folder its own", async () => {
  const [one, two] = [folderOf(), folderOf()];
  const { workspaces, home } = openWorkspaces();
  await workspaces.open(one);
  const { memory } = await workspaces.openFolder();
  const draft = { path: "x/ä.ts", text: "// half\n\0", basedOn: "a".repeat(64) };
  await memory.saveDraft({ ...draft, text: "older" });
  await memory.saveDraft(draft);
  await memory.saveDraft({ path: "new.ts", text: "", basedOn: null });
  await memory.saveLayout('{"a":1}');
  await workspaces.open(two);
  const other = (await workspaces.openFolder()).memory;
  expect([await other.drafts(), await other.layout()]).toEqual([[], null]);
  const again = openWorkspaces(home);
  await again.workspaces.open(one);
  const kept = (await again.workspaces.openFolder()).memory;
  expect(await kept.drafts()).toEqual([{ path: "new.ts", text: "", basedOn: null }, draft]);
  expect(await kept.layout()).toBe('{"a":1}');
  await kept.dropDraft("new.ts");
  await kept.dropDraft("never.ts");
  await kept.saveLayout(null);
  expect([await kept.drafts(), await kept.layout()]).toEqual([[draft], null]);
});

test("a damaged file of Coldframe's own is put aside, not deleted, and defaults are used", async () => {
  const home = folderOf({ "recent-folders.json": '{"folders": [' });
  const { workspaces } = openWorkspaces(home);
  expect((await workspaces.current()).isPlayground).toBe(true);
  expect(readFileSync(join(home, "recent-folders.json.damaged"), "utf8")).toBe('{"folders": [');
  const { memory } = await workspaces.openFolder();
  await memory.saveLayout("x");
  const [name] = readdirSync(join(home, "workspaces"));
  writeFileSync(join(home, "workspaces", String(name), "layout.json"), '{"layout": 7}');
  expect(await memory.layout()).toBeNull();
});

test("a folder that can be read but not written says so when something is to be made in it", async () => {
  const folder = folderOf();
  const { workspaces } = openWorkspaces();
  await workspaces.open(folder);
  rmSync(folder, { recursive: true });
  await expect(workspaces.createFunction({ example: "hello", name: "x" })).rejects.toMatchObject({
    code: "unwritable",
  });
  mkdirSync(folder);
});

test("guesses whose events a function takes", () => {
  expect(takenEvents("export const handler = async (event) => event;")).toBe("api-gateway");
  expect(takenEvents("async function handler() {}\nexport { handler };")).toBe("api-gateway");
  expect(takenEvents("exports.handler = async () => {};")).toBe("api-gateway");
  const lambdaEdge = 'export const config = { event: "cloudfront" };\nexport async function handler(event) {}';
  expect(takenEvents(lambdaEdge)).toBe("cloudfront");
  expect(takenEvents("// export const handler\nexport default {};")).toBeNull();
  expect(takenEvents("export function handler() {}\nexport default { fetch: handler };")).toBeNull();
  expect(takenEvents("const url = 'https://x//y'; export const handlers = 1;")).toBeNull();
});

test.each(["/*", "export{handler ", "export {", "export const ", "as default "])(
  "no text of many %j holds the program up",
  (piece) => {
    const startMs = performance.now();
    expect(takenEvents(piece.repeat(400_000))).toBeNull();
    expect(importedSpecifiers(piece.repeat(400_000))).toEqual([]);
    // A search from each place to the text's end would take hours.
    expect(performance.now() - startMs).toBeLessThan(5000);
  },
);

test("a summary is the README's first paragraph without its marks", () => {
  expect(summaryOf("# x\n\nA *JSON* API with [Hono](https://hono.dev):\nroutes and `errors`.\n\n    code\n")).toBe(
    "A JSON API with Hono: routes and errors.",
  );
});
