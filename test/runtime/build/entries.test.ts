import { execFileSync } from "node:child_process";
import { renameSync, symlinkSync } from "node:fs";
import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { createBuilder, hasEntry, resolveEntry } from "../../../runtime/build";
import { type Files, built, createProject, firstProblem, runInEngine } from "./project";

async function build(path: string) {
  await using builder = createBuilder();
  return built(await builder.build(path));
}

const yes = 'export default "this one";';
const no = 'export default "not this one";';

describe("the entry of a function", () => {
  it.each<[boolean, string, Files]>([
    [true, "an index file", { "index.ts": yes }],
    [true, "a source that does not build", { "index.ts": "const = ;" }],
    [true, "a project file that can't be read", { "wrangler.json": "{" }],
    [false, "other files alone", { "readme.md": "", "helper.ts": yes }],
  ])("is %s to be in a folder with %s", (expected, _what, files) => {
    using project = createProject(files);
    expect(hasEntry(project.folder)).toBe(expected);
  });

  it.each<[string, Files, string]>([
    ["an index file", { "index.ts": yes, "other.ts": no }, "index.ts"],
    ["an index file, TypeScript before JavaScript", { "index.js": no, "index.ts": yes }, "index.ts"],
    [
      "package.json's main",
      { "package.json": '{"main":"src/app.ts"}', "src/app.ts": yes, "index.ts": no },
      "src/app.ts",
    ],
    ["package.json's main without extension", { "package.json": '{"main":"./app"}', "app.mjs": yes }, "app.mjs"],
    ["package.json's main as a folder", { "package.json": '{"main":"src"}', "src/index.tsx": yes }, "src/index.tsx"],
    [
      "package.json's exports",
      { "package.json": '{"exports":{".":{"types":"./a.d.ts","import":"./a.ts"}}}', "a.ts": yes },
      "a.ts",
    ],
    ["package.json's module", { "package.json": '{"main":"dist/gone.js","module":"m.mjs"}', "m.mjs": yes }, "m.mjs"],
    [
      "the index where package.json's main is not there",
      { "package.json": '{"main":"index.js"}', "index.ts": yes },
      "index.ts",
    ],
    [
      "wrangler.toml's main",
      {
        "wrangler.toml": 'name = "shop"\nmain = "src/worker.ts"\n[vars]\nA = 1\n',
        "src/worker.ts": yes,
        "index.ts": no,
      },
      "src/worker.ts",
    ],
    [
      "wrangler.jsonc's main",
      { "wrangler.jsonc": '{\n  // the worker\n  "main": "./w.ts",\n}', "w.ts": yes, "wrangler.toml": 'main = "n.ts"' },
      "w.ts",
    ],
    ["wrangler.json's main", { "wrangler.json": '{"main":"w.js"}', "w.js": yes }, "w.js"],
    [
      "deno.json's entrypoint",
      { "deno.json": '{"deploy":{"entrypoint":"main.ts"},"exports":"./mod.ts"}', "main.ts": yes, "mod.ts": no },
      "main.ts",
    ],
    ["deno.jsonc's exports", { "deno.jsonc": '{"exports":"./mod.ts"}', "mod.ts": yes }, "mod.ts"],
  ])("is %s", async (_, files, entry) => {
    using project = createProject(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`shop/${name}`, text])),
    );
    const artifact = await build(project.path("shop"));
    expect(artifact).toMatchObject({
      name: "shop",
      entry: project.path(`shop/${entry}`),
      kind: "js",
      engine: "quickjs",
    });
    expect(artifact.modules.map(({ path }) => path)).toContain(entry);
    expect(await runInEngine(artifact)).toBe("this one");
  });

  it.each([".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts"])(
    "may be a %s file, which names it",
    async (extension) => {
      const text = extension.startsWith(".c") ? 'module.exports = "this one";' : yes;
      using project = createProject({ [`greet.er${extension}`]: text });
      const artifact = await build(project.path(`greet.er${extension}`));
      expect(artifact.name).toBe("greet.er");
      expect(await runInEngine(artifact)).toBe("this one");
    },
  );

  it.runIf(process.platform !== "win32")("is looked for past a pipe, which reading would never end", () => {
    using project = createProject({ "index.ts": yes });
    for (const name of ["package.json", "wrangler.toml", "deno.json"]) execFileSync("mkfifo", [project.path(name)]);
    const { result } = resolveEntry(project.folder);
    expect(result).toMatchObject({ ok: true, value: { entry: project.path("index.ts") } });
  });

  it.each(["package.json", "wrangler.toml"])("is not found where %s is nested too deeply to be read", async (name) => {
    using project = createProject({ [name]: `main = ${"[".repeat(200_000)}`, "index.ts": yes });
    await using builder = createBuilder();
    expect(firstProblem(await builder.build(project.folder))).toMatchObject({ code: "syntax" });
    expect(hasEntry(project.folder)).toBe(true);
  });

  it("may be named by its project file", async () => {
    using project = createProject({ "shop/wrangler.toml": 'main = "a.ts"', "shop/a.ts": yes });
    expect((await build(project.path("shop/wrangler.toml"))).name).toBe("shop");
  });

  it("has its folder's name when it is an index file", async () => {
    using project = createProject({ "shop/index.mts": yes });
    expect((await build(project.path("shop/index.mts"))).name).toBe("shop");
  });

  it("may be relative to the current folder", async () => {
    using project = createProject({ "shop/index.ts": yes });
    expect((await build(relative(process.cwd(), project.path("shop")))).entry).toBe(project.path("shop/index.ts"));
  });

  it("may be behind symbolic links: it has the link's name, and the target's packages", async () => {
    using project = createProject({
      "real/index.ts": 'import a from "a"; export default a;',
      "real/node_modules/a/index.js": yes,
      "files/real.ts": yes,
    });
    symlinkSync(project.path("real"), project.path("link"));
    symlinkSync(project.path("files/real.ts"), project.path("linked.ts"));
    const folder = await build(project.path("link"));
    expect(folder.name).toBe("link");
    expect(await runInEngine(folder)).toBe("this one");
    expect(await build(project.path("linked.ts"))).toMatchObject({ name: "linked", modules: [{ path: "real.ts" }] });
  });

  it("may lie in folders with spaces and other letters", async () => {
    using project = createProject({
      "grüne Häuser (1)/🌱 $& 'x'/index.ts": 'import a from "./ein \\"b\\""; export default a + "one";',
      "grüne Häuser (1)/🌱 $& 'x'/ein \"b\".ts": 'export default "this ";',
    });
    const artifact = await build(project.path("grüne Häuser (1)/🌱 $& 'x'"));
    expect(artifact.name).toBe("🌱 $& 'x'");
    expect(await runInEngine(artifact)).toBe("this one");
  });
});

