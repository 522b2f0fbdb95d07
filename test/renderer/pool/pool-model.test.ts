import fc from "fast-check";
import { expect, test } from "vitest";
import { occupancyCsv, occupancyPicture, sampleAt } from "../../../renderer/features/pool/occupancy-picture";
import type { Sample } from "../../../renderer/features/pool/pool-model";
import { highest, sizesOf, SPAN_MS, stretches, withSample } from "../../../renderer/features/pool/pool-model";

function sample(atMs: number, busy = 0, queued = 0): Sample {
  return { atMs, counts: { busy, bound: 0, blank: 0, starting: 0 }, queued };
}

const FORM = { maxPool: "4", maxSandboxes: "8", maxQueue: "1000", idleSeconds: "60", maxUses: "" };

test("the time line is covered without gaps from the first sample on, and ends now", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 60 }), (steps) => {
      let atMs = 1_000_000;
      let samples: readonly Sample[] = [];
      for (const step of steps) samples = withSample(samples, sample((atMs += step)));
      const drawn = stretches(samples, atMs + 1);
      expect(drawn.at(-1)?.to).toBe(1);
      for (const [index, { from }] of drawn.entries()) {
        if (index > 0) expect(from).toBeCloseTo(drawn[index - 1]?.to ?? NaN, 9);
      }
      if (atMs - (1_000_000 + (steps[0] ?? 0)) > SPAN_MS) expect(drawn[0]?.from).toBe(0);
    }),
  );
});

test("samples older than the time line are let go, but for the one that holds at its beginning", () => {
  const samples = [0, 1_000, 2_000].reduce<readonly Sample[]>((all, atMs) => withSample(all, sample(atMs)), []);
  expect(withSample(samples, sample(SPAN_MS + 1_500)).map(({ atMs }) => atMs)).toEqual([1_000, 2_000, SPAN_MS + 1_500]);
});

test("the axis holds the pool's places, and more where more waited", () => {
  expect(highest([sample(0, 2)], 8)).toBe(8);
  expect(highest([sample(0, 2, 40)], 8)).toBe(40);
});

test("sizes are read from text, and an empty number of calls means never renewed", () => {
  expect(sizesOf(FORM)).toEqual({
    ok: true,
    sizes: { maxPool: 4, maxSandboxes: 8, maxQueue: 1000, idleMs: 60_000, maxUses: null },
  });
});

test.each([
  ["maxPool", { maxPool: "-1" }],
  ["maxSandboxes", { maxSandboxes: "0" }],
  ["maxQueue", { maxQueue: "many" }],
  ["idleMs", { idleSeconds: "0" }],
  ["maxUses", { maxUses: "0" }],
] as const)("a wrong %s is named", (field, change) => {
  expect(sizesOf({ ...FORM, ...change })).toEqual({ ok: false, field });
});

test("the picture holds every stretch within its plot, and the file every sample", () => {
  const samples = [sample(1_000, 2, 9), sample(2_000, 1)];
  const { shapes, plot } = occupancyPicture(samples, 3_000, 4, 600);
  const bars = shapes.flatMap((shape) => (shape.kind === "bar" ? [shape.box] : []));
  expect(bars).toHaveLength(2);
  for (const { x, y, width, height } of bars) {
    expect(x).toBeGreaterThanOrEqual(plot.x);
    expect(x + width).toBeLessThanOrEqual(plot.x + plot.width + 1e-9);
    expect(y).toBeGreaterThanOrEqual(plot.y);
    expect(y + height).toBeCloseTo(plot.y + plot.height, 9);
  }
  expect(sampleAt(samples, 1_999)).toBe(0);
  expect(sampleAt(samples, 500)).toBe(-1);
  expect(occupancyCsv(samples)).toBe(
    "time,busy,bound,blank,starting,waiting\r\n1970-01-01T00:00:01.000Z,2,0,0,0,9\r\n1970-01-01T00:00:02.000Z,1,0,0,0,0\r\n",
  );
});
