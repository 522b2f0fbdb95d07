import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { WhatIfDocument } from "../../main/workbench/what-if/what-if-document";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

const HELLO = join(EXAMPLES, "hello");
let home = "";

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "coldframe-what-if-"));
  expect(await coldframe(["profile", HELLO, "--runs", "5", "--save", "before"], { home })).toMatchObject({ code: 0 });
});

afterAll(() => rm(home, { recursive: true, force: true }));

async function simulated(...options: readonly string[]): Promise<WhatIfDocument> {
  const run = await coldframe(["what-if", "before", ...options, "--repetitions", "3", "--json"], { home });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  return JSON.parse(run.stdout) as WhatIfDocument;
}

describe("what-if", () => {
  test("holds settings against each other on the same calls", async () => {
    const document = await simulated("--rps", "0.2", "--for", "2h", "--pool", "maxPool=0,idleMs=1000");
    expect(document).toMatchObject({
      schema: "coldframe/what-if@1",
      functions: [{ function: "hello", n: { cold: 5, prewarmed: 5, warm: 5 } }],
      traffic: { seconds: 7200 },
      settings: [
        { options: { maxPool: 4, maxUses: null }, differences: null },
        { options: { maxPool: 0, idleMs: 1000, maxQueue: 1000 } },
      ],
    });
    const [now, other] = document.settings;
    expect(now?.calls).toBe(other?.calls);
    // A call every five seconds finds no sandbox that is kept for one.
    expect(other?.figures.coldShare?.mean).toBeGreaterThan(0.6);
    expect(other?.differences?.coldShare?.verdict).toBe("higher");
    expect(other?.differences?.meanBytes?.verdict).toBe("lower");
    expect(now?.bills.length).toBeGreaterThan(5);
    for (const { usdPerMillion } of now?.bills ?? []) expect(usdPerMillion).toMatch(/^\d+(\.\d+)?$/);
    expect(Number(other?.memory.usdPerMonth)).toBeLessThan(Number(now?.memory.usdPerMonth));
  });

  test("replays the calls that the history has", async () => {
    await coldframe(["invoke", HELLO, "--repeat", "7"], { home });
    const { traffic, settings } = await simulated("--recorded", "--since", "1d");
    expect(traffic.description).toMatch(/^7 recorded calls from /);
    expect(settings[0]?.calls).toBe(3 * 7);
  });

  test("takes counted calls from a file", async () => {
    const file = join(await temporaryFolder(), "counts.json");
    await writeFile(
      file,
      JSON.stringify({ schema: "coldframe/traffic@1", stepSeconds: 10, requests: [5, 0, 0, 0, 0, 30] }),
    );
    const { traffic, settings } = await simulated("--traffic", file);
    expect(traffic.seconds).toBe(60);
    expect(settings[0]?.calls).toBe(3 * 35);
  });

  test("profiles a function that has no profile yet, and shows a person what differs", async () => {
    const run = await coldframe(
      [
        "what-if",
        HELLO,
        "--runs",
        "3",
        "--rps",
        "1",
        "--for",
        "10m",
        "--pool",
        "maxPool=0,idleMs=0",
        "--repetitions",
        "3",
      ],
      { home },
    );
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^hello · cold .+ \(n = 3\), prewarmed .+ \(n = 3\), warm .+ \(n = 3\)$/m);
    expect(run.stdout).toMatch(/^#1: maxPool=0 idleMs=0$/m);
    expect(run.stdout).toMatch(/^cold +[\d.]+ % +[\d.]+ % +higher by [\d.]+ % \([\d.]+ % to [\d.]+ %\)$/m);
    expect(run.stdout).toContain("Estimates.");
  });

  test.each([
    [["nothing", "--rps", "1"], "neither a saved profile"],
    [["before"], "which calls come?"],
    [["before", "--rps", "x"], "--rps 'x'"],
    [["before", "--rps", "1", "--recorded"], "exclude each other"],
    [["before", "--rps", "1", "--since", "1d"], "--since is for --recorded"],
    [["before", "--rps", "1", "--for", "0s"], "--for '0s'"],
    [["before", "--rps", "1000", "--for", "1d"], "too many to simulate"],
    [["before", "--rps", "1", "--pool", "floor=1"], "there is no 'floor'"],
    [["before", "--rps", "1", "--pool", "maxPool=-1"], "maxPool"],
    [["before", "--rps", "1", "--pool", "maxPool"], "give maxPool a number"],
    [["before", "--rps", "1", "--baseline", "mainframe"], "mainframe"],
    [["before", "before", "--rps", "1"], "named twice"],
  ])("%j is refused in one line", async (options, message) => {
    const run = await coldframe(["what-if", ...options], { home });
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain(message);
    expect(run.stderr.trim().split("\n")).toHaveLength(1);
  });

  test("needs all three kinds of starts", async () => {
    await coldframe(["profile", HELLO, "--runs", "2", "--start", "warm", "--save", "warm-only"], { home });
    const run = await coldframe(["what-if", "warm-only", "--rps", "1"], { home });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("has no cold and no prewarmed starts");
  });
});
