import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { builtInPriceLists } from "../../../runtime/cost";
import { durationOn, measuredTier, tunePlatform } from "../../../runtime/cost/tuning";
import type { MeasuredTier } from "../../../runtime/cost/tuning";
import { listOf, usageOf } from "./samples";

const USAGE = usageOf({ durationMs: 20, cpuMs: 20, observedMemoryMb: 8 });

/** Ten runs that took exactly the same. */
function tier(memoryMb: number, durationMs: number, cpuMs: number): MeasuredTier {
  return { usage: { ...USAGE, memoryMb }, runs: Array.from({ length: 10 }, () => ({ durationMs, cpuMs })) };
}

describe("on Lambda", () => {
  test("pure CPU time costs the same GB-seconds up to 1769 MB, so that the whole vCPU is the cheapest, and more memory buys nothing", () => {
    const tuned = tunePlatform([tier(128, 20, 20), tier(1769, 20, 20), tier(3538, 20, 20)], listOf("aws-lambda"), null);
    // 20 ms ÷ (128 ÷ 1769) = 276.40625 ms, billed as 277; 20; 20.
    expect(tuned.tiers.map(({ durationMs }) => durationMs.mean)).toEqual([276.406, 20, 20]);
    expect(tuned.tiers.map(({ bill }) => bill.usd)).toEqual([
      "0.0000007770844875",
      "0.000000775847505859375",
      "0.00000135169501171875",
    ]);
    expect(tuned.choice).toEqual({ cheapest: 1769, fastest: 1769, balanced: 1769 });
    expect(tuned.tiers.every(({ basis }) => basis === "modelled")).toBe(true);
  });

  test("a wait takes as long with any memory, so that the smallest is all three", () => {
    const tuned = tunePlatform([tier(128, 100, 0), tier(1024, 100, 0)], listOf("aws-lambda"), null);
    expect(tuned.choice).toEqual({ cheapest: 128, fastest: 128, balanced: 128 });
  });

  test("a size below its smallest is billed as that one, which is then chosen", () => {
    const tuned = tunePlatform([tier(16, 100, 0), tier(128, 100, 0)], listOf("aws-lambda"), null);
    expect(tuned.tiers.map(({ billedMb }) => billedMb)).toEqual([128, 128]);
    expect(tuned.choice).toEqual({ cheapest: 128, fastest: 128, balanced: 128 });
    expect(tunePlatform([tier(16, 100, 0)], listOf("aws-lambda"), null).choice?.cheapest).toBe(16);
  });

  test("a calibration stretches CPU time and no wait: 40 + 10 × 1.5 ÷ 0.5", () => {
    const usage = { ...USAGE, durationMs: 50, cpuMs: 10, memoryMb: 884.5 };
    const calibration = { factor: 1.5, margin: 0.1, n: 3 };
    expect(durationOn(usage, listOf("aws-lambda"), calibration)).toBeCloseTo(40 + 30, 1);
    expect(durationOn(usage, listOf("edge-reference"), calibration)).toBe(50);
  });
});

describe("elsewhere", () => {
  test("the reference model's time is as measured, and a size it does not have is priced and not chosen", () => {
    const tuned = tunePlatform(
      [tier(128, 20, 20), tier(512, 20, 20), tier(1024, 1, 1)],
      listOf("edge-reference"),
      null,
    );
    expect(tuned.tiers.map(({ basis, offered }) => [basis, offered])).toEqual([
      ["measured", true],
      ["measured", true],
      ["measured", false],
    ]);
    expect(tuned.tiers.map(({ bill }) => bill.usd).slice(0, 2)).toEqual(["0.000004", "0.000016"]);
    expect(tuned.choice).toEqual({ cheapest: 128, fastest: 128, balanced: 128 });
  });

  test("where no memory is configured there is nothing to choose", () => {
    const tuned = tunePlatform([tier(128, 20, 20), tier(512, 20, 20)], listOf("cloudflare-workers"), null);
    expect(tuned.choice).toBeNull();
    expect(new Set(tuned.tiers.map(({ bill }) => bill.usd)).size).toBe(1);
  });
});

