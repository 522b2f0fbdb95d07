import { describe, expect, test } from "vitest";
import type { PricingReport } from "../../../preload/contract";
import {
  calibratablePlatforms,
  fittedPairs,
  pairsText,
  readPairs,
  withLocal,
} from "../../../renderer/features/cost/calibration/calibration-model";
import { builtInPriceLists } from "../../../runtime/cost";
import { listOf } from "../../runtime/cost/samples";

const REPORT: PricingReport = { lists: builtInPriceLists, own: [], ownFolder: "/", unpriced: [], calibrations: [] };

test("platforms that bill CPU time, or have it modelled, can be calibrated; the chosen ones come first", () => {
  const found = calibratablePlatforms(REPORT, [listOf("edge-reference"), listOf("fastly-compute")]);
  expect(found[0]).toEqual({ platform: "fastly-compute", title: "Fastly Compute" });
  const names = found.map(({ platform }) => platform);
  expect(names).toEqual(expect.arrayContaining(["cloudflare-workers", "aws-lambda", "vercel-functions"]));
  expect(names).not.toContain("edge-reference");
  expect(new Set(names).size).toBe(names.length);
});

describe("typed pairs", () => {
  test("fit a factor at once, and show how far each is off", () => {
    const read = readPairs("local,deployed\n10,13\n20,27\n30,40");
    expect(read).toMatchObject({ state: "fitted", calibration: { factor: 1.336, n: 3 } });
    expect(fittedPairs(read).map(({ fittedMs }) => fittedMs?.toFixed(6))).toEqual([
      "13.360000",
      "26.720000",
      "40.080000",
    ]);
  });

  test.each([
    ["  \n", { state: "empty" }],
    ["10,13", { state: "wrong", message: "a calibration needs at least 2 pairs of measurements: there is one." }],
    ["10,13\n20,fast", { state: "wrong", message: expect.stringMatching(/^line 2: '20,fast' is no pair/) as unknown }],
    ["10,1\n10,900", { state: "wrong", message: expect.stringMatching(/agree on no factor/) as unknown }],
  ])("%j", (text, expected) => {
    expect(readPairs(text)).toMatchObject(expected);
  });

  test("that agree on nothing are still listed, without a factor", () => {
    expect(fittedPairs(readPairs("10,1\n10,900"))).toEqual([
      { localMs: 10, deployedMs: 1, fittedMs: null },
      { localMs: 10, deployedMs: 900, fittedMs: null },
    ]);
  });

  test("are the kept ones as text again", () => {
    const pairs = [
      { localMs: 4.1, deployedMs: 5.3 },
      { localMs: 9.8, deployedMs: 13.1 },
    ];
    expect(readPairs(pairsText(pairs))).toMatchObject({ state: "fitted", pairs });
  });

  test("a measured call begins a line of its own", () => {
    expect(withLocal("", 1.234)).toBe("local,deployed\n1.234,");
    expect(withLocal("4.1,5.3\n", 1.234)).toBe("4.1,5.3\n1.234,");
  });
});
