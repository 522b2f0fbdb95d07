import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, unlinkSync, utimesSync } from "node:fs";
import { join, resolve } from "node:path";
import { build as bundle } from "esbuild";
import { describe, expect, it, vi } from "vitest";
import { createBuilder } from "../../../runtime/build";
import { type Files, PACKAGES, built, codeOf, createProject, firstProblem, runInEngine } from "./project";

const greeting: Files = {
  "index.ts": 'import { word } from "./word"; import { mark } from "mark"; export default word + mark;',
  "node_modules/mark/index.js": 'exports.mark = "!";',
  "word.ts": 'export const word = "hello";',
};

/** Builds until nothing is left that may have changed while it was read: file clocks are coarse. */
async function settle(builder: ReturnType<typeof createBuilder>, entry: string): Promise<void> {
  await vi.waitUntil(async () => {
    const [before, after] = [statSync(entry).ctimeMs, Date.now()];
    await builder.build(entry);
    return after - before > 100;
  });
}

describe("building again", () => {
  it("gives the same artifact when nothing changed", async () => {
    using project = createProject(greeting);
    await using builder = createBuilder();
    const first = built(await builder.build(project.folder));
    expect(built(await builder.build(project.folder))).toBe(first);
  });

  it.each<[string, (project: ReturnType<typeof createProject>) => void, unknown]>([
    [
      "an edited file",
      (project) => {
        project.write({ "word.ts": 'export const word = "hollo";' });
      },
      "hollo!",
    ],
    [
      "an edit that keeps size and modification time",
      (project) => {
        const { atime, mtime } = statSync(project.path("word.ts"));
        project.write({ "word.ts": 'export const word = "hallo";' });
        utimesSync(project.path("word.ts"), atime, mtime);
      },
      "hallo!",
    ],
    [
      "a file put in another's place",
      (project) => {
        project.write({ "new.ts": 'export const word = "salut";' });
        renameSync(project.path("new.ts"), project.path("word.ts"));
      },
      "salut!",
    ],
    [
      "an edited entry",
      (project) => {
        project.write({ "index.ts": "export default 1;" });
      },
      1,
    ],
    [
      "a new file that shadows another",
      (project) => {
        unlinkSync(project.path("word.ts"));
        project.write({ "word.js": 'export const word = "js";' });
      },
      "js!",
    ],
    [
      "a new tsconfig.json",
      (project) => {
        project.write({
          "tsconfig.json": '{"compilerOptions":{"paths":{"mark":["./other.ts"]}}}',
          "other.ts": 'export const mark = "?";',
        });
      },
      "hello?",
    ],
    [
      "a new project file that names another entry",
      (project) => {
        project.write({ "wrangler.toml": 'main = "worker.ts"', "worker.ts": "export default 2;" });
      },
      2,
    ],
  ])("sees %s", async (_, edit, expected) => {
    using project = createProject(greeting);
    await using builder = createBuilder();
    await settle(builder, project.folder);
    edit(project);
    expect(await runInEngine(built(await builder.build(project.folder)))).toEqual(expected);
  });

  it("sees a package that is installed anew, with the times that npm gives every file", async () => {
    const npmTime = new Date("1985-10-26T08:15:00Z");
    using project = createProject({
      "index.ts": 'import a from "a"; export default a;',
      "node_modules/a/index.js": "module.exports = 1",
    });
    utimesSync(project.path("node_modules/a/index.js"), npmTime, npmTime);
    await using builder = createBuilder();
    await settle(builder, project.folder);
    rmSync(project.path("node_modules/a"), { recursive: true });
    project.write({ "node_modules/a/index.js": "module.exports = 2" });
    utimesSync(project.path("node_modules/a/index.js"), npmTime, npmTime);
    expect(await runInEngine(built(await builder.build(project.folder)))).toBe(2);
  });

  it("sees a symbolic link that leads elsewhere now", async () => {
    using project = createProject({ "one/index.ts": "export default 1;", "two/index.ts": "export default 2;" });
    symlinkSync(project.path("one"), project.path("current"));
    await using builder = createBuilder();
    await settle(builder, project.path("current"));
    unlinkSync(project.path("current"));
    symlinkSync(project.path("two"), project.path("current"));
    expect(await runInEngine(built(await builder.build(project.path("current"))))).toBe(2);
  });

  it("shares builds of one entry that are asked for at once, and never gives one from before an edit", async () => {
    using project = createProject(greeting);
    await using builder = createBuilder();
    const early = Promise.all([1, 2, 3].map(() => builder.build(project.folder)));
    project.write({ "word.ts": 'export const word = "edited";' });
    const late = await Promise.all([1, 2, 3, 4, 5].map(() => builder.build(project.folder)));
    const artifacts = late.map(built);
    expect(new Set(artifacts).size).toBe(1);
    expect(artifacts.every((artifact) => codeOf(artifact).includes("edited"))).toBe(true);
    expect((await early).every(({ ok }) => ok)).toBe(true);
  });

  it("recovers from a failure, and says beforehand which paths a repair may touch", async () => {
    using project = createProject({
      "src/index.ts": 'import { word } from "./lib/word"; import p from "pkg"; export default word + p;',
    });
    await using builder = createBuilder();
    const entry = project.path("src/index.ts");
    expect(firstProblem(await builder.build(entry)).code).toBe("unresolved-import");
    const inputs = builder.inputs(entry);
    for (const path of ["src/index.ts", "src/lib/word.ts", "src/lib/word", "src/node_modules/pkg", "node_modules/pkg"])
      expect(inputs).toContain(project.path(path));
    project.write({
      "src/lib/word.ts": 'export const word = "a"',
      "node_modules/pkg/index.js": "module.exports = 'b'",
    });
    expect(await runInEngine(built(await builder.build(entry)))).toBe("ab");
  });

  it("knows the files behind a syntax error before any build went well", async () => {
    using project = createProject({ "index.ts": 'import "./a";', "a.ts": 'import "./b";', "b.ts": "let = ;" });
    await using builder = createBuilder();
    expect(firstProblem(await builder.build(project.folder)).code).toBe("syntax");
    for (const name of ["index.ts", "a.ts", "b.ts"])
      expect(builder.inputs(project.folder)).toContain(project.path(name));
  });

  it("waits for an entry that does not exist yet", async () => {
    using project = createProject({});
    await using builder = createBuilder();
    expect(firstProblem(await builder.build(project.folder)).code).toBe("no-entry-in-folder");
    expect(builder.inputs(project.folder)).toContain(project.path("index.ts"));
    project.write(greeting);
    expect(await runInEngine(built(await builder.build(project.folder)))).toBe("hello!");
  });

  it("tells every file that went in, and what decides how imports resolve", async () => {
    using project = createProject({ ...greeting, "tsconfig.json": '{"extends":"./base"}', "base.json": "{}" });
    await using builder = createBuilder();
    expect(builder.inputs(project.folder)).toEqual([]);
    await builder.build(project.folder);
    const inputs = builder.inputs(project.folder);
    for (const name of ["index.ts", "word.ts", ".", "tsconfig.json", "base.json", "package.json", "wrangler.toml"])
      expect(inputs).toContain(resolve(project.folder, name));
  });
});

