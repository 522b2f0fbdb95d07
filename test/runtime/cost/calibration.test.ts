import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { billCall, billMonth } from "../../../runtime/cost";
import { fitCalibration } from "../../../runtime/cost/calibration";
import type { Calibration, CalibrationPair } from "../../../runtime/cost/calibration";
import { listOf, usageOf } from "./samples";

const time = fc.double({ min: 0.001, max: 1e6, noNaN: true });
const pairs = fc.array(fc.record({ localMs: time, deployedMs: time }), { minLength: 2, maxLength: 40 });

function fitted(points: readonly CalibrationPair[]): Calibration {
  const fit = fitCalibration(points);
  if (!fit.ok) throw new Error(fit.message);
  return fit.calibration;
}

describe("a calibration by hand", () => {
  test("two pairs: f = (10·13 + 20·27) / (10² + 20²) = 1.34; s² = 0.4² + 0.2² = 0.2, so ± 12.7062 · sqrt(0.2 / 500)", () => {
    const points = [
      { localMs: 10, deployedMs: 13 },
      { localMs: 20, deployedMs: 27 },
    ];
    expect(fitted(points)).toEqual({ factor: 1.34, margin: 0.2541, n: 2 });
  });

  test("three pairs: f = (2·3 + 3·5 + 5·8) / 38 = 1.605; residuals -4/19, 7/38, -1/38", () => {
    const points = [
      { localMs: 2, deployedMs: 3 },
      { localMs: 3, deployedMs: 5 },
      { localMs: 5, deployedMs: 8 },
    ];
    const residuals = (4 / 19) ** 2 + (7 / 38) ** 2 + (1 / 38) ** 2;
    const margin = 4.30265 * Math.sqrt(residuals / 2 / 38);
    expect(fitted(points)).toEqual({ factor: 1.605, margin: Number(margin.toPrecision(4)), n: 3 });
  });

  test("pairs that agree exactly leave no margin", () => {
    const points = [1, 7, 30].map((localMs) => ({ localMs, deployedMs: 1.5 * localMs }));
    expect(fitted(points)).toEqual({ factor: 1.5, margin: 0, n: 3 });
  });
});

describe("what a calibration keeps to", () => {
  test("its factor lies between the smallest and the largest ratio", () => {
    fc.assert(
      fc.property(pairs, (points) => {
        const fit = fitCalibration(points);
        if (!fit.ok) return;
        const ratios = points.map(({ localMs, deployedMs }) => deployedMs / localMs);
        expect(fit.calibration.factor).toBeGreaterThanOrEqual(Math.min(...ratios) * 0.999);
        expect(fit.calibration.factor).toBeLessThanOrEqual(Math.max(...ratios) * 1.001);
        expect(fit.calibration.margin).toBeLessThanOrEqual(fit.calibration.factor);
      }),
    );
  });

  test("a platform that takes k times as long has k times the factor and the margin", () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom(0.25, 2, 1024), (points, k) => {
        const slower = points.map(({ localMs, deployedMs }) => ({ localMs, deployedMs: k * deployedMs }));
        const [one, other] = [fitCalibration(points), fitCalibration(slower)];
        expect(other.ok).toBe(one.ok);
        if (!one.ok || !other.ok) return;
        expect(other.calibration.factor / one.calibration.factor / k).toBeCloseTo(1, 2);
        expect(Math.abs(other.calibration.margin - k * one.calibration.margin)).toBeLessThanOrEqual(
          0.001 * other.calibration.factor,
        );
      }),
    );
  });

  test("the order of the pairs does not matter", () => {
    fc.assert(
      fc.property(pairs, (points) => {
        const [one, other] = [fitCalibration(points), fitCalibration([...points].reverse())];
        expect(other.ok).toBe(one.ok);
        if (one.ok && other.ok) expect(other.calibration.factor / one.calibration.factor).toBeCloseTo(1, 3);
      }),
    );
  });
});

describe("what is no calibration is refused", () => {
  test.each<readonly [code: string, points: readonly CalibrationPair[]]>([
    ["too-few", []],
    ["too-few", [{ localMs: 1, deployedMs: 2 }]],
    [
      "not-a-time",
      [
        { localMs: 0, deployedMs: 2 },
        { localMs: 1, deployedMs: 2 },
      ],
    ],
    [
      "not-a-time",
      [
        { localMs: 1, deployedMs: -2 },
        { localMs: 1, deployedMs: 2 },
      ],
    ],
    [
      "not-a-time",
      [
        { localMs: 1, deployedMs: NaN },
        { localMs: 1, deployedMs: 2 },
      ],
    ],
    [
      "not-a-time",
      [
        { localMs: Infinity, deployedMs: 2 },
        { localMs: 1, deployedMs: 2 },
      ],
    ],
    [
      "no-agreement",
      [
        { localMs: 1, deployedMs: 100 },
        { localMs: 1, deployedMs: 1 },
      ],
    ],
  ])("%s", (code, points) => {
    expect(fitCalibration(points)).toMatchObject({ ok: false, code });
  });
});

describe("a calibrated bill", () => {
  const calibration = { factor: 1.31, margin: 0.08, n: 5 };

  test("takes the platform's CPU time, and says by what: 10 ms × 1.31 on Workers", () => {
    const usage = usageOf({ cpuMs: 10, durationMs: 30 });
    const bill = billCall(usage, listOf("cloudflare-workers"), { calibration, explain: true });
    // 0.30 per million requests and 13.1 ms of CPU at 0.02 per million.
    expect(bill.usd).toBe("0.000000562");
    expect(bill.calibration).toEqual(calibration);
    expect(bill.lines.find(({ estimated }) => estimated)?.formula).toMatch(
      /13\.1 ms.*; CPU time is calibrated × 1\.31 ± 0\.08, n = 5$/,
    );
    const month = billMonth([{ usage, requests: 1_000_000_000 }], listOf("cloudflare-workers"), {
      calibration,
      freeTier: false,
    });
    // 5 + (1e9 - 10e6) × 3e-7 + (13.1e9 - 30e6) × 2e-8
    expect(month).toMatchObject({ usd: "563.4", calibration });
  });

  test("changes nothing where wall time is billed", () => {
    const usage = usageOf({ cpuMs: 10, durationMs: 30 });
    expect(billCall(usage, listOf("aws-lambda"), { calibration })).toEqual(billCall(usage, listOf("aws-lambda")));
  });
});
