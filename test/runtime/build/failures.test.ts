import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createBuilder, hasEntry } from "../../../runtime/build";
import { createProject, firstProblem, problems } from "./project";

async function failureOf(path: string) {
  await using builder = createBuilder();
  return firstProblem(await builder.build(path));
}

describe("an entry that can't be found", () => {
  it("is not there", async () => {
    using project = createProject({});
    const problem = await failureOf(project.path("nothing.ts"));
    expect(problem.code).toBe("entry-not-found");
    expect(problem.message).toContain(project.path("nothing.ts"));
    expect(problem.message).not.toContain("\n");
  });

  it("lacks its extension: says which file was meant", async () => {
    using project = createProject({ "hello.ts": "export default {}" });
    const problem = await failureOf(project.path("hello"));
    expect(problem.code).toBe("entry-not-found");
    expect(problem.message).toContain(project.path("hello.ts"));
  });

  it("is a path that no file can have", async () => {
    expect((await failureOf("a\0b.ts")).code).toBe("entry-not-found");
  });

  it("is a file used as a folder", async () => {
    using project = createProject({ "hello.ts": "" });
    expect((await failureOf(project.path("hello.ts/index.ts"))).code).toBe("entry-not-found");
  });

  it("is a symbolic link to itself", async () => {
    using project = createProject({});
    symlinkSync(project.path("loop.ts"), project.path("loop.ts"));
    expect((await failureOf(project.path("loop.ts"))).code).toBe("entry-unreadable");
  });

  it.skipIf(process.getuid?.() === 0)("may not be read by this user", async () => {
    using project = createProject({ "secret.ts": "export default {}" });
    chmodSync(project.path("secret.ts"), 0);
    expect((await failureOf(project.path("secret.ts"))).code).toBe("entry-unreadable");
  });

  it.skipIf(process.getuid?.() === 0)("is in a folder that may not be looked into by this user", async () => {
    using project = createProject({ "shop/index.ts": "export default {}" });
    chmodSync(project.path("shop"), 0);
    const problem = await failureOf(project.path("shop"));
    const isListed = hasEntry(project.path("shop"));
    chmodSync(project.path("shop"), 0o755);
    expect(problem.code).toBe("entry-unreadable");
    expect(isListed).toBe(false);
  });

  it.each([{}, { "package.json": "{}" }, { "readme.md": "" }, { "wrangler.toml": 'name = "x"' }])(
    "is a folder without one: %j",
    async (files) => {
      using project = createProject(files);
      const problem = await failureOf(project.folder);
      expect(problem.code).toBe("no-entry-in-folder");
      expect(problem.message).toContain("index.ts");
    },
  );

  it("is named by a project file, but missing", async () => {
    using project = createProject({ "wrangler.toml": 'main = "src/worker.ts"' });
    const problem = await failureOf(project.folder);
    expect(problem.code).toBe("no-entry-in-folder");
    expect(problem.message).toContain("wrangler.toml names src/worker.ts");
  });

  it("says that a Cargo package is not built, why, and what to do instead", async () => {
    using project = createProject({ "Cargo.toml": '[package]\nname = "crate"\n', "src/main.rs": "fn main() {}\n" });
    await using builder = createBuilder();
    const problem = firstProblem(await builder.build(project.folder));
    expect(problem.code).toBe("no-entry-in-folder");
    expect(problem.message).toMatch(
      /is a Cargo package, .* build scripts and macros .* `cargo build --release --target wasm32-wasip1`/,
    );
  });

  it.each(["page.html", "types.d.ts", "run.py", "Makefile"])("is of another type: %s", async (name) => {
    using project = createProject({ [name]: "" });
    expect((await failureOf(project.path(name))).code).toBe("unsupported-entry");
  });

  it("is in a project file that can't be parsed: says where", async () => {
    using project = createProject({
      "wrangler.toml": 'name = "x"\nmain = = "a.ts"\n',
      "index.ts": "export default {}",
    });
    const problem = await failureOf(project.folder);
    expect(problem).toMatchObject({
      code: "syntax",
      location: { file: project.path("wrangler.toml"), line: 2, lineText: 'main = = "a.ts"' },
    });
  });

  it("is in JSON that can't be parsed: says where", async () => {
    using project = createProject({ "wrangler.jsonc": '{\n  // the worker\n  "main" "a.ts"\n}\n' });
    const problem = await failureOf(project.folder);
    expect(problem.location).toMatchObject({
      file: project.path("wrangler.jsonc"),
      line: 3,
      lineText: '  "main" "a.ts"',
    });
  });
});

