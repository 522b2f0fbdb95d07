/** Functions that are not JavaScript, from a terminal. */
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ComparisonsDocument } from "../../main/workbench/profile/comparisons-document";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

const SLOW_MS = 120_000;

describe.each(["hello-assemblyscript", "hello-wat"])("%s", (name) => {
  test(
    "answers as its README says",
    async () => {
      const readme = readFileSync(`build/examples/${name}/README.md`, "utf8");
      expect(readme).toContain(`npx coldframe invoke build/examples/${name} --url '/?name=Ada'`);
      const home = await temporaryFolder();
      const text = await coldframe(["invoke", `build/examples/${name}`, "--url", "/?name=Ada"], { home });
      expect([text.code, text.stdout.includes("Hello, Ada!")]).toEqual([0, true]);
      const header = ["-H", "accept: application/json", "--json"];
      const json = await coldframe(["invoke", `build/examples/${name}`, "--url", "/?name=Ada", ...header], { home });
      expect(JSON.parse(json.stdout)).toMatchObject({ engine: "wasm", response: { body: '{"hello":"Ada"}' } });
    },
    SLOW_MS,
  );
});

test.each([
  ["wrong.as", 'export function handler(): i32 {\n  return "text";\n}\n', "wrong.as:2:10: "],
  ["wrong.wat", "(module\n  (func $f nonsense))\n", "wrong.wat:2:12: "],
  ["wrong.wasm", "no module", "there is no Wasm magic number"],
])(
  "%s does not build: exit code 3, with its place",
  async (name, content, said) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, name), content);
    const { code, stderr, stdout } = await coldframe(["build", join(folder, name)], { home: folder });
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain(said);
  },
  SLOW_MS,
);

describe("compare, of more than two", () => {
  const HELLOS = ["hello", "hello-assemblyscript", "hello-wat"].map((name) => join(EXAMPLES, name));
  const MEASURE = ["--start", "prewarmed,warm", "--runs", "12", "--platform", "aws-lambda"];

  test(
    "sets functions in several languages side by side, measured in turn",
    async () => {
      const run = await coldframe(["compare", ...HELLOS, ...MEASURE, "--json"], { home: await temporaryFolder() });
      expect([run.code, run.stderr]).toEqual([0, ""]);
      const document = JSON.parse(run.stdout) as ComparisonsDocument;
      expect(document).toMatchObject({ schema: "coldframe/comparisons@1", interleaved: true });
      expect(document.functions.map(({ function: name, language, engine }) => [name, language, engine])).toEqual([
        ["hello", "JavaScript", "quickjs"],
        ["hello-assemblyscript", "AssemblyScript", "wasm"],
        ["hello-wat", "WebAssembly text", "wasm"],
      ]);
      for (const [at, measured] of document.functions.entries()) {
        expect(measured).toMatchObject({
          reason: null,
          problems: null,
          starts: { prewarmed: { n: 12 }, warm: { n: 12 } },
        });
        expect(measured.bytes).toBeGreaterThan(100);
        expect(measured.memoryBytes).toBeGreaterThan(60_000);
        expect(Number(measured.prices[0]?.usdPerMillion)).toBeGreaterThan(0.2);
        expect(measured.prices[0]).toMatchObject({ platform: "aws-lambda:us-east-1", start: "warm" });
        expect(measured.starts["warm"]?.againstFirst === null).toBe(at === 0);
      }
    },
    SLOW_MS,
  );

  test(
    "shows what doesn't build, and what fails, with the reason and beside the others' figures",
    async () => {
      const folder = await temporaryFolder();
      await writeFile(join(folder, "wrong.wat"), "(module\n  (func $f nonsense))\n");
      await writeFile(join(folder, "thrower.ts"), 'export default () => { throw new Error("no"); };\n');
      const entries = [join(folder, "wrong.wat"), ...HELLOS.slice(0, 1), join(folder, "thrower.ts")];
      const run = await coldframe(["compare", ...entries, ...MEASURE], { home: folder });
      expect(run.code).toBe(3);
      expect(run.stdout).toMatch(
        /^function +language +engine +bytes +n +prewarmed p50 +warm p50 +memory +\$\/million, aws/m,
      );
      expect(run.stdout).toMatch(/^wrong +WebAssembly text +–/m);
      expect(run.stdout).toMatch(/^wrong: does not build: .*wrong\.wat:2:12: /m);
      expect(run.stdout).toMatch(/^hello +JavaScript +quickjs .* 12 /m);
      expect(run.stdout).toMatch(/^thrower: the profile of thrower ended in round 1/m);
      expect(run.stderr).toContain("wrong.wat:2:12: ");
      const failing = await coldframe(["compare", ...entries.slice(1), "--csv", ...MEASURE], { home: folder });
      expect(failing.code).toBe(1);
      expect(failing.stdout.split("\r\n").map((line) => line.split(",")[0])).toEqual(["function", "hello", "thrower"]);
      expect(failing.stderr).toMatch(/^coldframe: the profile of thrower ended in round 1/);
    },
    SLOW_MS,
  );

  test("is refused what is nothing, and prices without a table, in one line each", async () => {
    const home = await temporaryFolder();
    const unknown = await coldframe(["compare", ...HELLOS, "nothing"], { home });
    expect([unknown.code, unknown.stdout]).toEqual([2, ""]);
    expect(unknown.stderr).toContain("nothing is neither a saved profile");
    const priced = await coldframe(["compare", ...HELLOS.slice(1), "--platform", "aws-lambda"], { home });
    expect(priced.code).toBe(2);
    expect(priced.stderr).toBe(
      "coldframe: --platform prices functions side by side: add --table, or name a third function\n",
    );
  });

  test("is ended by Ctrl+C, with what was measured until then", async () => {
    const run = await coldframe(["compare", ...HELLOS, "--runs", "2000", "--start", "warm"], {
      home: await temporaryFolder(),
      started: (child) => {
        child.stderr?.once("data", () => child.kill("SIGINT"));
      },
    });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^hello: the profile of hello ended in round \d+, at a warm start: interrupted/m);
    expect(run.stdout).toMatch(/^hello-wat: the profile of hello-wat ended/m);
  });
});
