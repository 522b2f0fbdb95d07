import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceUs, pairRows, single } from "../../../renderer/features/trace/compare-model";
import {
  axisOf,
  panView,
  rangeView,
  toPixels,
  toUs,
  wholeView,
  zoomView,
} from "../../../renderer/features/trace/scale-model";
import { sceneOf } from "../../../renderer/features/trace/scene-model";
import { coveredUs, rowsOf, traceEndUs } from "../../../renderer/features/trace/span-model";
import { traceCsv, traceText } from "../../../renderer/features/trace/text-model";
import { accountFor } from "../../../runtime/model";
import type { Span } from "../../../runtime/model";
import { sampleInvocation } from "../../main/workbench/sample-invocation";

const segment = fc
  .tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 2000 }))
  .map(([startUs, took]) => ({ startUs, endUs: startUs + took }));

describe("rows of a trace", () => {
  it("puts children below their parents, and what is unaccounted last", () => {
    const rows = rowsOf(sampleInvocation());
    expect(rows.map(({ key, depth, part, tookUs }) => [key, depth, part, tookUs])).toEqual([
      ["spawn", 0, "startup", 1000],
      ["handler", 0, "call", 1960],
      ["handler › fetch", 1, "guest", 900],
      ["handler › fetch #2", 1, "guest", 1000],
      ["unaccounted", 0, "unaccounted", 40],
    ]);
  });

  it("counts what two children cover once in the parent's own time", () => {
    const handler = rowsOf(sampleInvocation()).find(({ key }) => key === "handler");
    // 1100 … 2500 is covered by two requests that overlap.
    expect(handler?.selfUs).toBe(1960 - 1400);
  });

  it("adds up to the wall time, whatever the top spans are", () => {
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
        const wallUs = Math.max(1, ...segments.map(({ endUs }) => endUs));
        const spans: Span[] = segments.map((one) => ({ ...one, name: "bind", parent: null, attributes: {} }));
        const rows = rowsOf({
          spans: accountFor(spans, wallUs),
          usage: { ...sampleInvocation().usage, wallUs },
        });
        const covered = coveredUs(rows.filter(({ depth }) => depth === 0).flatMap((row) => row.segments));
        expect(covered).toBe(wallUs);
      }),
    );
  });

  it("has none for a call that never began", () => {
    const { usage } = sampleInvocation();
    expect(rowsOf({ spans: [], usage: { ...usage, wallUs: 0 } })).toEqual([]);
  });
});

describe("the time line", () => {
  const view = fc
    .tuple(fc.integer({ min: 10, max: 1e7 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([endUs, share]) => {
      const whole = wholeView(endUs);
      return { endUs, view: zoomView(whole, whole.toUs * share, 3, endUs), anchor: whole.toUs * share };
    });

  it("keeps what is under the pointer in its place, and stays inside of the trace", () => {
    fc.assert(
      fc.property(view, fc.double({ min: 0.1, max: 10, noNaN: true }), ({ endUs, view, anchor }, factor) => {
        const next = zoomView(view, anchor, factor, endUs);
        expect(next.fromUs).toBeGreaterThanOrEqual(0);
        expect(next.toUs).toBeLessThanOrEqual(endUs + 1e-6);
        expect(next.toUs).toBeGreaterThan(next.fromUs);
        const isInside = next.fromUs > 0 && next.toUs < endUs;
        if (isInside) expect(toPixels(anchor, next, 1000)).toBeCloseTo(toPixels(anchor, view, 1000), 3);
      }),
    );
  });

  it("translates pixels and times into each other", () => {
    fc.assert(
      fc.property(view, fc.integer({ min: 0, max: 1000 }), ({ view }, pixels) => {
        expect(toPixels(toUs(pixels, view, 1000), view, 1000)).toBeCloseTo(pixels, 3);
      }),
    );
  });

  it("pans to the end and no further, and takes a range drawn backwards", () => {
    expect(panView({ fromUs: 50, toUs: 100 }, 5, 1000)).toEqual({ fromUs: 300, toUs: 350 });
    expect(panView({ fromUs: 50, toUs: 100 }, 500, 1000)).toEqual({ fromUs: 950, toUs: 1000 });
    expect(rangeView(700, 200, 1000)).toEqual({ fromUs: 200, toUs: 700 });
  });

  it("has round ticks in one unit, as many as there is room for", () => {
    expect(axisOf({ fromUs: 0, toUs: 1200 }, 6)).toEqual({
      unit: "ms",
      ticks: [0, 200, 400, 600, 800, 1000, 1200].map((us) => ({ us, text: (us / 1000).toFixed(1) })),
    });
    fc.assert(
      fc.property(view, fc.integer({ min: 2, max: 20 }), ({ view }, most) => {
        const { ticks } = axisOf(view, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
      }),
    );
  });
});

describe("two traces", () => {
  const a = sampleInvocation();
  const b = sampleInvocation({
    start: "warm",
    spans: [
      { name: "bind", startUs: 0, endUs: 20, parent: null, attributes: {} },
      { name: "handler", startUs: 20, endUs: 1020, parent: null, attributes: {} },
      { name: "waitUntil", startUs: 30, endUs: 90, parent: 1, attributes: { "coldframe.guest": true } },
    ],
    usage: { ...a.usage, wallUs: 1020 },
  });
  const rows = pairRows(rowsOf(a), rowsOf(b));

  it("holds the same spans against each other, and keeps those that only one has", () => {
    expect(rows.map((row) => [row.key, row.a?.tookUs ?? null, row.b?.tookUs ?? null])).toEqual([
      ["bind", null, 20],
      ["spawn", 1000, null],
      ["handler", 1960, 1000],
      ["handler › waitUntil", null, 60],
      ["handler › fetch", 900, null],
      ["handler › fetch #2", 1000, null],
      ["unaccounted", 40, 0],
    ]);
    const handler = rows.find(({ key }) => key === "handler");
    expect(handler && differenceUs(handler)).toBe(-960);
  });

  it("draws both on one scale", () => {
    const side = (invocation: typeof a) => ({
      start: invocation.start,
      logs: invocation.logs,
      wallUs: invocation.usage.wallUs,
    });
    const scene = sceneOf({ rows, a: side(a), b: side(b), view: wholeView(traceEndUs(a)), width: 1000 });
    const handler = scene.rows[2]?.shapes.flatMap((shape) => (shape.kind === "bar" ? [shape] : []));
    expect(handler?.map(({ token }) => token)).toEqual(["--start-cold", "--start-warm"]);
    const [ofA, ofB] = handler?.map(({ box }) => box.width) ?? [];
    expect((ofA ?? 0) / (ofB ?? 1)).toBeCloseTo(1.96, 2);
  });

  it("writes the figures for a spreadsheet and for a message", () => {
    expect(traceCsv(rows, true).split("\r\n")[3]).toBe("handler,1040,3000,1960,20,1020,1000,-960");
    expect(traceCsv(single(rowsOf(a)), false).split("\r\n")[1]).toBe(
      'spawn,0,1000,1000,1000,"{""coldframe.sandbox"":1}"',
    );
    expect(traceText(a, b, rows)).toMatch(/^handler +1,960 µs +1,000 µs +−960 µs$/m);
  });
});