describe("a source that does not build", () => {
  it("has a syntax error: file, line, column and the line itself", async () => {
    using project = createProject({
      "index.ts": 'import { add } from "./sums";\nexport default add;\n',
      "sums.ts": "export function add(a: number) {\n  /* ünïcödé 🌱 */ return a +* 1;\n}\n",
    });
    const problem = await failureOf(project.folder);
    expect(problem.code).toBe("syntax");
    expect(problem.message).not.toContain("\n");
    const lineText = "  /* ünïcödé 🌱 */ return a +* 1;";
    const column = lineText.indexOf("+*") + 2;
    expect(problem.location).toEqual({ file: project.path("sums.ts"), line: 2, column, lineText });
  });

  it("has a syntax error in an index entry, under its own name", async () => {
    using project = createProject({ "index.ts": "const a = ;" });
    const problem = await failureOf(project.folder);
    expect(problem.location).toEqual({ file: project.path("index.ts"), line: 1, column: 11, lineText: "const a = ;" });
    expect(problem.message).not.toContain("index.entry");
  });

  it("has several: all are told", async () => {
    using project = createProject({
      "index.ts": 'import "./a";\nimport "./b";\nimport "fs";',
      "a.ts": "let = 1 +;",
      "b.ts": "}",
    });
    await using builder = createBuilder();
    const codes = problems(await builder.build(project.folder)).map(({ code }) => code);
    expect(codes.toSorted()).toEqual(["node-builtin", "syntax", "syntax"]);
  });

  it("imports a file that is not there: names the importer", async () => {
    using project = createProject({
      "index.ts": 'import "./lib/a";',
      "lib/a.ts": '\nimport b from "./missing";\nb();',
    });
    const problem = await failureOf(project.folder);
    expect(problem).toMatchObject({ code: "unresolved-import", importChain: ["index.ts", "lib/a.ts"] });
    expect(problem.location).toMatchObject({ file: project.path("lib/a.ts"), line: 2, column: 15 });
    expect(problem.message).toContain("index.ts → lib/a.ts");
  });

  it.each([
    ["lodash", "npm install lodash"],
    ["lodash/fp", "npm install lodash"],
    ["@scope/name/deep", "npm install @scope/name"],
    ["npm:lodash@4/fp", "npm install lodash"],
    ["https://esm.sh/lodash", "not fetched"],
    ["jsr:@std/path", "npx jsr add @std/path"],
    ["cloudflare:sockets", "platform"],
    ["#config", '"imports"'],
  ])("imports %s, which is not installed", async (specifier, advice) => {
    using project = createProject({ "index.ts": `import x from ${JSON.stringify(specifier)};\nexport default x;` });
    const problem = await failureOf(project.folder);
    expect(problem).toMatchObject({ code: "unresolved-import", importChain: ["index.ts"] });
    expect(problem.location).toMatchObject({ file: project.path("index.ts"), line: 1 });
    expect(problem.message).toContain(advice);
  });

  it("imports a path that the package keeps to itself", async () => {
    using project = createProject({
      "index.ts": 'import "kept/secret";',
      "node_modules/kept/package.json": '{"name":"kept","exports":{".":"./index.js"}}',
      "node_modules/kept/index.js": "",
    });
    expect((await failureOf(project.folder)).message).toContain("is not exported by package");
  });

  it("imports a name that the other module doesn't export", async () => {
    using project = createProject({ "index.js": 'import { b } from "./a.js"; b();', "a.js": "export const a = 1;" });
    expect(await failureOf(project.folder)).toMatchObject({
      code: "unresolved-import",
      location: { file: project.path("index.js"), line: 1, column: 10 },
    });
  });

  it("uses JSX without the library", async () => {
    using project = createProject({ "index.tsx": "export default <p>hi</p>;" });
    const problem = await failureOf(project.folder);
    expect(problem.code).toBe("unresolved-import");
    expect(problem.message).toContain("jsxImportSource");
  });

  it("names a function for JSX that the automatic runtime doesn't use", async () => {
    const source = "/** @jsx h */\nexport const h = () => 0;\nexport default <p>hi</p>;";
    using project = createProject({ "index.jsx": source });
    const problem = await failureOf(project.folder);
    expect(problem.message).toMatch(/comment has no effect.*@jsxRuntime classic/);
    expect(problem.location).toMatchObject({ line: 1, lineText: "/** @jsx h */" });
    using installed = createProject({
      "index.jsx": source,
      "node_modules/react/jsx-runtime.js": "export const jsx = 1;",
    });
    await using builder = createBuilder();
    const result = await builder.build(installed.folder);
    expect(result.ok && result.warnings).toMatchObject([{ code: "suspicious-code", message: problem.message }]);
  });

  it("imports a file type that can't be bundled", async () => {
    using project = createProject({ "index.ts": 'import "./a.psd";', "a.psd": "x" });
    expect(await failureOf(project.folder)).toMatchObject({ code: "build-failed", location: { line: 1 } });
  });

  it("imports a folder as a file", async () => {
    using project = createProject({ "index.ts": 'import "./data.json";' });
    mkdirSync(project.path("data.json"));
    expect((await failureOf(project.folder)).code).toBe("unresolved-import");
  });
});

