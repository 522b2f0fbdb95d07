import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "../../../runtime/model";

function parseCsvLine(line: string): string[] {
  const cells: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n$)/gy;
  for (const [, quoted, plain, end] of line.matchAll(pattern)) {
    cells.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end !== ",") break;
  }
  return cells;
}

test("any text comes back out of CSV, and none is a formula", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 }), (texts) => {
      const cells = parseCsvLine(csvLine(texts));
      expect(cells.map((cell) => (cell.startsWith("'") ? cell : `'${cell}`))).toEqual(
        texts.map((text) => (text.startsWith("'") ? text : `'${text}`)),
      );
      for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\n](?!\d+(\.\d+)?$)/);
    }),
  );
  expect(csvLine(["-0.000000000000000000012", "-1+1", "+1"])).toBe("-0.000000000000000000012,'-1+1,'+1\r\n");
  expect(csvLine(["=HYPERLINK(1)", 'a"b', "x,y", -5, null])).toBe(`'=HYPERLINK(1),"a""b","x,y",-5,\r\n`);
});
