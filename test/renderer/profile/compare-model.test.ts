import { describe, expect, test } from "vitest";
import { comparisonCsv, comparisonPicture, pText } from "../../../renderer/features/profile/compare/comparison-picture";
import { operandChoices, usualOperands } from "../../../renderer/features/profile/compare/operand-model";
import { againstText, strategiesCsv } from "../../../renderer/features/profile/strategies/strategy-model";
import { strategyPicture } from "../../../renderer/features/profile/strategies/strategy-picture";
import { compareProfiles, compareStrategies } from "../../../runtime/profile";
import { seededRandom } from "../../../runtime/statistics";
import { sampleProfile, sampleStart } from "../../main/workbench/profile/sample-profile";
import { lognormal } from "../../runtime/statistics/samples";

/** Start times of about a millisecond. */
function walls(seed: number, count: number, moreUs = 0): readonly number[] {
  return lognormal(seededRandom(seed), count).map((value) => Math.round(900 + 100 * value) + moreUs);
}

const SLOWER = compareProfiles(sampleProfile(walls(1, 60)), sampleProfile(walls(2, 60, 500)), true);
const FEW = compareProfiles(sampleProfile(walls(1, 2)), sampleProfile(walls(2, 2)), false);

describe("a comparison's picture", () => {
  test("has the shift right of the line of no difference where the second is slower, and says so", () => {
    const { shapes, cells } = comparisonPicture(SLOWER, 1000);
    const zero = shapes.find((shape) => shape.kind === "line" && shape.token === "--border-strong");
    const mark = shapes.find((shape) => shape.kind === "tick");
    expect(mark?.kind === "tick" && zero?.kind === "line" && mark.at.x > zero.from.x).toBe(true);
    expect(cells[0]?.text).toMatch(
      /^prewarmed: slower; p50 .* \(n = 60, 60\); shift \+\d+ µs \(\+\d+\.\d %\), 95 % between/,
    );
  });

  test("has no mark where there is no test", () => {
    const { shapes, cells } = comparisonPicture(FEW, 1000);
    expect(shapes.some(({ kind }) => kind === "tick")).toBe(false);
    expect(cells[0]?.text).toMatch(/^prewarmed: undecided; p50 .* \(n = 2, 2\)$/);
  });

  test("leaves as CSV, with and without a verdict", () => {
    expect(comparisonCsv(SLOWER).split("\r\n")[1]).toMatch(/^prewarmed,slower,60,60,\d+,\d+,\d+,\d+,\d+,[\d.e-]+$/);
    expect(comparisonCsv(FEW).split("\r\n")[1]).toMatch(/^prewarmed,,2,2,\d+,\d+,,,,$/);
  });

  test("writes a chance so that it is never nothing", () => {
    expect([0.5, 0.0421, 3e-7, 0].map(pText)).toEqual(["0.5", "0.042", "< 0.000001", "< 0.000001"]);
  });
});

describe("what can be compared", () => {
  const info = (path: string) => {
    return {
      name: path,
      path,
      entryFile: `${path}/index.ts`,
      url: `http://${path}.local/`,
      takesEvents: null,
      language: "javascript" as const,
    };
  };
  const measured = sampleProfile(walls(1, 5));
  const { id, functionName, entry, version, recordedAtMs, runs, machine } = measured;
  const saved = { id, name: "before", functionName, entry, version, recordedAtMs, runs, machine, sampled: null };

  test("are functions and profiles, a saved one once", () => {
    const choices = operandChoices([info("hello"), info("api")], [measured], [saved]);
    expect(choices.map(({ label }) => label)).toEqual([
      "hello, as it is now",
      "api, as it is now",
      "before (saved, hello)",
    ]);
    expect(operandChoices([], [], [{ ...saved, runs: 0 }])).toEqual([]);
    expect(operandChoices([], [measured], []).map(({ label }) => label)).toEqual([
      expect.stringMatching(/^hello, measured 2026-11-28 /),
    ]);
  });

  test("begins with the function's profile against the function as it is now", () => {
    const choices = operandChoices([info("hello"), info("api")], [], [saved]);
    expect(usualOperands(choices, "api", [])).toEqual([`profile ${id}`, "function api"]);
    expect(usualOperands(choices, "hello", [id])).toEqual([`profile ${id}`, "function hello"]);
    const functions = operandChoices([info("hello"), info("api")], [], []);
    expect(usualOperands(functions, "hello", [])).toEqual(["function api", "function hello"]);
    expect(usualOperands([], null, [])).toEqual(["", ""]);
  });
});

describe("strategies", () => {
  const starts = (seed: number, moreUs: number) =>
    walls(seed, 60, moreUs).map((wallUs, index) => sampleStart(index + 4, wallUs));
  const profile = sampleProfile([], { samples: starts(1, 0), withoutImage: starts(2, 4000) });

  test("say what is paid without what was prepared", () => {
    const [snapshot, plain] = compareStrategies(profile);
    expect(snapshot === undefined ? null : againstText(snapshot)).toBe("");
    expect(plain === undefined ? null : againstText(plain)).toMatch(
      /^slower by \+[\d.]+ ms \(\+\d+\.\d %\), between \+[\d.]+ ms and/,
    );
  });

  test("are bars from zero, the one without longer in its place", () => {
    const { shapes, cells } = strategyPicture(compareStrategies(profile), 900);
    const [first = 0, second = 0] = shapes.flatMap((shape) => (shape.kind === "bar" ? [shape.box.width] : []));
    expect(second / first).toBeGreaterThan(4);
    expect(cells[1]?.text).toMatch(
      /^prewarmed, parsed and evaluated: p50 [\d,]+ µs, 95 % between .* \(n = 60\); slower by/,
    );
  });

  test("leave as CSV", () => {
    const lines = strategiesCsv(compareStrategies(profile)).trimEnd().split("\r\n");
    expect(lines[1]).toMatch(/^prewarmed,snapshot,60,\d+,\d+,\d+,,$/);
    expect(lines[2]).toMatch(/^prewarmed,plain,60,\d+,\d+,\d+,slower,\d+$/);
  });
});
