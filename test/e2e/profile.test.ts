import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ComparisonDocument } from "../../main/workbench/profile/comparison-document";
import type { ProfileDocument } from "../../main/workbench/profile/profile-document";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

const HELLO = join(EXAMPLES, "hello");

async function functionFile(source: string): Promise<string> {
  const file = join(await temporaryFolder(), "function.js");
  await writeFile(file, source);
  return file;
}

describe("profile", () => {
  test("measures each kind of start as often as asked, and keeps every one", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["profile", HELLO, "--runs", "4", "--json"], { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const document = JSON.parse(run.stdout) as ProfileDocument;
    expect(document).toMatchObject({ schema: "coldframe/profile@1", function: "hello", runs: 4, ended: null });
    expect(document.machine.cores).toBeGreaterThan(0);
    expect(Object.keys(document.starts)).toEqual(["cold", "prewarmed", "warm"]);
    expect(document.samples.filter(({ first }) => !first)).toHaveLength(12);
    for (const [start, figures] of Object.entries(document.starts)) {
      expect(figures.n).toBe(4);
      const walls = document.samples.filter((one) => one.start === start && !one.first).map(({ wallUs }) => wallUs);
      expect(figures).toMatchObject({ minUs: Math.min(...walls), maxUs: Math.max(...walls), p50Ci95Us: null });
      expect(document.samples.some((one) => one.start === start && one.first)).toBe(true);
    }
    // What was ready, is not paid for.
    expect(Object.keys(document.starts["cold"]?.spans ?? {})).toEqual(expect.arrayContaining(["spawn", "bind"]));
    expect(Object.keys(document.starts["prewarmed"]?.spans ?? {})).not.toContain("spawn");
    expect(Object.keys(document.starts["warm"]?.spans ?? {})).not.toContain("bind");
    for (const { spans, wallUs } of document.samples) {
      expect(Object.values(spans).reduce((sum, us) => sum + us, 0)).toBe(wallUs);
    }
  });

  test("takes turns: each round holds each kind once, in an order that changes", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["profile", HELLO, "--runs", "12", "--start", "warm,prewarmed", "--json"], { home });
    const { samples } = JSON.parse(run.stdout) as ProfileDocument;
    const rounds = [...Map.groupBy(samples, ({ round }) => round).values()].map((one) => one.map(({ start }) => start));
    for (const round of rounds) expect([...round].sort()).toEqual(["prewarmed", "warm"]);
    expect(new Set(rounds.map(([first]) => first)).size).toBe(2);
  });

  test("shows a person distributions and where each start goes, with progress on stderr", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["profile", HELLO, "--runs", "20", "--start", "prewarmed,warm"], { home });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^prewarmed +20 +[\d.]+ \S+ +[\d.]+ \S+ and [\d.]+ \S+ /m);
    expect(run.stdout).toMatch(/^bind +[\d.]+ \S+$/m);
    expect(run.stderr).toContain("measuring 20 starts, each of prewarmed, warm");
    expect(run.stderr).toContain("10 of 20 rounds");
  });
});

/** Takes some milliseconds to load, by itself. */
const BUSY = `const until = performance.now() + 8; while (performance.now() < until);`;

/** A function with a package of CommonJS, one of ES modules, and data. */
async function functionOfModules(): Promise<string> {
  const files: Record<string, string> = {
    "index.ts": `#!/usr/bin/env node
// Comments and directives come first.
"use strict";
import { slow } from "slow";
import data from "./data.json";
import { helper } from "./helper";
const started = Date.now();
export default () => new Response([slow, data.name, helper, started].join());`,
    "helper.ts": `export const helper: number = Math.random() + Math.random();`,
    "data.json": `{ "name": "tomato" }`,
    "node_modules/slow/package.json": `{ "name": "slow", "main": "main.js" }`,
    "node_modules/slow/main.js": `"use strict"\nexports.slow = (function () { return this === undefined; })() && require("./inner.js");`,
    "node_modules/slow/inner.js": `${BUSY}\nmodule.exports = "slow";`,
  };
  return functionOf(files);
}

async function functionOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, source] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), source);
  }
  return folder;
}

