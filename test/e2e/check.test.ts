import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CheckDocument } from "../../main/workbench/cost/check-document";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

const HELLO = join(EXAMPLES, "hello");
const QUICK = `export default () => new Response("x");`;
/** The same, but it takes 20 ms to load and 20 ms to answer. */
const SLOW = `
const until = performance.now() + 20; while (performance.now() < until);
export default async () => { await new Promise((done) => setTimeout(done, 20)); return new Response("x"); };`;

test("starts and the top level have budgets in fractions of a millisecond", async () => {
  const home = await temporaryFolder();
  const generous = ["--max-prewarmed-ms", "60000.5", "--max-init-ms", "60000"];
  const run = await coldframe(["check", HELLO, ...generous], { home });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(
    /max-prewarmed-ms within: .*, budget 60000.5 ms \(median of 21 prewarmed starts, 95 % between/,
  );
  expect(run.stdout).toMatch(
    /max-init-ms within: .*, budget 60,000 ms \(median of 21 runs of the top level, 95 % between/,
  );
  const strict = await coldframe(["check", HELLO, "--max-prewarmed-ms", "0.001", "--json"], { home });
  expect(strict.code).toBe(1);
  expect(JSON.parse(strict.stdout)).toMatchObject({
    ok: false,
    budgets: [{ budget: "max-prewarmed-ms", ok: false, n: 21, limit: 0.001, growth: null }],
  });
});

test("an exceeded budget names what grew most since the baseline, for a person, a script and a CI system", async () => {
  const home = await temporaryFolder();
  const folder = await temporaryFolder();
  const file = join(folder, "api.js");
  await writeFile(file, QUICK);
  await coldframe(["profile", file, "--runs", "5", "--start", "prewarmed", "--save", "main"], { home });
  await writeFile(file, SLOW);
  const budgets = ["--max-prewarmed-ms", "15", "--max-init-ms", "15", "--max-bytes", "10"];
  const junit = join(folder, "check.xml");
  const run = await coldframe(["check", file, ...budgets, "--baseline", "main", "--junit", junit], { home });
  expect(run.code).toBe(1);
  expect(run.stdout).toMatch(/max-bytes exceeded: .*; the module api.js grew most since the baseline, by/);
  expect(run.stdout).toMatch(/max-prewarmed-ms exceeded: .*; the span handler grew most since the baseline, by/);
  expect(run.stdout).toMatch(/max-init-ms exceeded: .*; the module api.js grew most since the baseline, by/);
  const xml = await readFile(junit, "utf8");
  expect(xml).toContain('<testsuite name="api" tests="3" failures="3" errors="0">');
  expect(xml).toMatch(/name="max-init-ms"><failure message="[^"]*the module api.js grew most/);
  const exported = join(folder, "main.json");
  await writeFile(exported, (await coldframe(["profiles", "export", "main"], { home })).stdout);
  const json = await coldframe(["check", file, "--max-init-ms", "15", "--baseline", exported, "--json"], {
    home: await temporaryFolder(),
  });
  const document = JSON.parse(json.stdout) as CheckDocument;
  expect(document.budgets).toMatchObject([{ budget: "max-init-ms", growth: { kind: "module", name: "api.js" } }]);
});

test("a function that fails under its budgets is a failure of the report as well", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "broken.js");
  await writeFile(file, `export default () => { throw new Error("no soil"); };`);
  const junit = join(folder, "check.xml");
  const run = await coldframe(["check", file, "--max-cold-ms", "1000", "--junit", junit], {
    home: await temporaryFolder(),
  });
  expect(run.code).toBe(1);
  expect(await readFile(junit, "utf8")).toMatch(
    /name="runs"><failure message="a cold start ended with handler-threw: /,
  );
});

test("a baseline that is not there is exit code 2, before anything is measured", async () => {
  const home = await temporaryFolder();
  const run = await coldframe(["check", HELLO, "--max-init-ms", "1", "--baseline", "nothing"], { home });
  expect(run).toMatchObject({ code: 2, stdout: "" });
  expect(run.stderr).toContain("--baseline 'nothing': no such profile is saved");
});
