import { describe, expect, test } from "vitest";
import type { PoolOptions } from "../../../runtime/model";
import { measuredStarts, runFigures, simulate, whatIf } from "../../../runtime/simulation";
import type { SettingResult, WhatIf } from "../../../runtime/simulation";
import { seededRandom } from "../../../runtime/statistics";
import { exponential, MB, oneFunction, PATIENT, sameStarts, steady, workload } from "./workloads";

const STARTS = sameStarts(
  exponential(20_000, 200).map((us) => ({ workUs: us / 2, waitUs: us / 2 })),
  { bindUs: [500] },
);

/** Settings drawn from what a user may set. */
function drawnOptions(random: () => number): PoolOptions {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const maxSandboxes = 1 + upTo(8);
  return {
    ...PATIENT,
    maxSandboxes,
    maxPool: upTo(maxSandboxes),
    maxQueue: upTo(20),
    queueTimeoutMs: upTo(300),
    idleMs: upTo(3) === 0 ? 0 : upTo(20_000),
    maxUses: upTo(2) === 0 ? 1 + upTo(5) : Infinity,
  };
}

test.each(Array.from({ length: 40 }, (_, index) => index))(
  "drawn settings %#: every call ends once, and no more is held than may be",
  (seed) => {
    const random = seededRandom(seed);
    const options = drawnOptions(random);
    const functions = [oneFunction(STARTS), oneFunction(STARTS, { name: "other", memoryMb: 256, boundBytes: 6 * MB })];
    const perSecond = 1 + random() * 200;
    const arrivals = steady(perSecond, 20, seed).map((arrival) => ({ ...arrival, called: random() < 0.7 ? 0 : 1 }));
    const calls = { ...workload(arrivals, 20, STARTS), functions, timeoutMs: 200 + random() * 1000 };
    const run = simulate(calls, options, seed);
    expect(run.calls).toHaveLength(arrivals.length);
    expect(run.peakSandboxes).toBeLessThanOrEqual(options.maxSandboxes);
    expect(run.peakBytes).toBeLessThanOrEqual(options.maxSandboxes * 6 * MB);
    expect(run.meanBytes).toBeLessThanOrEqual(run.peakBytes);
    expect(run.sandboxSeconds).toBeLessThanOrEqual(20 * options.maxSandboxes + 1e-6);
    const slackUs = 1;
    for (const { latencyUs, waitedUs } of run.calls) {
      expect(latencyUs).toBeGreaterThanOrEqual(waitedUs ?? 0);
      expect(latencyUs).toBeLessThanOrEqual(calls.timeoutMs * 1000 + slackUs);
    }
    expect(simulate(calls, options, seed)).toEqual(run);
  },
);

function compare(settings: readonly PoolOptions[], more: Partial<WhatIf> = {}): readonly SettingResult[] {
  return whatIf({
    functions: [oneFunction(STARTS)],
    arrivals: (random) => steady(30, 60, Math.floor(random() * 1e6)),
    durationUs: 60e6,
    processors: 2,
    timeoutMs: 5000,
    blankBytes: 2 * MB,
    settings,
    repetitions: 8,
    ...more,
  });
}

describe("settings side by side", () => {
  test("that are the same differ in nothing", () => {
    const [first, second] = compare([PATIENT, PATIENT]);
    expect(first?.differences).toBeNull();
    for (const difference of Object.values(second?.differences ?? {})) {
      expect(difference).toEqual({ mean: 0, low: 0, high: 0, verdict: "no difference" });
    }
  });

  test("with a smaller queue reject more, and with more sandboxes fewer", () => {
    const tight = { ...PATIENT, maxSandboxes: 1, maxPool: 1, maxQueue: 1 };
    const [, wide, wider] = compare([tight, { ...tight, maxQueue: 3 }, { ...tight, maxSandboxes: 4 }]);
    expect(wide?.differences?.failedShare?.verdict).toBe("lower");
    expect(wider?.differences?.failedShare?.verdict).toBe("lower");
  });

  test.each([1, 2, 3, 5, 8])("with %i sandboxes at most reject no fewer than with one more", (maxSandboxes) => {
    const options = { ...PATIENT, maxSandboxes, maxPool: 1, maxQueue: 2 };
    const arrivals = (random: () => number) => steady(150, 30, Math.floor(random() * 1e6));
    const [, more] = compare([options, { ...options, maxSandboxes: maxSandboxes + 1 }], { arrivals, durationUs: 30e6 });
    expect(more?.differences?.failedShare?.verdict).not.toBe("higher");
  });

  test("that keep sandboxes for longer start cold less often, and hold more", () => {
    const short = { ...PATIENT, maxPool: 0, maxSandboxes: 8, idleMs: 100 };
    const arrivals = (random: () => number) => steady(2, 60, Math.floor(random() * 1e6));
    const [, long] = compare([short, { ...short, idleMs: 60_000 }], { arrivals });
    expect(long?.differences?.coldShare?.verdict).toBe("lower");
    expect(long?.differences?.meanBytes?.verdict).toBe("higher");
  });

  test("have no figures of calls where none comes", () => {
    const [none] = compare([PATIENT], { arrivals: () => [] });
    expect(none?.figures.p50Us).toBeNull();
    expect(none?.figures.coldShare).toBeNull();
    expect(none?.figures.meanBytes?.mean).toBe(3 * 2 * MB);
  });
});

test("shares of the outcomes add up to all calls", () => {
  const options = { ...PATIENT, maxPool: 0, maxSandboxes: 2, maxQueue: 3, idleMs: 50 };
  const figures = runFigures(simulate(workload(steady(60, 30, 3), 30, STARTS), options, 3));
  const { coldShare, prewarmedShare, warmShare, failedShare } = figures;
  expect((coldShare ?? 0) + (prewarmedShare ?? 0) + (warmShare ?? 0) + (failedShare ?? 0)).toBeCloseTo(1);
});

describe("measured starts", () => {
  const events = { gcCount: 0, gcUs: 0, sandboxGc: [], pageIns: 0, waitedUs: 0 };
  const base = { round: 4, first: false, events };

  test("are taken apart: thread, bind, processor and wait", () => {
    const measured = measuredStarts([
      {
        ...base,
        start: "cold",
        wallUs: 120_000,
        executionUs: 9000,
        activeCpuUs: 2000,
        spans: { spawn: 100_000, bind: 500, handler: 8000 },
      },
      {
        ...base,
        start: "prewarmed",
        wallUs: 3000,
        executionUs: 2000,
        activeCpuUs: 2000,
        spans: { bind: 400, handler: 1900 },
      },
      { ...base, start: "warm", wallUs: 900, executionUs: 700, activeCpuUs: 600, spans: { handler: 500 } },
      { ...base, start: "warm", first: true, wallUs: 90_000, executionUs: 700, activeCpuUs: 600, spans: {} },
    ]);
    expect(measured).toEqual({
      ok: true,
      starts: {
        spawnUs: [100_000],
        bindUs: [400],
        service: {
          cold: [{ workUs: 14_000, waitUs: 6000 }],
          prewarmed: [{ workUs: 3000, waitUs: 0 }],
          warm: [{ workUs: 900, waitUs: 0 }],
        },
      },
    });
  });

  test("that lack a kind say which", () => {
    const warm = { ...base, start: "warm", wallUs: 900, executionUs: 700, activeCpuUs: 600, spans: {} } as const;
    expect(measuredStarts([warm])).toEqual({ ok: false, missing: ["cold", "prewarmed"] });
  });
});
