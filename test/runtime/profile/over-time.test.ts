import { describe, expect, test } from "vitest";
import { overTime } from "../../../runtime/profile";
import type { StartRecord, VersionRecord } from "../../../runtime/profile";
import { seededRandom } from "../../../runtime/statistics";
import { lognormal } from "../statistics/samples";

const random = seededRandom(7);

function cold(count: number, moreUs: number, more: Partial<StartRecord> = {}): StartRecord {
  const wallsUs = lognormal(random, count).map((value) => Math.round(80_000 + 5000 * value) + moreUs);
  return { start: "cold", basis: "profile", terms: "GET /", wallsUs, ...more };
}

function version(at: number, starts: readonly StartRecord[], more: Partial<VersionRecord> = {}): VersionRecord {
  const none = { bytes: null, modules: null, sources: null };
  return { version: `v${at}`, firstSeenMs: at, calls: 0, ...none, starts, ...more };
}

describe("versions over time", () => {
  test("come in their order, and the change that moved them is named", () => {
    const before = version(1, [cold(50, 0)], {
      bytes: 100,
      modules: [
        { path: "index.ts", bytes: 60 },
        { path: "node_modules/a/x.js", bytes: 40 },
      ],
      sources: new Map([["index.ts", "one"]]),
    });
    const after = version(2, [cold(50, 20_000)], {
      bytes: 1060,
      modules: [
        { path: "index.ts", bytes: 60 },
        { path: "node_modules/b/x.js", bytes: 900 },
        { path: "node_modules/b/y.js", bytes: 100 },
      ],
      sources: new Map([
        ["index.ts", "two"],
        ["new.ts", ""],
      ]),
    });
    const [first, second] = overTime([after, before]);
    expect(first).toMatchObject({ version: "v1", change: null, starts: [{ n: 50, step: null }] });
    expect(second?.starts[0]?.step).toMatchObject({ against: "v1", comparison: { verdict: "slower" } });
    expect(second?.change).toEqual({
      against: "v1",
      bytesBy: 960,
      groups: [
        { name: "b", bytes: [0, 1000] },
        { name: "a", bytes: [40, 0] },
      ],
      files: ["index.ts", "new.ts"],
    });
  });

  test("are held against the last version that was measured the same way", () => {
    const calls = cold(50, 0, { basis: "calls", terms: "" });
    const elsewhere = cold(50, 90_000, { terms: "GET /, another machine" });
    const line = overTime([
      version(1, [cold(50, 0)]),
      version(2, [calls]),
      version(3, [elsewhere]),
      version(4, [cold(50, 0)]),
    ]);
    expect(line.map(({ starts: [start] }) => start?.step?.against ?? null)).toEqual([null, null, null, "v1"]);
    expect(line[3]?.change).toMatchObject({ against: "v1", bytesBy: null, groups: [], files: [] });
  });

  test("raise a false alarm in 5 of 100 lines of equal versions at most", () => {
    const lines = 200;
    let alarms = 0;
    for (let count = 0; count < lines; count += 1) {
      const line = overTime(Array.from({ length: 8 }, (_, at) => version(at, [cold(20, 0)])));
      const verdicts = line.map(({ starts: [start] }) => start?.step?.comparison.verdict ?? null);
      if (verdicts.includes("slower") || verdicts.includes("faster")) alarms += 1;
    }
    expect(alarms / lines).toBeLessThanOrEqual(0.05);
  });
});
