import { describe, expect, test } from "vitest";
import { compareProfiles } from "../../../runtime/profile";
import { comparisonDocument } from "../../../main/workbench/profile/comparison-document";
import { seededRandom } from "../../../runtime/statistics";
import { lognormal } from "../statistics/samples";
import { sampleProfile, sampleStart } from "../../main/workbench/profile/sample-profile";

/** Start times of about a millisecond, skewed, in whole microseconds. */
function times(random: () => number, count: number, moreUs = 0): number[] {
  return lognormal(random, count).map((value) => Math.round(800 + 200 * value) + moreUs);
}

describe("the verdict", () => {
  test("is slower or faster where the second profile's starts take longer or less long", () => {
    const random = seededRandom(1);
    const [fast, slow] = [sampleProfile(times(random, 100)), sampleProfile(times(random, 100, 150))];
    const [slower] = compareProfiles(fast, slow, true).starts;
    expect(slower).toMatchObject({ start: "prewarmed", n: [100, 100], verdict: "slower", needed: null });
    expect(slower?.test?.shiftUs).toBeGreaterThan(100);
    expect(slower?.test?.shiftUs).toBeLessThan(200);
    const [faster] = compareProfiles(slow, fast, true).starts;
    expect(faster).toMatchObject({ verdict: "faster" });
    expect(faster?.test?.shiftUs).toBe(-(slower?.test?.shiftUs ?? 0));
  });

  test("is no difference, or none, on equal functions in 95 of 100 comparisons at least", () => {
    const random = seededRandom(2);
    const experiments = 300;
    let [alarms, undecided] = [0, 0];
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const [found] = compareProfiles(
        sampleProfile(times(random, 100)),
        sampleProfile(times(random, 100)),
        true,
      ).starts;
      if (found?.verdict === "faster" || found?.verdict === "slower") alarms += 1;
      if (found?.verdict === null) undecided += 1;
    }
    expect(alarms / experiments).toBeLessThanOrEqual(0.05);
    expect(undecided).toBe(0);
  });

  test("is not more often wrong for three kinds of starts than for one", () => {
    const random = seededRandom(3);
    const whole = () =>
      sampleProfile([], {
        starts: ["cold", "prewarmed", "warm"],
        samples: (["cold", "prewarmed", "warm"] as const).flatMap((start) =>
          times(random, 40).map((wallUs, index) => sampleStart(index + 4, wallUs, { start })),
        ),
      });
    const experiments = 300;
    let [alarms, overalls] = [0, 0];
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const { starts, overall } = compareProfiles(whole(), whole(), true);
      if (starts.some(({ verdict }) => verdict === "faster" || verdict === "slower")) alarms += 1;
      if (overall === "faster" || overall === "slower" || overall === "mixed") overalls += 1;
    }
    expect(overalls).toBe(alarms);
    expect(alarms / experiments).toBeLessThanOrEqual(0.05);
  });

  test("is withheld where there are too few starts, which says how many are needed", () => {
    const random = seededRandom(4);
    const few = (count: number) =>
      compareProfiles(sampleProfile(times(random, count)), sampleProfile(times(random, count)), true).starts[0];
    expect(few(3)).toMatchObject({ verdict: null, needed: 10, test: null });
    // Far apart values: a tenth of the median is not to be seen in a dozen of them.
    const wide = (): number[] => lognormal(random, 12).map((value) => Math.round(1000 * value));
    const [found] = compareProfiles(sampleProfile(wide()), sampleProfile(wide()), true).starts;
    expect(found?.verdict).toBeNull();
    expect(found?.needed).toBeGreaterThan(100);
    expect(found?.test).not.toBeNull();
  });

  test("of all starts is what one of them found, unless another found the opposite", () => {
    const random = seededRandom(5);
    const profileOf = (moreUs: Readonly<Record<"cold" | "prewarmed", number>>) =>
      sampleProfile([], {
        starts: ["cold", "prewarmed"],
        samples: (["cold", "prewarmed"] as const).flatMap((start) =>
          times(random, 80, moreUs[start]).map((wallUs, index) => sampleStart(index + 4, wallUs, { start })),
        ),
      });
    const overall = (cold: number, prewarmed: number) =>
      compareProfiles(profileOf({ cold: 500, prewarmed: 500 }), profileOf({ cold, prewarmed }), true).overall;
    expect(overall(900, 500)).toBe("slower");
    expect(overall(500, 100)).toBe("faster");
    expect(overall(900, 100)).toBe("mixed");
    expect(overall(500, 500)).toBe("no difference");
    expect(compareProfiles(sampleProfile([900]), sampleProfile([900]), true).overall).toBeNull();
  });

  test("leaves the first rounds out", () => {
    const first = sampleStart(1, 900_000, { first: true });
    const profile = sampleProfile([1000], {
      samples: [first, ...sampleProfile(new Array<number>(20).fill(1000)).samples],
    });
    expect(compareProfiles(profile, profile, false).starts[0]?.n).toEqual([20, 20]);
  });
});

test("only kinds of starts that both have are compared, and another machine is said to be one", () => {
  const first = sampleProfile([1000], { starts: ["cold", "prewarmed"] });
  const second = sampleProfile([1000], { machine: { ...first.machine, cpu: "Another" } });
  const comparison = compareProfiles(first, second, false);
  expect(comparison.starts.map(({ start }) => start)).toEqual(["prewarmed"]);
  expect(comparisonDocument(comparison)).toMatchObject({ interleaved: false, sameMachine: false, alpha: 0.05 });
});

test("functions that were asked different things are said to be", () => {
  const first = sampleProfile([1000]);
  const asked = (request: string) => compareProfiles(first, sampleProfile([1000], { request }), false).sameRequest;
  expect(asked("GET http://other.local/")).toBe(true);
  expect(asked("GET http://hello.local/items")).toBe(false);
  expect(asked("event")).toBe(false);
});
