import { expect, test } from "vitest";
import { pricedRows, verdictText } from "../../../renderer/features/profile/languages/languages-model";
import { languagesPicture } from "../../../renderer/features/profile/languages/languages-picture";
import { builtInPriceLists } from "../../../runtime/cost";
import type { Profile } from "../../../runtime/model";
import type { FunctionRow } from "../../../runtime/profile";
import { sampleProfile } from "../../main/workbench/profile/sample-profile";

const PRICES = { lists: builtInPriceLists, own: [], ownFolder: "", unpriced: [], calibrations: [] };
const LONG = Array.from({ length: 60 }, (_, index) => 900 + index);

function rowsOf(...profiles: readonly Profile[]): readonly FunctionRow[] {
  const functions = profiles.map((profile) => ({
    ...{ name: profile.functionName, language: "javascript" as const },
    result: { type: "measured" as const, profile },
  }));
  return pricedRows(functions, PRICES, "aws-lambda").rows;
}

test("prices are of the user's first platform, and of none where it has no price list any more", () => {
  const [row] = rowsOf(sampleProfile(LONG));
  expect(Number(row?.figures?.prices[0])).toBeGreaterThan(0.2);
  expect(pricedRows([], PRICES, "aws-lambda").platforms).toEqual(["aws-lambda"]);
  expect(pricedRows([], PRICES, "gone").platforms).toEqual([]);
  expect(pricedRows([], undefined, "aws-lambda").platforms).toEqual([]);
});

test("a verdict that too few starts can't give says how many would", () => {
  const few = rowsOf(sampleProfile([1, 2]), sampleProfile([3, 4]))[1]?.figures?.verdicts[0];
  expect(few === undefined ? "" : verdictText(few)).toMatch(/^undecided: \d+ starts of each would tell$/);
});

test("the picture has a mark for each function and start, further right where it takes longer", () => {
  const rows = rowsOf(sampleProfile(LONG), sampleProfile(LONG.map((us) => us + 800)));
  const { shapes, cells } = languagesPicture(rows, 900);
  const [one, other] = shapes.flatMap((shape) => (shape.kind === "bar" ? [shape.box.x] : []));
  expect(other).toBeGreaterThan(one ?? Infinity);
  expect(cells).toHaveLength(2);
  expect(cells[0]?.text).toMatch(/prewarmed: p50 [\d,]+ µs, 95 % between .* \(n = 60\)$/);
});
