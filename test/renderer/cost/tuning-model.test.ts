import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MeasuredTiers, TierRuns } from "../../../preload/contract";
import {
  functionFailure,
  readForm,
  shownList,
  tunePlatforms,
  tuningRows,
  wrongStatus,
} from "../../../renderer/features/cost/tuning/tuning-model";
import { ticks, tuningPicture } from "../../../renderer/features/cost/tuning/tuning-picture";
import { basisText, describeRow } from "../../../renderer/features/cost/tuning/tuning-text";
import { builtInPriceLists } from "../../../runtime/cost";
import type { PlatformTuning } from "../../../runtime/cost";
import { listOf } from "../../runtime/cost/samples";

function tier(memoryMb: number, executionUs: number, part: Partial<TierRuns> = {}): TierRuns {
  const usage = {
    ...{ wallUs: executionUs + 100, executionUs, activeCpuUs: executionUs / 2, initUs: 0 },
    ...{ peakMemoryBytes: 2 ** 24, memoryLimitBytes: memoryMb * 2 ** 20, ingressBytes: 50, egressBytes: 500 },
  };
  return { memoryMb, usages: Array.from({ length: 5 }, () => usage), failure: null, status: 200, ...part };
}

const OUT_OF_MEMORY: Partial<TierRuns> = {
  usages: [],
  failure: { outcome: "out-of-memory", error: null },
  status: null,
};
const MEASURED: MeasuredTiers = {
  version: "sha256:1",
  rounds: 5,
  tiers: [tier(32, 0, OUT_OF_MEMORY), tier(128, 10_000), tier(1769, 10_000)],
};

function on(platform: string, measured = MEASURED): PlatformTuning {
  const [tuning] = tunePlatforms(measured, { lists: [listOf(platform)], calibrationOf: () => null });
  if (tuning === undefined) throw new Error("not tuned");
  return tuning;
}

describe("the form", () => {
  test("takes sizes as they are written, each once and ascending", () => {
    expect(readForm({ tiers: " 512,128; 128 1769 ", runs: "20" })).toEqual({
      ok: true,
      tiers: [128, 512, 1769],
      rounds: 20,
    });
  });

  test.each([
    ["tiers", "", "20"],
    ["tiers", "128, 15", "20"],
    ["tiers", "128.5", "20"],
    ["tiers", "4097", "20"],
    ["tiers", "-128", "20"],
    ["tiers", Array.from({ length: 13 }, (_, index) => 16 + index).join(), "20"],
    ["runs", "128", "4"],
    ["runs", "128", "1001"],
    ["runs", "128", "many"],
  ] as const)("names a wrong %s (%s, %s)", (field, tiers, runs) => {
    const read = readForm({ tiers, runs });
    expect(read).toMatchObject({ ok: false, [field]: expect.stringMatching(/please$/) as unknown });
  });
});

describe("rows", () => {
  test("mark the size that ran out of memory, price the others, and name the choices", () => {
    const rows = tuningRows(MEASURED, on("aws-lambda"));
    expect(rows.map(({ memoryMb, state, tuned }) => [memoryMb, state, tuned?.basis ?? null])).toEqual([
      [32, "failed", null],
      [128, "fine", "modelled"],
      [1769, "fine", "modelled"],
    ]);
    // 5 ms wait and 5 ms CPU: 5 + 5 × 1769 ÷ 128 = 74.1 ms at 128 MB, 10 ms with a whole vCPU.
    expect(rows[1]?.tuned?.durationMs.mean).toBeCloseTo(74.102, 6);
    expect(rows[2]?.tuned?.durationMs.mean).toBe(10);
    expect(rows.flatMap(({ choices, memoryMb }) => choices.map((choice) => `${choice} ${memoryMb}`))).toEqual([
      "cheapest 128",
      "fastest 1769",
      "balanced 1769",
    ]);
    expect(rows[1]?.measured).toMatchObject({ n: 5, p50Us: 10_000, cpuP50Us: 5_000 });
  });

  test("say which sizes another size's failure kept from ending", () => {
    const failure = { outcome: "threw", error: { code: "handler-threw", message: "no soil", stack: "at x" } } as const;
    const measured = { ...MEASURED, tiers: [tier(128, 0, { usages: [], failure }), tier(256, 0, { usages: [] })] };
    expect(tuningRows(measured, on("aws-lambda", measured)).map(({ state }) => state)).toEqual([
      "failed",
      "unfinished",
    ]);
    expect(functionFailure(measured)).toMatchObject({ stack: "at x" });
    expect(functionFailure(measured)?.message).toMatch(/^The function failed at 128 MB with handler-threw: no soil\./);
  });

  test("a size that is too small is no failure of the function, unless every size is", () => {
    expect(functionFailure(MEASURED)).toBeNull();
    expect(functionFailure({ ...MEASURED, tiers: [tier(32, 0, OUT_OF_MEMORY)] })?.message).toMatch(/at every size/);
  });

  test("an answer that is no success is said to be what was measured", () => {
    expect(wrongStatus(MEASURED)).toBeNull();
    expect(wrongStatus({ ...MEASURED, tiers: [tier(128, 10, { status: 404 })] })).toBe(404);
  });
});

