import { expect, test } from "vitest";
import { languagesCsv, rowsOf, verdictText } from "../../../renderer/features/profile/languages/languages-model";
import { languagesPicture } from "../../../renderer/features/profile/languages/languages-picture";
import { compareProfiles } from "../../../runtime/profile";
import { seededRandom } from "../../../runtime/statistics";
import { sampleProfile } from "../../main/workbench/profile/sample-profile";
import { lognormal } from "../../runtime/statistics/samples";

function walls(seed: number, moreUs = 0): readonly number[] {
  return lognormal(seededRandom(seed), 60).map((value) => Math.round(900 + 100 * value) + moreUs);
}

const FIRST = sampleProfile(walls(1));
const SLOWER = sampleProfile(walls(2, 800));
const ALIKE = sampleProfile(walls(3));

test("the others are held against the first, and all their verdicts share the false alarms of one", () => {
  const rows = rowsOf([FIRST, SLOWER, ALIKE], null);
  expect(rows[0]?.verdicts).toEqual([]);
  expect(rows[1]?.verdicts.map(({ verdict }) => verdict)).toEqual(["slower"]);
  expect(rows[2]?.verdicts.map(({ verdict }) => verdict)).not.toContain("slower");
  expect(compareProfiles(FIRST, SLOWER, true, 2).alpha).toBe(compareProfiles(FIRST, SLOWER, true).alpha / 2);
});

test("a verdict that too few starts can't give says how many would", () => {
  const few = rowsOf([sampleProfile([1, 2]), sampleProfile([3, 4])], null)[1]?.verdicts[0];
  expect(few === undefined ? "" : verdictText(few)).toMatch(/^undecided: \d+ starts of each would tell$/);
});

test("the picture has a mark for each function and start, further right where it takes longer", () => {
  const { shapes, cells } = languagesPicture(rowsOf([FIRST, SLOWER], null), 900);
  const [one, other] = shapes.flatMap((shape) => (shape.kind === "bar" ? [shape.box.x] : []));
  expect(other).toBeGreaterThan(one ?? Infinity);
  expect(cells).toHaveLength(2);
  expect(cells[0]?.text).toMatch(/prewarmed: p50 [\d,]+ µs, 95 % between .* \(n = 60\)$/);
});

test("leaves as CSV: a line for each function, without a price where there is no price list", () => {
  const [head, first, second] = languagesCsv(rowsOf([FIRST, SLOWER], null), null).split("\r\n");
  expect(head).toBe(
    "function,engine,version,bytes,memory_bytes,usd_per_million_unpriced,prewarmed_n,prewarmed_p50_us,prewarmed_verdict",
  );
  expect(first?.endsWith(",")).toBe(true);
  expect(second?.endsWith(",slower")).toBe(true);
});