describe("the top level", () => {
  test("is measured by module: total and self, beside what it takes as a whole", async () => {
    const home = await temporaryFolder();
    const options = ["--runs", "5", "--start", "prewarmed", "--json"];
    const run = await coldframe(["profile", await functionOfModules(), ...options], { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const { topLevel, modules, strategies } = JSON.parse(run.stdout) as ProfileDocument;
    expect(topLevel).toMatchObject({ n: 5 });
    expect(topLevel?.samplesUs).toHaveLength(5);
    const found = new Map(modules.map((module) => [module.path, module]));
    expect([...found.keys()].sort()).toEqual([
      "data.json",
      "helper.ts",
      "index.ts",
      "node_modules/slow/inner.js",
      "node_modules/slow/main.js",
    ]);
    const inner = found.get("node_modules/slow/inner.js");
    expect(inner).toMatchObject({ package: "slow", parent: "node_modules/slow/main.js" });
    expect(inner?.selfInitUs).toBeGreaterThanOrEqual(8000);
    // A strict function has no `this`: the directive still comes first. What CommonJS requires is in its total, and not in its own.
    const main = found.get("node_modules/slow/main.js");
    expect(main?.initUs).toBeGreaterThanOrEqual(8000);
    expect(main?.selfInitUs).toBeLessThan(main?.initUs ?? 0);
    expect(found.get("index.ts")?.initUs).toBeGreaterThanOrEqual(main?.initUs ?? Infinity);
    expect(found.get("data.json")).toMatchObject({ initUs: null, selfInitUs: null });
    // All of it is in the time around it.
    expect(topLevel?.timed.wallUs).toBeGreaterThanOrEqual(8000);
    expect(topLevel?.timed.unaccountedUs).toBeGreaterThanOrEqual(0);
    const [snapshot, plain] = strategies;
    expect(snapshot).toMatchObject({ name: "snapshot", start: "prewarmed", n: 5, againstImage: null });
    expect(plain).toMatchObject({ name: "plain", start: "prewarmed", n: 5, againstImage: { verdict: null } });
    expect(plain?.p50Us).toBeGreaterThan((snapshot?.p50Us ?? 0) + 5000);
  });

  test("is warned of what a snapshot freezes, with the line", async () => {
    const home = await temporaryFolder();
    const folder = await functionOfModules();
    const run = await coldframe(["profile", folder, "--runs", "5", "--start", "prewarmed"], { home });
    expect(run.stdout).toContain("frozen by a snapshot: index.ts:7 reads Date.now() at the top level");
    expect(run.stdout).toContain("frozen by a snapshot: helper.ts:1 reads Math.random() (2 times) at the top level");
    expect(run.stdout).toMatch(/slow \(2 modules\)$/m);
  });
});

test("a Wasm function's module is compiled on demand beside the cached one, in turn", async () => {
  const options = ["--runs", "3", "--start", "prewarmed", "--json"];
  const run = await coldframe(["profile", "build/examples/hello-wat", ...options], { home: await temporaryFolder() });
  const { strategies, samplesWithoutImage } = JSON.parse(run.stdout) as ProfileDocument;
  expect(strategies.map(({ name, n }) => [name, n])).toEqual([
    ["cached module", 3],
    ["compiled on demand", 3],
  ]);
  for (const { spans } of samplesWithoutImage) expect(Object.keys(spans)).toContain("init");
});

describe("what the request never needed", () => {
  /** Two modules that only other requests need; one of them changes what all modules share. */
  const FILES = {
    "index.ts": `import { greet } from "./greet";
import { rows } from "./table";
import { patched } from "./patch";
export default (request: Request): Response => {
  const { pathname } = new URL(request.url);
  if (pathname === "/rows") return Response.json(rows);
  return new Response(pathname === "/patched" ? patched : greet("x"));
};`,
    "greet.ts": `export const greet = (name: string): string => "hello " + name;`,
    "table.ts": `${BUSY}\nexport const rows = [1, 2, 3];`,
    "patch.ts": `(Array.prototype as { last?: unknown }).last = 1;\nexport const patched = "yes";`,
  };
  const MEASURE = ["--runs", "10", "--start", "prewarmed"];

  test("is found, built to be loaded when it is used, and started in turn with the function", async () => {
    const folder = await functionOf(FILES);
    const run = await coldframe(["profile", folder, ...MEASURE, "--json"], { home: await temporaryFolder() });
    const { deferrals } = JSON.parse(run.stdout) as ProfileDocument;
    expect([...(deferrals?.unneeded ?? [])].sort()).toEqual(["patch.ts", "table.ts"]);
    const table = deferrals?.imports.find(({ name }) => name === "table.ts");
    expect(table).toMatchObject({ importers: [{ file: "index.ts", line: 2 }], modules: 1, unsafe: null });
    expect(table?.trial).toMatchObject({ n: 10, verdict: "faster", answer: "same" });
    expect(table?.trial?.savedUs).toBeGreaterThan(4000);
    const patch = deferrals?.imports.find(({ name }) => name === "patch.ts");
    expect(patch).toMatchObject({ trial: null, unsafe: "patch.ts changes Array.prototype.last at its top level" });
  });

  test("is what this request did not need: another one may", async () => {
    const folder = await functionOf(FILES);
    const home = await temporaryFolder();
    const run = await coldframe(["profile", folder, ...MEASURE, "--url", "/rows"], { home });
    expect(run.stdout).toMatch(/never needed by this request.* · 2 modules, /);
    expect(run.stdout).toMatch(/^patch\.ts +index\.ts:3 .*must stay: patch\.ts changes Array\.prototype\.last/m);
    expect(run.stdout).toMatch(/^greet\.ts +index\.ts:1 .*not tried: it costs too little/m);
  });
});

describe("a profile that can't go on ends with what was measured, and says why", () => {
  test.each([
    [
      "fails",
      `let calls = 0; export default () => { if (++calls > 4) throw new Error("no more"); return new Response("x"); };`,
      "threw",
      /handler-threw: Error: no more|handler-threw: no more/,
    ],
    [
      "loops",
      `let calls = 0; export default () => { while (++calls > 4); return new Response("x"); };`,
      "timeout",
      /deadline: /,
    ],
    [
      "runs out of memory",
      `const kept = []; export default () => { kept.push(new Uint8Array(9e6).fill(1)); return new Response("x"); };`,
      "out-of-memory",
      /memory-limit: /,
    ],
  ])("a function that %s", async (_, source, outcome, why) => {
    const home = await temporaryFolder();
    const options = [
      "--start",
      "warm",
      "--timeout",
      outcome === "timeout" ? "300" : "20000",
      "--memory",
      "64",
      "--runs",
      "50",
      "--json",
    ];
    const run = await coldframe(["profile", await functionFile(source), ...options], { home });
    expect(run.code).toBe(1);
    const { ended, samples } = JSON.parse(run.stdout) as ProfileDocument;
    expect(ended).toMatchObject({ start: "warm", outcome });
    expect(samples.length).toBe((ended?.round ?? 0) - 1);
    expect(run.stderr).toMatch(why);
    expect(run.stderr.trim().split("\n")).toHaveLength(1);
  });

  test("Ctrl+C", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["profile", HELLO, "--start", "prewarmed", "--runs", "2000"], {
      home,
      started: (child) =>
        child.stderr?.on("data", (chunk: Buffer) => {
          if (chunk.toString().includes("rounds")) child.kill("SIGINT");
        }),
    });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/ended in round \d+, at a prewarmed start: interrupted; what was measured/);
    expect(run.stdout).toMatch(/^prewarmed +[1-9]/m);
  });

  test("a source that does not build is exit code 3", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["profile", await functionFile("export default ("), "--json"], { home });
    expect(run.code).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({ schema: "coldframe/build-failure@1" });
  });
});

