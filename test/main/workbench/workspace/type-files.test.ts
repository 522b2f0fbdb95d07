import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { importedPackages } from "../../../../main/workbench/workspace/imported-packages";
import { typeFiles } from "../../../../main/workbench/workspace/type-files";
import { folderOf, openWorkspaces } from "./folders";

async function pathsOf(root: string, path: string, limits?: { bytes: number; files: number }): Promise<string[]> {
  return (await typeFiles(root, path, limits)).map((file) => file.path).sort();
}

test("what a file imports or its package lists, with @types and what these stand on, and nothing else", async () => {
  const root = folderOf({
    "fn/index.ts": 'import a from "a/part";',
    "fn/package.json": '{"devDependencies":{"@s/listed":"1"}}',
    "fn/node_modules/a/package.json": '{"dependencies":{"below":"1"}}',
    "fn/node_modules/a/index.d.ts": "export {}",
    "fn/node_modules/a/index.js": "",
    "fn/node_modules/a/node_modules/below/x.d.mts": "",
    "node_modules/below/wrong.d.ts": "",
    "node_modules/@s/listed/package.json": "{",
    "node_modules/@types/s__listed/index.d.ts": "",
    "node_modules/other/index.d.ts": "",
  });
  expect(await pathsOf(root, "fn/index.ts")).toEqual([
    "/fn/node_modules/a/index.d.ts",
    "/fn/node_modules/a/node_modules/below/x.d.mts",
    "/fn/node_modules/a/package.json",
    "/node_modules/@s/listed/package.json",
    "/node_modules/@types/s__listed/index.d.ts",
  ]);
});

test("a package that is a link, as pnpm makes them, finds what it stands on", async () => {
  const root = folderOf({
    "index.ts": 'export * from "a";',
    "node_modules/.pnpm/a@1/node_modules/a/package.json": '{"dependencies":{"b":"1"}}',
    "node_modules/.pnpm/a@1/node_modules/a/a.d.ts": "",
    "node_modules/.pnpm/b@1/node_modules/b/b.d.ts": "",
  });
  symlinkSync(".pnpm/a@1/node_modules/a", join(root, "node_modules/a"));
  symlinkSync("../../b@1/node_modules/b", join(root, "node_modules/.pnpm/a@1/node_modules/b"));
  expect(await pathsOf(root, "index.ts")).toEqual([
    "/node_modules/a/a.d.ts",
    "/node_modules/a/package.json",
    "/node_modules/b/b.d.ts",
  ]);
});

test("packages above the open folder are found, as the build finds them", async () => {
  const above = folderOf({ "node_modules/a/a.d.ts": "", "work/x.ts": 'import "a"' });
  expect(await pathsOf(join(above, "work"), "x.ts")).toEqual(["/node_modules/a/a.d.ts"]);
});

test("limits hold, and what the file names itself comes first", async () => {
  const root = folderOf({
    "x.ts": 'import "small"',
    "package.json": '{"dependencies":{"big":"1"}}',
    "node_modules/small/s.d.ts": "12345",
    "node_modules/big/b.d.ts": "1234567890",
  });
  expect(await pathsOf(root, "x.ts", { bytes: 14, files: 10 })).toEqual(["/node_modules/small/s.d.ts"]);
  expect(await pathsOf(root, "x.ts", { bytes: 100, files: 1 })).toEqual(["/node_modules/small/s.d.ts"]);
});

test("the types of a function from an example are there", async () => {
  const { workspaces } = openWorkspaces();
  const folder = folderOf();
  await workspaces.open(folder);
  await workspaces.createFunction({ example: "json-api", name: "plants" });
  expect(await pathsOf(folder, "plants/index.ts")).toContain("/plants/node_modules/hono/dist/types/index.d.ts");
});

test("what names a folder in place of a package leads nowhere", async () => {
  const above = folderOf({
    "secret/package.json": "{}",
    "secret/secret.d.ts": "",
    "work/x.ts": 'import "../secret"; import "a/../../../secret"',
    "work/package.json":
      '{"dependencies":{"../../secret":"1","a/../../../secret":"1","..":"1","@s/../../../secret":"1"}}',
    "work/node_modules/a/package.json": '{"dependencies":{"../../../secret":"1"}}',
    "work/node_modules/a/a.d.ts": "",
  });
  expect(await pathsOf(join(above, "work"), "x.ts")).toEqual([
    "/node_modules/a/a.d.ts",
    "/node_modules/a/package.json",
  ]);
});

test("a file that is not there has no types, and one outside is refused", async () => {
  const root = folderOf();
  mkdirSync(join(root, "a"));
  expect(await typeFiles(root, "a/gone.ts")).toEqual([]);
  await expect(typeFiles(root, "../x.ts")).rejects.toMatchObject({ code: "outside-workspace" });
});

test("finds packages in every form of import", () => {
  const source = `
    import { Hono } from "hono";
    import type { A } from '@scope/types/deep';
    import "side-effect";
    import * as all from "star"; import d, { e as f } from "d";
    export { x } from "re-export";
    const lazy = import("lazy"), old = require('old');
    import local from "./local"; import node from "node:fs"; import up from "../up"; import data from "data:text/plain,x";
  `;
  expect([...importedPackages(source)].sort()).toEqual([
    "@scope/types",
    "d",
    "hono",
    "lazy",
    "old",
    "re-export",
    "side-effect",
    "star",
  ]);
});