describe("noise", () => {
  const around = (memoryMb: number, ms: number): MeasuredTier => ({
    usage: { ...USAGE, memoryMb },
    runs: [0.96, 0.98, 1, 1.02, 1.04].map((factor) => ({ durationMs: ms * factor, cpuMs: ms * factor })),
  });

  test("sizes that ran alike share their runs, so that none is priced a billing step higher by chance", () => {
    const tuned = tunePlatform([around(128, 10), around(256, 10.1), around(512, 9.9)], listOf("edge-reference"), null);
    expect(tuned.tiers.map(({ n }) => n)).toEqual([15, 15, 15]);
    expect(new Set(tuned.tiers.map(({ durationMs }) => durationMs.mean)).size).toBe(1);
    expect(tuned.choice).toEqual({ cheapest: 128, fastest: 128, balanced: 128 });
  });

  test("shared runs are stretched by the size they are priced at, not by the one they ran with", () => {
    const whole = (memoryMb: number): MeasuredTier => {
      const usage = { ...USAGE, memoryMb };
      return { usage, runs: [usage, usage] };
    };
    const tuned = tunePlatform([whole(128), whole(1769)], listOf("aws-lambda"), null);
    expect(tuned.tiers.map(({ durationMs }) => durationMs.mean)).toEqual([276.406, 20]);
  });

  test("a size that is really slower keeps its own", () => {
    const tuned = tunePlatform([around(128, 30), around(256, 10), around(512, 10)], listOf("edge-reference"), null);
    expect(tuned.tiers[0]).toMatchObject({ n: 5, durationMs: { mean: expect.closeTo(30, 6) as number } });
    expect(tuned.choice?.fastest).toBe(256);
  });
});

test("on every platform: more of either never costs less, and the interval's ends enclose the bill", () => {
  const ms = fc.integer({ min: 0, max: 5_000_000 }).map((us) => us / 1000);
  const runs = fc.array(fc.tuple(ms, ms), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      runs,
      fc.constantFrom(...builtInPriceLists),
      fc.integer({ min: 16, max: 4096 }),
      (found, prices, memoryMb) => {
        const of = (extra: number): MeasuredTier => ({
          usage: { ...USAGE, memoryMb },
          runs: found.map(([cpuMs, waited]) => ({ cpuMs, durationMs: cpuMs + waited + extra })),
        });
        const [one, more] = [
          tunePlatform([of(0)], prices, null).tiers[0],
          tunePlatform([of(10)], prices, null).tiers[0],
        ];
        expect(Number(more?.bill.usd)).toBeGreaterThanOrEqual(Number(one?.bill.usd));
        expect(Number(one?.usd.low)).toBeLessThanOrEqual(Number(one?.bill.usd));
        expect(Number(one?.usd.high)).toBeGreaterThanOrEqual(Number(one?.bill.usd));
      },
    ),
  );
});

test("runs of one size come to their times and the largest peak", () => {
  const of = (executionUs: number, peakMemoryBytes: number) => ({
    start: "warm" as const,
    usage: {
      ...{ wallUs: 9000, executionUs, activeCpuUs: 500, initUs: 0, peakMemoryBytes },
      ...{ memoryLimitBytes: 2 ** 27, ingressBytes: 40, egressBytes: 60 },
    },
  });
  const measured = measuredTier([of(1000, 2 ** 23), of(2000, 2 ** 21)]);
  expect(measured?.runs.map(({ durationMs }) => durationMs)).toEqual([1, 2]);
  expect(measured?.usage).toMatchObject({ observedMemoryMb: 8, memoryMb: 128 });
  expect(measuredTier([])).toBeNull();
});
