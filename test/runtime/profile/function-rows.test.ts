import { expect, test } from "vitest";
import { builtInPriceLists, profilePrices, selectPriceLists } from "../../../runtime/cost";
import type { BuildProblem, LanguageId, Profile } from "../../../runtime/model";
import { comparisonsCsv, compareProfiles, functionRows, startsOf } from "../../../runtime/profile";
import type { MeasuredFunction } from "../../../runtime/profile";
import { seededRandom } from "../../../runtime/statistics";
import { sampleProfile } from "../../main/workbench/profile/sample-profile";
import { lognormal } from "../statistics/samples";

function walls(seed: number, moreUs = 0): readonly number[] {
  return lognormal(seededRandom(seed), 60).map((value) => Math.round(900 + 100 * value) + moreUs);
}

function measured(profile: Profile, language: LanguageId = "javascript"): MeasuredFunction {
  return { name: profile.functionName, language, result: { type: "measured", profile } };
}

const FIRST = sampleProfile(walls(1));
const SLOWER = sampleProfile(walls(2, 800));
const ALIKE = sampleProfile(walls(3));
const PROBLEM: BuildProblem = {
  ...{ code: "compile-error", message: "unknown type", importChain: [] },
  location: { file: "/functions/broken.wat", line: 2, column: 3, lineText: "" },
};
const BROKEN: MeasuredFunction = {
  ...{ name: "broken", language: "wat" },
  result: { type: "build-failed", problems: [PROBLEM, PROBLEM] },
};
const unpriced = (): readonly never[] => [];

test("the others are held against the first, and all their verdicts share the false alarms of one", () => {
  const rows = functionRows(
    [FIRST, SLOWER, ALIKE].map((profile) => measured(profile)),
    unpriced,
  );
  const verdicts = rows.map(({ figures }) => figures?.verdicts.map(({ verdict }) => verdict));
  expect(verdicts[0]).toEqual([]);
  expect(verdicts[1]).toEqual(["slower"]);
  expect(verdicts[2]).not.toContain("slower");
  expect(compareProfiles(FIRST, SLOWER, true, 2).alpha).toBe(compareProfiles(FIRST, SLOWER, true).alpha / 2);
});

test("a function that does not build has a row with its reason, and the next one takes its place as the first", () => {
  const rows = functionRows([BROKEN, measured(FIRST), measured(SLOWER)], unpriced);
  expect(rows[0]).toEqual({
    name: "broken",
    language: "WebAssembly text",
    figures: null,
    reason: "does not build: /functions/broken.wat:2:3: unknown type (and 1 more)",
  });
  expect(rows[1]?.figures?.verdicts).toEqual([]);
  expect(rows[2]?.figures?.verdicts).toHaveLength(1);
  expect(startsOf(rows)).toEqual(["prewarmed"]);
});

test("a function that failed on the way has its reason beside its figures", () => {
  const ended = sampleProfile([900], {
    ended: {
      stage: "starts",
      start: "prewarmed",
      round: 2,
      outcome: "timeout",
      error: { code: "deadline", message: "5 s", stack: null },
    },
  });
  const [row] = functionRows([measured(ended)], unpriced);
  expect(row?.figures?.starts[0]?.wall?.n).toBe(1);
  expect(row?.reason).toContain("ended in round 2, at a prewarmed start: deadline: 5 s");
});

test("the price is of the median call, on each platform; a profile that knows no usage has none", () => {
  const selection = selectPriceLists(builtInPriceLists, ["edge-reference", "cloudflare-workers"]);
  if (!selection.ok) throw new Error(selection.message);
  const pricing = { lists: selection.lists, calibrationOf: () => null };
  const [reference, workers] = profilePrices(FIRST, pricing);
  expect(Number(reference)).toBeGreaterThan(0);
  expect(Number(workers)).toBeGreaterThan(0.3);
  expect(profilePrices({ ...FIRST, usage: null }, pricing)).toEqual([null, null]);
});

test("leaves as CSV: a line for each function, with the reason of one that has no figures", () => {
  const rows = functionRows([measured(FIRST), measured(SLOWER), BROKEN], () => ["0.5"]);
  const [head, first, second, broken] = comparisonsCsv(rows, ["our-edge"]).split("\r\n");
  expect(head).toBe(
    "function,language,engine,version,bytes,memory_bytes,prewarmed_n,prewarmed_p50_us,prewarmed_verdict,usd_per_million_our-edge,reason",
  );
  expect(first).toMatch(/^hello,JavaScript,quickjs,sha256:\w+,370,3000000,60,\d+,,0\.5,$/);
  expect(second).toMatch(/,slower,0\.5,$/);
  expect(broken).toMatch(/^broken,WebAssembly text,,,,,,,,,does not build: /);
});
