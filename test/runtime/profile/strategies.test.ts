import { describe, expect, test } from "vitest";
import { compareStrategies } from "../../../runtime/profile";
import { seededRandom } from "../../../runtime/statistics";
import { sampleProfile, sampleStart } from "../../main/workbench/profile/sample-profile";
import { lognormal } from "../statistics/samples";

function starts(seed: number, moreUs: number) {
  const walls = lognormal(seededRandom(seed), 50).map((value) => Math.round(800 + 200 * value) + moreUs);
  return walls.map((wallUs, index) => sampleStart(index + 4, wallUs));
}

describe("start-up strategies", () => {
  test("are set side by side, and what the image brings is tested", () => {
    const profile = sampleProfile([], { samples: starts(1, 0), withoutImage: starts(2, 4000) });
    const [snapshot, plain, ...others] = compareStrategies(profile);
    expect(others).toEqual([]);
    expect(snapshot).toMatchObject({ name: "snapshot", start: "prewarmed", n: 50, againstImage: null });
    expect(plain).toMatchObject({ name: "plain", n: 50, againstImage: { verdict: "slower", n: [50, 50] } });
    const shiftUs = plain?.againstImage?.test?.shiftUs ?? 0;
    expect(Math.abs(shiftUs - 4000)).toBeLessThan(200);
  });

  test("that do not differ are not said to", () => {
    const profile = sampleProfile([], { samples: starts(1, 0), withoutImage: starts(3, 0) });
    expect(compareStrategies(profile)[1]?.againstImage?.verdict).toBe("no difference");
  });

  test("of a Wasm function are a cached module and one that is compiled on demand", () => {
    const profile = sampleProfile([], { engine: "wasm", samples: starts(1, 0), withoutImage: starts(2, 500) });
    expect(compareStrategies(profile).map(({ name }) => name)).toEqual(["cached module", "compiled on demand"]);
  });

  test("are left out where only one was measured, and for warm starts", () => {
    expect(compareStrategies(sampleProfile([1000, 1100]))).toEqual([]);
    const warm = starts(1, 0).map((sample) => ({ ...sample, start: "warm" as const }));
    expect(compareStrategies(sampleProfile([], { starts: ["warm"], samples: warm, withoutImage: warm }))).toEqual([]);
  });
});
