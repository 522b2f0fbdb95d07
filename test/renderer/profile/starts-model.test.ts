import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readForm, withStart } from "../../../renderer/features/profile/form-model";
import { histograms, samplesCsv, usualAxis } from "../../../renderer/features/profile/starts/histogram-model";
import { histogramPicture } from "../../../renderer/features/profile/starts/histogram-picture";
import { phasePicture, phasesCsv } from "../../../renderer/features/profile/starts/phase-picture";
import type { ProfileSample, Start } from "../../../runtime/model";
import { STARTS } from "../../../runtime/model";
import { summarize } from "../../../runtime/profile";
import { sampleStart } from "../../main/workbench/profile/sample-profile";

function measured(walls: Readonly<Partial<Record<Start, readonly number[]>>>) {
  const starts = STARTS.filter((start) => start in walls);
  const samples = starts.flatMap((start) =>
    (walls[start] ?? []).map((wallUs, index): ProfileSample => sampleStart(index + 4, wallUs, { start })),
  );
  return { starts, samples };
}

const THREE = measured({
  cold: [40_000, 41_000, 44_000, 90_000],
  prewarmed: [900, 950, 1000, 1100],
  warm: [300, 310, 320, 500],
});

describe("the form", () => {
  test("takes a whole number of starts within what can be measured at once", () => {
    expect(readForm({ runs: " 100 ", starts: ["cold"] })).toEqual({ ok: true, runs: 100, starts: ["cold"] });
    for (const runs of ["0", "2001", "1.5", "1e2", "-3", ""]) {
      expect(readForm({ runs, starts: STARTS })).toMatchObject({
        ok: false,
        runs: "from 1 to 2,000, please",
        starts: null,
      });
    }
    expect(readForm({ runs: "5", starts: [] })).toMatchObject({ ok: false, runs: null, starts: "choose one at least" });
  });

  test("names starts in one order, in whatever order they were chosen", () => {
    expect(withStart(["warm"], "cold", true)).toEqual(["cold", "warm"]);
    expect(withStart(STARTS, "prewarmed", false)).toEqual(["cold", "warm"]);
  });
});

describe("a histogram", () => {
  const walls = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { minLength: 1, maxLength: 300 });

  test("holds each start once, on either axis", () => {
    fc.assert(
      fc.property(walls, walls, fc.constantFrom("linear", "logarithmic"), (cold, warm, axis) => {
        const profile = measured({ cold, warm });
        const rows = histograms(profile, summarize(profile), axis);
        const counts = rows.map(({ bins }) => bins.reduce((sum, { count }) => sum + count, 0));
        expect(counts).toEqual([cold.length, warm.length]);
        for (const { bins } of rows) {
          for (const [index, { fromUs, toUs }] of bins.entries()) {
            expect(toUs).toBeGreaterThan(fromUs);
            if (index > 0) expect(fromUs).toBe(bins[index - 1]?.toUs);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test("has one axis for all kinds where it is logarithmic, and each its own where it is linear", () => {
    const domains = (axis: "linear" | "logarithmic") =>
      histograms(THREE, summarize(THREE), axis).map(({ domain }) => domain.join(" "));
    expect(new Set(domains("logarithmic")).size).toBe(1);
    expect(new Set(domains("linear")).size).toBe(3);
  });

  test("is logarithmic where kinds lie far apart", () => {
    expect(usualAxis(summarize(THREE))).toBe("logarithmic");
    const warm = measured({ warm: [300, 310, 500] });
    expect(usualAxis(summarize(warm))).toBe("linear");
  });

  test("leaves out the first rounds and kinds of which no start counts", () => {
    const first = sampleStart(1, 9000, { start: "cold", first: true });
    const profile = { starts: ["cold", "warm"] as const, samples: [first, sampleStart(4, 300, { start: "warm" })] };
    expect(histograms(profile, summarize(profile), "linear").map(({ summary }) => summary.start)).toEqual(["warm"]);
  });

  test("marks percentiles where they lie, and says what each bar holds", () => {
    const rows = histograms(THREE, summarize(THREE), "logarithmic");
    const picture = histogramPicture(rows, "logarithmic", 1000);
    const texts = picture.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
    expect(texts).toContain("p50 42.5 ms");
    expect(texts).toContain("n = 4");
    const counted = picture.cells.map(({ text }) => Number(/^\w+: (\d+) start/.exec(text)?.[1]));
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(12);
    for (const { box } of picture.cells) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(picture.width);
    }
  });
});

describe("the spans", () => {
  test("are bars of their medians, within the picture", () => {
    const picture = phasePicture(summarize(THREE), 900);
    expect(picture.cells).toHaveLength(9);
    expect(picture.cells[1]?.text).toBe(
      "cold, handler: p50 42,250 µs, p90 75,950 µs, p99 88,370 µs, from 39,750 to 89,750 µs (n = 4)",
    );
    for (const shape of picture.shapes) {
      if (shape.kind === "bar") expect(shape.box.x + shape.box.width).toBeLessThanOrEqual(900);
    }
  });

  test("leave as CSV, whole microseconds", () => {
    expect(phasesCsv(summarize(THREE)).split("\r\n")[2]).toBe("cold,handler,4,42250,75950,88370,39750,89750");
  });
});

test("every start leaves as CSV, in the order of the rounds, the first ones marked", () => {
  const sandboxGc = [{ kind: "scavenge", count: 2, durationUs: 40 }] as const;
  const samples = [
    sampleStart(4, 900, { events: { gcCount: 0, gcUs: 0, sandboxGc, pageIns: 0, waitedUs: null } }),
    sampleStart(1, 1200, { first: true, events: { gcCount: 2, gcUs: 90, sandboxGc: null, pageIns: 0, waitedUs: 100 } }),
  ];
  const lines = samplesCsv({ starts: ["prewarmed"], samples })
    .trimEnd()
    .split("\r\n");
  expect(lines).toEqual([
    "start,round,warmsUp,wallUs,executionUs,activeCpuUs,bindUs,handlerUs,unaccountedUs,gcCount,gcUs,sandboxGcCount,sandboxGcUs,pageIns,waitedUs",
    "prewarmed,1,true,1200,950,100,200,950,50,2,90,,,0,100",
    "prewarmed,4,false,900,650,100,200,650,50,0,0,2,40,0,",
  ]);
});