describe("saved profiles", () => {
  const MEASURE = ["profile", HELLO, "--start", "warm", "--runs", "3"];

  test("are listed, exported, imported elsewhere as they were, and deleted", async () => {
    const home = await temporaryFolder();
    const saved = await coldframe([...MEASURE, "--save", "before", "--json"], { home });
    expect(saved.code).toBe(0);
    const listed = await coldframe(["profiles"], { home });
    expect(listed.stdout).toMatch(/^before +hello +[0-9a-f]{12} +3 /m);
    const exported = await coldframe(["profiles", "export", "before"], { home });
    expect(exported.stdout).toBe(saved.stdout);
    const file = join(await temporaryFolder(), "elsewhere.json");
    await writeFile(file, exported.stdout);
    const other = await temporaryFolder();
    expect(await coldframe(["profiles", "import", file], { home: other })).toMatchObject({ code: 0 });
    expect((await coldframe(["profiles", "export", "elsewhere"], { home: other })).stdout).toBe(saved.stdout);
    expect(await coldframe(["profiles", "rename", "before", "first"], { home })).toMatchObject({ code: 0 });
    expect((await coldframe(["profiles", "export", "first"], { home })).stdout).toBe(saved.stdout);
    const missing = await coldframe(["profiles", "rename", "before", "second"], { home });
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    expect(missing.stderr).toContain("no profile named 'before' is saved");
    expect(await coldframe(["profiles", "delete", "first"], { home })).toMatchObject({ code: 0 });
    const { stdout } = await coldframe(["profiles", "--json"], { home });
    expect(JSON.parse(stdout)).toEqual({ schema: "coldframe/profiles@1", profiles: [] });
  });

  test("keep their names: a second one of that name is refused before anything is measured", async () => {
    const home = await temporaryFolder();
    await coldframe([...MEASURE, "--save", "before"], { home });
    const again = await coldframe([...MEASURE, "--save", "before"], { home });
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toContain("a profile named before is saved already");
  });

  test("are whole: of a function that fails nothing is saved", async () => {
    const home = await temporaryFolder();
    const source = `let calls = 0; export default () => { if (++calls > 6) throw new Error("no more"); return new Response("x"); };`;
    const options = ["--start", "warm", "--runs", "50", "--save", "broken"];
    const run = await coldframe(["profile", await functionFile(source), ...options], { home });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain("not saved as broken");
    expect((await coldframe(["profiles", "--json"], { home })).stdout).toContain(`"profiles":[]`);
  });

  test("that are not there, or are no profiles, are exit code 2", async () => {
    const home = await temporaryFolder();
    const missing = await coldframe(["profiles", "export", "nothing"], { home });
    expect(missing).toMatchObject({ code: 2, stdout: "" });
    expect(missing.stderr).toContain("no profile named 'nothing' is saved");
    const file = join(await temporaryFolder(), "other.json");
    await writeFile(file, `{"schema":"coldframe/tuning@1"}`);
    const foreign = await coldframe(["profiles", "import", file], { home });
    expect(foreign.code).toBe(2);
    expect(foreign.stderr).toContain("no coldframe/profile@1 document at schema");
  });
});

