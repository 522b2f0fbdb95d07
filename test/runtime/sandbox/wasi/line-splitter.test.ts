import fc from "fast-check";
import { expect, it } from "vitest";
import { LineSplitter } from "../../../../runtime/sandbox/wasi/line-splitter";

function split(chunks: readonly Uint8Array[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.write(chunk);
  splitter.end();
  return lines;
}

it("makes the same lines wherever the chunks are cut, also within a character", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), fc.nat(), (lines, seed) => {
      const clean = lines
        .map((line) => line.toWellFormed().replaceAll(/[\r\n\uFEFF]/g, ""))
        .filter((line) => line !== "");
      const bytes = new TextEncoder().encode(clean.map((line) => `${line}\n`).join(""));
      const cut = bytes.length === 0 ? 0 : seed % bytes.length;
      expect(split([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(clean);
    }),
  );
});

it("takes what stands behind the last line end as a line, and no carriage return", () => {
  expect(split([new TextEncoder().encode("a\r\n\nb")])).toEqual(["a", "", "b"]);
});

it("cuts a line that never ends", () => {
  const lines = split(Array.from({ length: 40 }, () => new Uint8Array(10_000).fill(0x61)));
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join("")).toHaveLength(400_000);
});
