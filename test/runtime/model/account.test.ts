import fc from "fast-check";
import { expect, test } from "vitest";
import type { Span } from "../../../runtime/model";
import { accountFor, unaccountedUs } from "../../../runtime/model";

function span(name: string, startUs: number, endUs: number, parent: number | null = null): Span {
  return { name, startUs, endUs, parent, attributes: {} };
}

const topSpans = fc.array(
  fc.tuple(fc.nat(1000), fc.nat(1000)).map(([a, b]) => span("s", Math.min(a, b), Math.max(a, b))),
  { maxLength: 12 },
);

test("a gap is named where it is", () => {
  expect(
    accountFor([span("queue", 0, 10), span("handler", 15, 20)], 25).map((s) => [s.name, s.startUs, s.endUs]),
  ).toEqual([
    ["queue", 0, 10],
    ["unaccounted", 10, 15],
    ["handler", 15, 20],
    ["unaccounted", 20, 25],
  ]);
});

test("covered and unaccounted time add up to the wall, microsecond by microsecond", () => {
  fc.assert(
    fc.property(topSpans, fc.nat(1200), (spans, wallUs) => {
      const covered = new Set<number>();
      for (const { startUs, endUs } of spans)
        for (let us = startUs; us < Math.min(endUs, wallUs); us += 1) covered.add(us);
      expect(unaccountedUs(accountFor(spans, wallUs))).toBe(wallUs - covered.size);
    }),
  );
});

test("spans stay under their parents and come in order", () => {
  fc.assert(
    fc.property(topSpans, fc.array(fc.nat(11)), (top, parents) => {
      const nested = parents.flatMap((parent, index) => {
        const under = top[parent];
        return under === undefined ? [] : [span(`child ${index} of ${parent}`, under.startUs, under.endUs, parent)];
      });
      const named = top.map((one, index) => ({ ...one, name: `top ${index}` }));
      const accounted = accountFor([...named, ...nested], 1000);
      for (const [index, one] of accounted.entries()) {
        expect(one.startUs).toBeGreaterThanOrEqual(accounted[index - 1]?.startUs ?? 0);
        const parentOf = / of (\d+)$/.exec(one.name)?.[1];
        expect(one.parent === null ? undefined : accounted[one.parent]?.name).toBe(
          parentOf === undefined ? undefined : `top ${parentOf}`,
        );
      }
    }),
  );
});
