import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createBuilder } from "../../../runtime/build";
import { type Files, PACKAGES, built, codeOf, createProject, runInEngine } from "./project";

async function resultOf(files: Files, entry = "."): Promise<unknown> {
  using project = createProject(files);
  await using builder = createBuilder();
  return await runInEngine(built(await builder.build(project.path(entry))));
}

describe("what a function may be made of", () => {
  it.each<[string, Files, unknown]>([
    ["JSON", { "index.ts": 'import { a } from "./x.json"; export default a;', "x.json": '{"a":[1]}' }, [1]],
    [
      "text",
      {
        "index.ts": 'import t from "./t.txt"; import h from "./h.html"; export default [t, h];',
        "t.txt": "ä\n",
        "h.html": "<p>",
      },
      ["ä\n", "<p>"],
    ],
    [
      "bytes",
      {
        "index.ts": 'import b from "./b.png"; export default [b instanceof Uint8Array, ...b];',
        "b.png": new Uint8Array([0, 137, 255]),
      },
      [true, 0, 137, 255],
    ],
    [
      "Wasm, as bytes",
      { "index.ts": 'import w from "./w.wasm"; export default [...w];', "w.wasm": new Uint8Array([0, 97, 115, 109]) },
      [0, 97, 115, 109],
    ],
    [
      "text by attribute",
      { "index.ts": 'import t from "./a.conf" with { type: "text" }; export default t;', "a.conf": "x=1" },
      "x=1",
    ],
    [
      "CommonJS",
      { "index.js": 'const { a } = require("./a.cjs"); module.exports = a + 1;', "a.cjs": "exports.a = 1;" },
      2,
    ],
    [
      "CommonJS from a module",
      { "index.mjs": 'import a, { b } from "./a.cjs"; export default [a.b, b];', "a.cjs": "exports.b = 1;" },
      [1, 1],
    ],
    [
      "modules that import each other",
      {
        "index.ts": 'import { even } from "./even"; export default even(10);',
        "even.ts": 'import { odd } from "./odd"; export const even = (n: number): boolean => n === 0 || odd(n - 1);',
        "odd.ts": 'import { even } from "./even"; export const odd = (n: number): boolean => n !== 0 && even(n - 1);',
      },
      true,
    ],
    [
      "a module that imports the entry: it is evaluated once",
      {
        "index.ts": 'import { get } from "./a"; export const state = { n: 1 }; export default get() === state;',
        "a.ts": 'import * as entry from "./index"; export const get = () => entry.state;',
      },
      true,
    ],
    [
      "an import while it runs",
      { "index.ts": 'const { a } = await import("./a"); export default a;', "a.ts": "export const a = 1;" },
      1,
    ],
    [
      "an installed package",
      {
        "index.ts": 'import p from "p"; export default p;',
        "node_modules/p/package.json": '{"main":"m.js","browser":"b.js"}',
        "node_modules/p/m.js": "module.exports = 'main'",
        "node_modules/p/b.js": "module.exports = 'browser'",
      },
      "browser",
    ],
    [
      "a package's edge build",
      {
        "index.ts": 'import p from "p"; export default p;',
        "node_modules/p/package.json": '{"exports":{"node":"./n.js","workerd":"./w.js","default":"./n.js"}}',
        "node_modules/p/n.js": "",
        "node_modules/p/w.js": "module.exports = 'edge'",
      },
      "edge",
    ],
    [
      "a package by Deno's specifier",
      {
        "index.ts": 'import p from "npm:@s/p@^1.2/sub"; export default p;',
        "node_modules/@s/p/sub.js": "module.exports = 1",
      },
      1,
    ],
    [
      "paths of tsconfig.json",
      {
        "index.ts": 'import a from "@/a"; export default a;',
        "lib/a.ts": "export default 1;",
        "tsconfig.json": '{"compilerOptions":{"paths":{"@/*":["./lib/*"]}}}',
      },
      1,
    ],
    [
      "the environment",
      { "index.ts": "export default [process.env.GREETING, process.env.NODE_ENV];" },
      ["hi", "production"],
    ],
    [
      "new syntax",
      {
        "index.ts":
          'class A { static b = false; static { A.b = /[\\p{L}--[a-z]]/v.test("A"); } accessor c = 1; #d = 2; static e(o: object) { return #d in o; } }\nfunction seal(c: unknown) { return c; }\n@seal class F {}\nconst log: string[] = []; { using g = { [Symbol.dispose]: () => log.push("disposed") }; log.push("used"); }\nexport default [A.b, new A().c, A.e(new A()), typeof F, log];',
      },
      [true, 1, true, "function", ["used", "disposed"]],
    ],
    [
      "TypeScript's own",
      {
        "index.ts":
          'enum E { A = "a" } namespace N { export const b = E.A; } const c = <T,>(x: T): T => x; export default c(N.b satisfies string);',
      },
      "a",
    ],
  ])("%s", async (_, files, expected) => {
    expect(await resultOf(files)).toEqual(expected);
  });

  it.each<[string, Files]>([
    ["by a pragma", { "index.tsx": "/** @jsxImportSource mini */\nexport default <a href='/'>x</a>;" }],
    [
      "by tsconfig.json",
      {
        "index.tsx": "export default <a href='/'>x</a>;",
        "tsconfig.json": '{"compilerOptions":{"jsx":"preserve","jsxImportSource":"mini"}}',
      },
    ],
    [
      "by an extended tsconfig.json",
      {
        "index.jsx": "export default <a href='/'>x</a>;",
        "tsconfig.json": '{"extends":"./base.json"}',
        "base.json": '{"compilerOptions":{"jsx":"react-jsx","jsxImportSource":"mini"}}',
      },
    ],
    [
      "by a factory",
      {
        "index.tsx":
          "/** @jsxRuntime classic @jsx h */\nconst h = (type: string, p: object, ...children: string[]) => [type, { ...p, children: children[0] }];\nexport default <a href='/'>x</a>;",
      },
    ],
  ])("JSX, %s", async (_, files) => {
    const runtime = "export const jsx = (type, props) => [type, props];";
    const result = await resultOf({ ...files, "node_modules/mini/jsx-runtime.js": runtime });
    expect(result).toEqual(["a", { href: "/", children: "x" }]);
  });

  it("a module that reaches the entry by a tsconfig path: it is still evaluated once", async () => {
    const files = {
      "index.ts": 'import { later } from "./a"; export const self = {}; export default [later().self === self];',
      "a.ts": 'import * as entry from "#entry"; export const later = () => entry;',
      "tsconfig.json": '{"compilerOptions":{"paths":{"#entry":["./index.ts"]}}}',
    };
    expect(await resultOf(files)).toEqual([true]);
  });

  it("a huge file", async () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `  { id: ${index}, name: "row ${index}" },`);
    const result = await resultOf({
      "index.ts": `const rows = [\n${rows.join("\n")}\n];\nexport default rows.length;`,
    });
    expect(result).toBe(50_000);
  });

  it("text that looks like the bundler's own lines stays as it is", async () => {
    const text = '// ../../x.js\n  "../x.js"(exports, module) {\n// index.entry.ts';
    const files = { "index.ts": 'import t from "./t.txt"; export default t + `\n// ../../x.js`;', "t.txt": text };
    expect(await resultOf(files)).toBe(`${text}\n// ../../x.js`);
  });

  it("a Hono app, with packages from above its folder, readable in the bundle", async () => {
    using project = createProject({
      "functions/api/index.ts":
        'import { Hono } from "hono";\nconst app = new Hono().get("/", (c) => c.text("hi"));\nexport default { fetch: app.fetch };',
    });
    symlinkSync(PACKAGES, project.path("node_modules"));
    await using builder = createBuilder();
    const artifact = built(await builder.build(project.path("functions/api")));
    expect(artifact.modules.map(({ path }) => path)).toContain("node_modules/hono/dist/hono.js");
    expect(codeOf(artifact)).toContain("\n// node_modules/hono/dist/hono.js\n");
    expect(codeOf(artifact)).not.toContain("../");
  });
});
