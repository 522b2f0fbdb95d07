import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { cpuProfileDocument } from "../../main/workbench/profile/cpu-profile-document";
import type { ChromeTrace } from "../../runtime/model";
import type { DevtoolsProfile } from "../../runtime/profile";
import { coldframe, temporaryFolder } from "./coldframe";

type Document = ReturnType<typeof cpuProfileDocument>;

async function functionFile(source: string): Promise<string> {
  const file = join(await temporaryFolder(), "function.ts");
  await writeFile(file, source);
  return file;
}

/** Two functions of the same work, one of which does it seven times and the other three times. */
const HOT = `type Text = string;

function hash(text: Text): number {
  let sum = 7;
  for (let i = 0; i < text.length; i++) sum = (sum * 31 + text.charCodeAt(i)) | 0;
  return sum;
}
function mostly(text: Text): number { return hash(text) + hash(text) + hash(text) + hash(text) + hash(text) + hash(text) + hash(text); }
function seldom(text: Text): number { return hash(text) + hash(text) + hash(text); }

const text = "edge".repeat(500);
export default { fetch: () => new Response(String(mostly(text) + seldom(text))) };
`;

describe("profile --cpu", () => {
  test("samples more calls than there are starts in a profile", async () => {
    const [home, entry] = [await temporaryFolder(), await functionFile(`export default () => new Response("x");`)];
    const run = await coldframe(["profile", entry, "--cpu", "--runs", "2500", "--json"], { home });
    expect(JSON.parse(run.stdout)).toMatchObject({ calls: 2500, ended: null });
  });

  test("finds the hot functions, by their names and places in the source", async () => {
    const [home, entry] = [await temporaryFolder(), await functionFile(HOT)];
    const run = await coldframe(["profile", entry, "--cpu", "--runs", "40", "--json"], { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const document = JSON.parse(run.stdout) as Document;
    expect(document).toMatchObject({
      ...{ schema: "coldframe/cpu-profile@1", function: "function", calls: 40, everyUs: 100, status: 200, ended: null },
    });
    const [first] = document.hot.filter(({ kind }) => kind === "function");
    expect(first).toMatchObject({ name: "hash", file: "function.ts", line: 3 });
    const total = (name: string): number => document.hot.find((one) => one.name === name)?.totalUs ?? 0;
    const share = total("mostly") / (total("mostly") + total("seldom"));
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.9);
    const covered = document.samples.reduce((sum, [, durationUs]) => sum + durationUs, 0);
    expect(covered + document.unaccountedUs).toBe(document.wallUs);
  });

  test("shows a person the hottest, and writes files for other tools", async () => {
    const [home, entry] = [await temporaryFolder(), await functionFile(HOT)];
    const [cpuprofile, trace] = [join(home, "out.cpuprofile"), join(home, "out.json")];
    const run = await coldframe(
      ["profile", entry, "--cpu", "--runs", "20", "--cpuprofile", cpuprofile, "--trace", trace],
      { home },
    );
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^ *[\d.]+ % +[\d.]+ \S+ +[\d.]+ % +[\d,]+ +hash +function\.ts:3:1$/m);
    expect(run.stdout).toContain("unaccounted");
    const devtools = JSON.parse(await readFile(cpuprofile, "utf8")) as DevtoolsProfile;
    const hash = devtools.nodes.find(({ callFrame }) => callFrame.functionName === "hash");
    expect(hash?.callFrame).toMatchObject({ url: "function.ts", lineNumber: 2 });
    expect(devtools.samples).toContain(hash?.id);
    const { traceEvents } = JSON.parse(await readFile(trace, "utf8")) as ChromeTrace;
    expect(traceEvents.some(({ name, ph }) => name === "hash" && ph === "X")).toBe(true);
  });

  test("a loop that never ends is where its samples are", async () => {
    const [home, entry] = [
      await temporaryFolder(),
      await functionFile(`function spin() { for (;;); }\nexport default () => spin();`),
    ];
    const run = await coldframe(["profile", entry, "--cpu", "--timeout", "300"], { home });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^ *[\d.]+ % .* spin +function\.ts:1:1$/m);
    expect(run.stderr).toContain("ended in call 1: deadline");
  });

  test("a function that runs out of memory, throws or crashes ends it with what was seen", async () => {
    const home = await temporaryFolder();
    const memory = await functionFile(
      `function hoard() { const kept = []; for (;;) kept.push({ n: kept.length }); }\nexport default () => hoard();`,
    );
    const full = await coldframe(["profile", memory, "--cpu", "--memory", "16", "--json"], { home });
    expect(full.code).toBe(1);
    const document = JSON.parse(full.stdout) as Document;
    expect(document.ended).toMatchObject({ outcome: "out-of-memory", error: { code: "memory-limit" } });
    expect(document.hot.some(({ name }) => name === "hoard")).toBe(true);
    const throwing = await functionFile(`export default () => { throw new Error("no") };`);
    const thrown = await coldframe(["profile", throwing, "--cpu"], { home });
    expect(thrown.code).toBe(1);
    expect(thrown.stderr).toContain("ended in call 1: handler-threw: Error: no");
  });

  test("a function that the bundler renamed has the name of its source", async () => {
    const [home, folder] = [await temporaryFolder(), await temporaryFolder()];
    const work = `let sum = 0; for (let i = 0; i < 200_000; i++) sum += i % 7; return sum;`;
    await writeFile(join(folder, "other.ts"), `function work() { ${work} }\nexport const other = () => work();`);
    await writeFile(
      join(folder, "index.ts"),
      `import { other } from "./other";\n\nfunction work() { ${work} }\nexport default () => new Response(String(other() + work()));`,
    );
    const run = await coldframe(["profile", folder, "--cpu", "--runs", "3", "--json"], { home });
    expect(run.code).toBe(0);
    const { hot } = JSON.parse(run.stdout) as Document;
    expect(
      hot
        .filter(({ name }) => name === "work")
        .map(({ file, line }) => `${String(file)}:${line}`)
        .sort(),
    ).toEqual(["index.ts:3", "other.ts:1"]);
  });

  test.each([
    [["--every", "100"], "--every needs --cpu"],
    [["--cpuprofile", "x"], "--cpuprofile needs --cpu"],
    [["--cpu", "--start", "warm"], "--cpu and --start exclude each other"],
    [["--cpu", "--every", "1"], "--every"],
  ])("%j is a wrong command line", async (flags, message) => {
    const [home, entry] = [await temporaryFolder(), await functionFile(HOT)];
    const run = await coldframe(["profile", entry, ...flags], { home });
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain(message);
  });

  test("a file that can't be written is said after what was measured", async () => {
    const [home, entry] = [await temporaryFolder(), await functionFile(HOT)];
    const file = join(home, "no", "such", "folder");
    const run = await coldframe(["profile", entry, "--cpu", "--runs", "1", "--cpuprofile", file], { home });
    expect(run.code).toBe(2);
    expect(run.stdout).toContain("warm call");
    expect(run.stderr).toContain("--cpuprofile");
    await expect(stat(file)).rejects.toThrow();
  });
});