test("a platform with memory to choose is drawn first, and one that was asked for before it", () => {
  const lists = [listOf("cloudflare-workers"), listOf("aws-lambda")];
  const tunings = tunePlatforms(MEASURED, { lists, calibrationOf: () => null });
  expect(shownList(lists, tunings, undefined)).toBe(1);
  expect(shownList(lists, tunings, lists[0])).toBe(0);
  expect(shownList(lists, tunings, listOf("lambda-edge"))).toBe(1);
});

describe("the texts", () => {
  test("tell measured from modelled, and how sure", () => {
    const [, row] = tuningRows(MEASURED, on("aws-lambda"));
    if (row === undefined) throw new Error("no row");
    const said = describeRow(row, "AWS Lambda");
    expect(said).toMatch(/^128 MB · cheapest · on AWS Lambda: 74,102 µs modelled \(95 % between .* n = 10\)/);
    expect(said).toMatch(/\$[\d.]+ per million calls · measured here: p50 10,000 µs, of it 5,000 µs CPU \(n = 5\)/);
    const [failed] = tuningRows(MEASURED, on("aws-lambda"));
    expect(failed === undefined ? "" : describeRow(failed, "AWS Lambda")).toBe("32 MB · ran out of memory");
    expect(basisText(on("aws-lambda"))).toMatch(/^Time is modelled: one vCPU from 1,769 MB on; .* an estimate/);
    expect(basisText(on("edge-reference"))).toMatch(/^Time as measured here/);
  });

  test("say that a size is not offered", () => {
    const rows = tuningRows(MEASURED, on("edge-reference"));
    expect(rows.map(({ tuned }) => tuned?.offered ?? null)).toEqual([null, true, false]);
    expect(describeRow(rows[2] ?? failRow(), "Edge")).toMatch(/^1,769 MB · not offered on Edge · measured here/);
  });
});

function failRow(): never {
  throw new Error("no row");
}

describe("the picture", () => {
  test("keeps every bar in its plot, and marks choices and failures by sign and word", () => {
    for (const list of builtInPriceLists) {
      const platform = on(list.platform);
      const { shapes, width, height, rows } = tuningPicture(tuningRows(MEASURED, platform), platform, 900);
      expect(rows).toHaveLength(3);
      for (const shape of shapes) {
        if (shape.kind !== "bar") continue;
        expect(shape.box.x).toBeGreaterThanOrEqual(0);
        expect(shape.box.x + shape.box.width).toBeLessThanOrEqual(width);
        expect(shape.box.y + shape.box.height).toBeLessThanOrEqual(height);
      }
      const said = shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
      expect(said).toContain("ran out of memory");
      const signs = shapes.filter((shape) => shape.kind === "tick");
      expect(signs).toHaveLength(platform.choice === null ? 0 : 3);
    }
  });

  test("has a scale from zero with one or two round steps", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (most) => {
        const found = ticks(most);
        expect(found[0]).toBe(0);
        expect(found.length).toBeGreaterThan(1);
        expect(found.length).toBeLessThan(4);
        expect(found.at(-1)).toBeLessThanOrEqual(most * (1 + 1e-9));
      }),
    );
    expect(ticks(0)).toEqual([0]);
  });
});
