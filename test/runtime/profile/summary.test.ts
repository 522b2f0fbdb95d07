import { expect, test } from "vitest";
import { driftTexts, summarize } from "../../../runtime/profile";
import { sampleStart as sample } from "../../main/workbench/profile/sample-profile";

/** 1,000 to 1,090 µs, in no order. */
const USUAL = Array.from({ length: 100 }, (_, index) => sample(index + 4, 1000 + ((index * 37) % 10) * 10));

test("the first rounds are kept apart from the figures", () => {
  const first = sample(1, 900_000, { first: true });
  const [summary] = summarize({ starts: ["prewarmed"], samples: [first, ...USUAL] });
  expect(summary?.firstUs).toBe(900_000);
  expect(summary?.wall).toMatchObject({ n: 100, min: 1000, max: 1090, p50: 1045 });
  expect(summary?.p50Ci95?.[0]).toBeLessThanOrEqual(1045);
  expect(summary?.p50Ci95?.[1]).toBeGreaterThanOrEqual(1045);
  expect(summary?.p90Ci95).not.toBeNull();
  expect(summary?.p99Ci95).toBeNull();
});

test("starts that were slow for a while are worth fewer than as many in no order, and that is said", () => {
  const walls = Array.from({ length: 100 }, (_, index) => (index < 50 ? 1000 : 2000) + ((index * 37) % 10));
  const slowed = walls.map((wallUs, index) => sample(index + 4, wallUs));
  const mixed = walls.map((_, index) => sample(index + 4, walls[(index * 37) % 100] ?? 0));
  const summaries = [slowed, mixed].flatMap((samples) => summarize({ starts: ["prewarmed"], samples }));
  const [drifted, steady] = summaries;
  expect(drifted?.effectiveN).toBeLessThan(20);
  expect(steady?.effectiveN).toBeGreaterThan(60);
  expect(drifted?.p50Ci95).toEqual([1000, 2009]);
  expect(driftTexts(summaries)).toEqual([
    `The machine drifted: 100 prewarmed starts tell as much as ${drifted?.effectiveN} would on a steady one.`,
  ]);
});

test("spans come in the order of a start, and one that a start did not have took it no time", () => {
  const samples = USUAL.map((one, index) => (index < 60 ? { ...one, spans: { ...one.spans, mine: 7 } } : one));
  const [summary] = summarize({ starts: ["prewarmed"], samples });
  expect(summary?.spans.map(({ name }) => name)).toEqual(["bind", "handler", "mine", "unaccounted"]);
  expect(summary?.spans.find(({ name }) => name === "mine")?.percentiles).toMatchObject({ n: 100, min: 0, p50: 7 });
});

test("an outlier is named with the span that grew and with what happened in it", () => {
  const slow = sample(200, 9000, {
    spans: { bind: 6000, handler: 2950, unaccounted: 50 },
    events: {
      ...{ gcCount: 1, gcUs: 4000, pageIns: 3, waitedUs: 2500 },
      sandboxGc: [
        { kind: "scavenge", count: 2, durationUs: 900 },
        { kind: "mark-sweep", count: 1, durationUs: 900 },
      ],
    },
  });
  const strange = sample(201, 5000);
  const [summary] = summarize({ starts: ["prewarmed"], samples: [...USUAL, slow, strange] });
  expect(summary?.outliers).toEqual([
    {
      sample: slow,
      span: { name: "bind", beyondUs: 5800 },
      causes: [
        "garbage collection in the main thread, 4.00 ms",
        "garbage collection in the sandbox's thread, 1.80 ms (2 × scavenge, mark-sweep)",
        "3 pages read from disk",
        "waited 2.50 ms for a processor (median 100 µs)",
      ],
    },
    { sample: strange, span: { name: "handler", beyondUs: 3950 }, causes: [] },
  ]);
});

test("a kind of start that was never measured has no figures", () => {
  const [cold, prewarmed] = summarize({ starts: ["cold", "prewarmed"], samples: USUAL });
  expect(cold).toMatchObject({ start: "cold", wall: null, p50Ci95: null, spans: [], outliers: [], firstUs: null });
  expect(prewarmed?.wall?.n).toBe(100);
});

test("garbage collection that most starts have is no cause, and what is beyond it shows the median", () => {
  const collected = (durationUs: number) => ({
    ...{ gcCount: 0, gcUs: 0, pageIns: 0, waitedUs: null },
    sandboxGc: [{ kind: "mark-sweep", count: 1, durationUs }] as const,
  });
  const usual = USUAL.map((one) => ({ ...one, events: collected(400) }));
  const slow = [sample(200, 9000, { events: collected(6000) }), sample(201, 8000, { events: collected(400) })];
  const [summary] = summarize({ starts: ["prewarmed"], samples: [...usual, ...slow] });
  expect(summary?.outliers.map(({ causes }) => causes)).toEqual([
    ["garbage collection in the sandbox's thread, 6.00 ms (mark-sweep; median 400 µs)"],
    [],
  ]);
});