describe("a builder", () => {
  it("keeps few contexts, and builds forgotten entries anew", async () => {
    const names = Array.from({ length: 6 }, (_, index) => `f${index}.ts`);
    using project = createProject(
      Object.fromEntries(names.map((name) => [name, `export default ${JSON.stringify(name)};`])),
    );
    await using builder = createBuilder({ maxContexts: 2 });
    for (const name of [...names, ...names])
      expect(await runInEngine(built(await builder.build(project.path(name))))).toBe(name);
    expect(builder.inputs(project.path("f0.ts"))).toEqual([]);
    expect(builder.inputs(project.path("f5.ts"))).not.toEqual([]);
  });

  it("builds more entries at once than it keeps contexts", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `f${index}.ts`);
    using project = createProject(
      Object.fromEntries(names.map((name) => [name, `export default ${JSON.stringify(name)};`])),
    );
    await using builder = createBuilder({ maxContexts: 2 });
    const results = await Promise.all(names.map((name) => builder.build(project.path(name))));
    expect(results.map((result) => built(result).name)).toEqual(names.map((name) => name.replace(".ts", "")));
  });

  it("ends builds under way before it is gone, and takes no more", async () => {
    using project = createProject(greeting);
    const builder = createBuilder();
    const running = builder.build(project.folder);
    await builder.dispose();
    expect((await running).ok).toBe(true);
    await expect(builder.build(project.folder)).rejects.toThrow("disposed");
  });

  it("gives the same artifact in another process", async () => {
    using project = createProject({
      "functions/a/index.ts": 'import { Hono } from "hono"; export default new Hono();',
    });
    symlinkSync(PACKAGES, project.path("node_modules"));
    mkdirSync(join(PACKAGES, ".cache"), { recursive: true });
    const scripts = mkdtempSync(join(PACKAGES, ".cache/coldframe-test-"));
    try {
      const script = join(scripts, "build.mjs");
      await bundle({
        stdin: {
          contents: `import { createBuilder } from "./runtime/build";
            const builder = createBuilder();
            const result = await builder.build(process.argv[2]);
            await builder.dispose();
            console.log(JSON.stringify([result.artifact.version, result.artifact.sourceMap.length, result.artifact.modules]));`,
          resolveDir: resolve(PACKAGES, ".."),
        },
        ...{ bundle: true, platform: "node", format: "esm", packages: "external", outfile: script },
        // JavaScript's compiler needs no thread of its own.
        plugins: [
          {
            name: "no-threads",
            setup: (build) => {
              build.onResolve({ filter: /\?modulePath$/ }, ({ path }) => ({ path, namespace: "thread" }));
              build.onLoad({ filter: /.*/, namespace: "thread" }, () => ({ contents: 'export default "";' }));
            },
          },
        ],
      });
      const other = JSON.parse(
        execFileSync(process.execPath, [script, project.path("functions/a")], { encoding: "utf8" }),
      ) as unknown;
      await using builder = createBuilder();
      const { version, sourceMap, modules } = built(await builder.build(project.path("functions/a")));
      expect(other).toEqual([version, sourceMap?.length, modules]);
    } finally {
      rmSync(scripts, { recursive: true });
    }
  });
});

describe("the time it takes", () => {
  it("is next to nothing for a Hono app of which nothing changed", async () => {
    using project = createProject({ "api/index.ts": 'import { Hono } from "hono"; export default new Hono();' });
    symlinkSync(PACKAGES, project.path("node_modules"));
    const entry = project.path("api");
    const fullUs = await medianOf(7, async () => {
      await using builder = createBuilder();
      return (await builder.build(entry)).buildUs;
    });
    await using builder = createBuilder();
    await settle(builder, entry);
    const sameUs = await medianOf(25, async () => (await builder.build(entry)).buildUs);
    expect(sameUs).toBeLessThan(fullUs / 3);
  });
});

async function medianOf(runs: number, measure: () => Promise<number>): Promise<number> {
  const figures: number[] = [];
  for (let index = 0; index < runs; index++) figures.push(await measure());
  const middle = figures.toSorted((a, b) => a - b)[Math.floor(runs / 2)];
  return middle ?? Number.NaN;
}