describe("the artifact", () => {
  it("is the same bytes wherever the folder lies and whatever it is called", async () => {
    const files: Files = {
      "index.ts":
        'import c from "common"; import { x } from "./x"; import s from "../shared/s"; export default [c, x, s];',
      "x.ts": 'import entry from "."; export const x = () => entry;',
      "../shared/s.ts": "export default 1;",
    };
    const common = {
      "package.json": '{"name":"common","main":"lib/a.js"}',
      "lib/a.js": 'exports.b = require("./b");',
      "lib/b.js": "module.exports = 2;",
    };
    function layOut(folder: string, packages: string): Files {
      return Object.fromEntries([
        ...Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]),
        ...Object.entries(common).map(([name, text]) => [`${packages}node_modules/common/${name}`, text]),
      ]) as Files;
    }
    using near = createProject(layOut("app/hello", "app/hello/"));
    using far = createProject(layOut("very/deep/down/other name", ""), "elsewhere-");
    const [a, b] = [await build(near.path("app/hello")), await build(far.path("very/deep/down/other name"))];
    expect(b.version).toBe(a.version);
    expect(b.sourceMap).toBe(a.sourceMap);
    expect(b.modules).toEqual(a.modules);
    expect(new TextDecoder().decode(a.code) + String(a.sourceMap)).not.toContain(near.folder);
    renameSync(near.path("app/hello"), near.path("app/renamed"));
    expect((await build(near.path("app/renamed"))).version).toBe(a.version);
  });

  it("lists what went in, by the package's path, with the bytes it takes up", async () => {
    using project = createProject({
      "functions/a/index.ts": 'import { used } from "pkg"; import t from "./t.txt"; export default used + t;',
      "functions/a/t.txt": "x".repeat(500),
      "node_modules/pkg/package.json": '{"name":"pkg","type":"module","sideEffects":false}',
      "node_modules/pkg/index.js": 'export { used } from "./used.js"; export { unused } from "./unused.js";',
      "node_modules/pkg/used.js": 'export const used = "used";',
      "node_modules/pkg/unused.js": 'export const unused = "unused";',
    });
    const { modules, code, version } = await build(project.path("functions/a"));
    expect(modules.map(({ path }) => path)).toEqual(["node_modules/pkg/used.js", "t.txt", "index.ts"]);
    expect(modules.find(({ path }) => path === "t.txt")?.bytes).toBeGreaterThan(500);
    expect(modules.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(code.length);
    expect(version).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it("changes its version with its code", async () => {
    using project = createProject({ "a.ts": "export default 1;", "b.ts": "export default 2;" });
    expect((await build(project.path("a.ts"))).version).not.toBe((await build(project.path("b.ts"))).version);
  });
});
