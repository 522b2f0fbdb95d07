import fc from "fast-check";
import { expect, test } from "vitest";
import { renderBar, renderWaterfall } from "../../../main/terminal/waterfall";
import { sampleInvocation } from "../workbench/sample-invocation";

function plain(text: string): string {
  return text;
}

test("a trace is one aligned row per span, nested by indent, with the gaps at the end", () => {
  expect(renderWaterfall(sampleInvocation().spans, 70, plain)).toEqual([
    "span            start      took   share",
    "spawn            0 µs  1,000 µs  33.3 %  █████████▋",
    "handler      1,040 µs  1,960 µs  65.3 %            ███████████████████",
    "  fetch      1,100 µs    900 µs  30.0 %            ▐████████▍",
    "  fetch      1,500 µs  1,000 µs  33.3 %                ▐█████████▏",
    "unaccounted  1,000 µs     40 µs   1.3 %           ▐▏",
  ]);
});

test("nothing to show is no rows", () => {
  expect(renderWaterfall([], 80, plain)).toEqual([]);
});

const segment = fc
  .tuple(fc.nat(1_000_000), fc.nat(1_000_000))
  .map(([a, b]) => ({ startUs: Math.min(a, b), endUs: Math.max(a, b) }));

test("a bar fills its cells and no others, and a part is never invisible", () => {
  fc.assert(
    fc.property(segment, fc.integer({ min: 10, max: 60 }), ({ startUs, endUs }, width) => {
      const bar = renderBar([{ startUs, endUs }], 0, 1_000_000, width);
      const cells = Array.from(bar);
      const drawn = cells.flatMap((cell, index) => (cell === " " ? [] : [index]));
      expect(cells).toHaveLength(width);
      expect(drawn.length).toBeGreaterThan(0);
      const perCell = 1_000_000 / width;
      expect(drawn[0]).toBe(Math.min(width - 1, Math.floor(startUs / perCell)));
      expect(drawn.at(-1)).toBeLessThanOrEqual(Math.min(width - 1, Math.max(Math.ceil(endUs / perCell), 0)));
      expect(drawn.length).toBeGreaterThanOrEqual(Math.floor((endUs - startUs) / perCell));
    }),
  );
});