describe("compare", () => {
  const MEASURE = ["--start", "warm", "--runs", "20"];
  const SLOW = `export default async () => { await new Promise((done) => setTimeout(done, 30)); return new Response("x"); };`;

  test("measures two functions in turn, and finds the slower one", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["compare", HELLO, await functionFile(SLOW), ...MEASURE, "--json"], { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const document = JSON.parse(run.stdout) as ComparisonDocument;
    expect(document).toMatchObject({
      schema: "coldframe/comparison@1",
      first: { function: "hello" },
      second: { function: "function" },
      interleaved: true,
      sameMachine: true,
      starts: { warm: { verdict: "slower", n: [20, 20], needed: null } },
    });
    expect(document.starts["warm"]?.shiftUs).toBeGreaterThan(15_000);
  });

  test("runs a saved version again beside the edited function, and two saved profiles not at all", async () => {
    const home = await temporaryFolder();
    const file = await functionFile(SLOW);
    await coldframe(["profile", file, ...MEASURE, "--save", "before"], { home });
    await writeFile(file, `export default () => new Response("x");`);
    const edited = await coldframe(["compare", "before", file, "--json"], { home });
    expect(JSON.parse(edited.stdout)).toMatchObject({
      interleaved: true,
      starts: { warm: { verdict: "faster", n: [20, 20] } },
    });
    await coldframe(["profile", file, ...MEASURE, "--save", "after"], { home });
    const saved = await coldframe(["compare", "after", "before"], { home });
    expect(saved).toMatchObject({ code: 0, stderr: "" });
    expect(saved.stdout).toMatch(/^warm +20 .* slower +\+/m);
    expect(saved.stdout).toContain("Mann-Whitney");
    expect(saved.stdout).toContain("Not measured in turn");
  });

  test("gives no verdict from too few starts", async () => {
    const home = await temporaryFolder();
    const run = await coldframe(["compare", HELLO, HELLO, "--start", "warm", "--runs", "3"], { home });
    expect(run.stdout).toContain("warm: no verdict from 3 starts: at least 10 of each are needed");
  });

  test("is refused what is neither, and ends with a function that fails", async () => {
    const home = await temporaryFolder();
    const unknown = await coldframe(["compare", HELLO, "nothing"], { home });
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toContain("nothing is neither a saved profile");
    const broken = await functionFile(`export default () => { throw new Error("no"); };`);
    const failed = await coldframe(["compare", HELLO, broken, ...MEASURE], { home });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("the profile of function ended in round 1");
  });
});

test.each([
  [["--save", "a/b"], "'a/b': a profile's name begins with a letter or digit"],
  [["--runs", "0"], "--runs '0': use a whole number from 1 to 2000"],
  [["--start", "hot"], "--start 'hot': use one of cold, prewarmed, warm"],
  [["--start", "warm,warm"], "--start names warm twice"],
])("profile %j is refused in one line", async (args, message) => {
  const run = await coldframe(["profile", HELLO, ...args], { home: await temporaryFolder() });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain(message);
  expect(run.stderr.trim().split("\n")).toHaveLength(1);
});