describe("a Node built-in", () => {
  it.each([
    ["fs", "import the file"],
    ["node:fs/promises", "import the file"],
    ["crypto", "global crypto"],
    ["buffer", "Uint8Array"],
    ["path", "new URL"],
    ["node:https", "fetch()"],
    ["net", "fetch()"],
    ["stream/web", "Web Streams"],
    ["util", "structuredClone"],
    ["process", "env"],
    ["async_hooks", "argument"],
    ["worker_threads", "threads"],
    ["_http_agent", "fetch()"],
    ["events", "EventTarget"],
    ["node:sqlite", "HTTP"],
  ])("%s: says what to use instead", async (specifier, advice) => {
    using project = createProject({ "hello.ts": `import * as x from "${specifier}";\nexport default x;` });
    const problem = await failureOf(project.path("hello.ts"));
    expect(problem).toMatchObject({ code: "node-builtin", importChain: ["hello.ts"] });
    expect(problem.location).toMatchObject({ file: project.path("hello.ts"), line: 1, column: 20 });
    expect(problem.message).toContain(`"${specifier}"`);
    expect(problem.message.split(": ").at(-1)).toContain(advice);
  });

  it("deep in packages above the folder: names the whole chain", async () => {
    using project = createProject({
      "functions/hello/index.ts": 'import { a } from "./lib/a";\nexport default a;',
      "functions/hello/lib/a.ts": 'export { default as a } from "outer";',
      "node_modules/outer/package.json": '{"name":"outer","main":"lib/main.js"}',
      "node_modules/outer/lib/main.js": 'module.exports = require("inner");',
      "node_modules/inner/index.js": 'const fs = require("fs");\nmodule.exports = fs.readFileSync;',
    });
    const problem = await failureOf(project.path("functions/hello"));
    expect(problem).toMatchObject({
      code: "node-builtin",
      location: { file: project.path("node_modules/inner/index.js"), line: 1, column: 20 },
      importChain: ["index.ts", "lib/a.ts", "node_modules/outer/lib/main.js", "node_modules/inner/index.js"],
    });
    expect(problem.message).toContain(problem.importChain.join(" → "));
  });

  it("is fine where an installed package has its name, or the source guards against its absence", async () => {
    using project = createProject({
      "index.js":
        'import events from "events";\nlet os; try { os = require("os"); } catch {}\nexport default [events, os];',
      "node_modules/events/index.js": "module.exports = 'a package';",
    });
    await using builder = createBuilder();
    expect((await builder.build(project.folder)).ok).toBe(true);
  });
});

describe("a warning", () => {
  it("comes with the artifact, at its place", async () => {
    using project = createProject({ "index.ts": "const a: number = 1;\nexport default a === NaN;\n" });
    await using builder = createBuilder();
    const result = await builder.build(project.folder);
    expect(result.ok && result.warnings).toMatchObject([
      { code: "suspicious-code", location: { file: project.path("index.ts"), line: 2 } },
    ]);
  });
});