describe("saved samples", () => {
  const SAMPLE = ["--cpu", "--runs", "20"];

  test("are kept with the profile of their version, leave for other tools, and come in again elsewhere", async () => {
    const [home, entry] = [await temporaryFolder(), await functionFile(HOT)];
    await coldframe(["profile", entry, "--start", "warm", "--runs", "3", "--save", "before"], { home });
    const none = await coldframe(["profiles", "export", "before", "--cpuprofile"], { home });
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain("holds no samples of the handler");
    const sampled = await coldframe(["profile", entry, ...SAMPLE, "--save", "before", "--json"], { home });
    expect(sampled.code).toBe(0);
    const { schema, ...samples } = JSON.parse(sampled.stdout) as Document;
    const exported = await coldframe(["profiles", "export", "before"], { home });
    expect(JSON.parse(exported.stdout)).toMatchObject({ function: "function", runs: 3, cpu: { schema, ...samples } });
    const listed = await coldframe(["profiles"], { home });
    expect(listed.stdout).toMatch(/^before +function +[0-9a-f]{12} +3 +[\d,]+ /m);
    const devtools = await coldframe(["profiles", "export", "before", "--cpuprofile"], { home });
    const { nodes, timeDeltas } = JSON.parse(devtools.stdout) as DevtoolsProfile;
    expect(nodes.some(({ callFrame }) => callFrame.functionName === "hash")).toBe(true);
    expect(timeDeltas.reduce((sum, delta) => sum + delta, 0)).toBe(samples.wallUs);
    const trace = await coldframe(["profiles", "export", "before", "--trace"], { home });
    expect((JSON.parse(trace.stdout) as ChromeTrace).traceEvents.some(({ name }) => name === "hash")).toBe(true);
    const [file, other] = [join(home, "elsewhere.json"), await temporaryFolder()];
    await writeFile(file, exported.stdout);
    expect(await coldframe(["profiles", "import", file], { home: other })).toMatchObject({ code: 0 });
    const again = await coldframe(["profiles", "export", "elsewhere"], { home: other });
    expect(JSON.parse(again.stdout)).toEqual(JSON.parse(exported.stdout));
    expect(await coldframe(["profiles", "delete", "before"], { home })).toMatchObject({ code: 0 });
    expect(JSON.parse((await coldframe(["profiles", "--json"], { home })).stdout)).toMatchObject({ profiles: [] });
  });

  test("are a profile of their own under a new name, which holds nothing to compare", async () => {
    const [home, entry] = [await temporaryFolder(), await functionFile(HOT)];
    const sampled = await coldframe(["profile", entry, ...SAMPLE, "--save", "hot", "--json"], { home });
    const file = join(home, "alone.json");
    await writeFile(file, sampled.stdout);
    const other = await temporaryFolder();
    expect(await coldframe(["profiles", "import", file], { home: other })).toMatchObject({ code: 0 });
    for (const [name, where] of [
      ["hot", home],
      ["alone", other],
    ] as const) {
      const exported = await coldframe(["profiles", "export", name], { home: where });
      expect(JSON.parse(exported.stdout)).toMatchObject({
        runs: 0,
        starts: {},
        cpu: JSON.parse(sampled.stdout) as Document,
      });
    }
    const compared = await coldframe(["compare", "hot", entry], { home });
    expect(compared).toMatchObject({ code: 2, stdout: "" });
    expect(compared.stderr).toContain("hot holds samples of the handler and no starts");
  });

  test("are refused under a name of another version, or that has some, before anything is sampled", async () => {
    const [home, entry] = [await temporaryFolder(), await functionFile(HOT)];
    await coldframe(["profile", entry, ...SAMPLE, "--save", "hot"], { home });
    const again = await coldframe(["profile", entry, ...SAMPLE, "--save", "hot"], { home });
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toContain("hot holds samples of its handler already");
    await writeFile(entry, `${HOT}\nexport const edited = true;`);
    const edited = await coldframe(["profile", entry, ...SAMPLE, "--save", "hot"], { home });
    expect(edited).toMatchObject({ code: 2, stdout: "" });
    expect(edited.stderr).toContain("hot is a saved profile of another version");
  });
});
