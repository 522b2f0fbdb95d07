import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "../../../runtime/cost/decimal";
import { meanRps, peakFactor, recordedMonths, shapedMonth, TRAFFIC_SHAPES } from "../../../runtime/cost/traffic";
import type { TrafficShape } from "../../../runtime/cost/traffic";
import { parseTraffic, parseTrafficCsv } from "../../../runtime/cost/traffic-file";
import type { ParsedTraffic } from "../../../runtime/cost/traffic-file";

const MINUTES_OF_2026 = 365 * 24 * 60;

function problems(parsed: ParsedTraffic): string[] {
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
}

function seriesOf(parsed: ParsedTraffic) {
  if (!parsed.ok || parsed.traffic.kind !== "series") throw new Error(JSON.stringify(parsed));
  return parsed.traffic.series;
}

describe("a month at a rate", () => {
  it("has 730 hours", () => {
    const month = shapedMonth(new Decimal(40), TRAFFIC_SHAPES.steady);
    expect(month.requests.toFixed()).toBe("105120000");
    expect(month.seconds).toBe(730 * 3600);
    expect(month.peakRps.toFixed()).toBe("40");
    expect(meanRps(month).toFixed()).toBe("40");
  });

  it("has the same total in every shape: a shape moves requests, it adds none", () => {
    for (const shape of Object.values(TRAFFIC_SHAPES)) {
      expect(shapedMonth(new Decimal("12.5"), shape).requests.toFixed()).toBe("32850000");
    }
  });

  it("peaks in the busiest hour of the busiest day, and in a burst within it", () => {
    const hours = Array.from({ length: 24 }, (_, hour) => (hour === 12 ? 25 : 1));
    expect(peakFactor({ hours }).toFixed()).toBe("12.5");
    expect(peakFactor({ weekdays: [7, 7, 7, 7, 7, 0, 0] }).toFixed()).toBe("1.4");
    // An hour a day at 24 times the rate: 23 + 24 = 47 parts in 24 hours.
    const bursts = [{ factor: 25, seconds: 3600, perDay: 1 }];
    expect(peakFactor({ bursts }).toFixed()).toBe("12.5");
    expect(peakFactor({ hours, bursts }).toFixed()).toBe("156.25");
  });

  it("agrees with the same shape counted hour by hour", () => {
    const weight = fc.integer({ min: 0, max: 50 });
    const weightsOf = (length: number) =>
      fc.array(weight, { minLength: length, maxLength: length }).filter((list) => list.some((one) => one > 0));
    fc.assert(
      fc.property(weightsOf(24), weightsOf(7), (hours, weekdays) => {
        const requests = weekdays.flatMap((day) => hours.map((hour) => day * hour));
        const [counted] = recordedMonths({ startsAtMs: null, stepSeconds: 3600, requests });
        if (counted === undefined) throw new Error("no month");
        const shaped = shapedMonth(meanRps(counted), { hours, weekdays });
        expect(shaped.peakRps.toSignificantDigits(30).eq(counted.peakRps.toSignificantDigits(30))).toBe(true);
        expect(shaped.requests.toSignificantDigits(30).eq(counted.requests.toSignificantDigits(30))).toBe(true);
      }),
    );
  });
});

describe("a recording", () => {
  it("splits a year of minutes into calendar months of UTC", () => {
    const requests = Array.from({ length: MINUTES_OF_2026 }, (_, minute) => minute % 7);
    const months = recordedMonths({ startsAtMs: Date.UTC(2026, 0, 1), stepSeconds: 60, requests });
    expect(months.map(({ label }) => label)).toEqual(
      Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, "0")}`),
    );
    expect(months.map(({ seconds }) => seconds / 86_400)).toEqual([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);
    expect(months.every(({ seconds, knownSeconds }) => seconds === knownSeconds)).toBe(true);
    const total = months.reduce((sum, month) => sum.plus(month.requests), new Decimal(0));
    expect(total.toNumber()).toBe(requests.reduce((sum, one) => sum + one, 0));
    expect(months[1]?.peakRps.toFixed()).toBe("0.1");
  });

  it("loses no request at the edges of months, whatever the step and the begin", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2023, 0, 1), max: Date.UTC(2028, 0, 1) }),
        fc.integer({ min: 60, max: 200_000 }),
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 200 }),
        (startsAtMs, stepSeconds, requests) => {
          const months = recordedMonths({ startsAtMs, stepSeconds, requests });
          const total = months.reduce((sum, month) => sum.plus(month.requests), new Decimal(0));
          expect(total.toNumber()).toBe(requests.reduce((sum, one) => sum + one, 0));
          expect(new Set(months.map(({ label }) => label)).size).toBe(months.length);
          expect(months.every(({ knownSeconds, seconds }) => knownSeconds <= seconds)).toBe(true);
        },
      ),
    );
  });

  it("without a date repeats through an average month", () => {
    const [month] = recordedMonths({ startsAtMs: null, stepSeconds: 3600, requests: [3600, 7200] });
    expect(month?.requests.toFixed()).toBe(String(1.5 * 730 * 3600));
    expect(month?.peakRps.toFixed()).toBe("2");
  });

  it("knows how much of a month it covers", () => {
    const [month] = recordedMonths({ startsAtMs: Date.UTC(2026, 1, 27), stepSeconds: 86_400, requests: [5, 5] });
    expect(month).toMatchObject({ label: "2026-02", seconds: 28 * 86_400, knownSeconds: 2 * 86_400 });
  });
});

describe("a traffic file", () => {
  const schema = "coldframe/traffic@1";

  it("describes a shape or a recording", () => {
    const shape: TrafficShape = { hours: undefined, weekdays: [1, 1, 1, 1, 1, 0, 0], bursts: undefined };
    expect(parseTraffic({ schema, rps: 3, weekdays: shape.weekdays })).toEqual({
      ok: true,
      traffic: { kind: "shape", rps: 3, shape },
    });
    const series = seriesOf(
      parseTraffic({ schema, startsAt: "2026-03-01T00:00:00+01:00", stepSeconds: 60, requests: [1] }),
    );
    expect(series).toEqual({ startsAtMs: Date.UTC(2026, 1, 28, 23), stepSeconds: 60, requests: [1] });
  });

  it.each([
    [{ rps: 3 }, "schema"],
    [{ schema, rps: -1 }, "rps"],
    [{ schema, rps: Number.NaN }, "rps"],
    [{ schema, hours: [1, 2] }, "hours: has to be 24 weights"],
    [{ schema, weekdays: [0, 0, 0, 0, 0, 0, 0] }, "weekdays: has to have one weight above 0"],
    [{ schema, bursts: [{ factor: 0.5, seconds: 1, perDay: 1 }] }, "bursts[0].factor: has to be 1 or more"],
    [{ schema, bursts: [{ factor: 2, seconds: 3600, perDay: 25 }] }, "bursts: take more than a day's 86400 seconds"],
    [{ schema, curve: 1 }, "the whole: Unrecognized key"],
    [{ schema, stepSeconds: 60, requests: [1, 2.5] }, "requests[1]: has to be a whole number"],
    [{ schema, stepSeconds: 60, requests: [1, -2] }, "requests[1]"],
    [{ schema, stepSeconds: 60, requests: [] }, "requests: has to have one count"],
    [{ schema, stepSeconds: 60, requests: [2 ** 53 - 1, 2] }, "requests: are more than can be counted exactly"],
    [{ schema, stepSeconds: 60, startsAt: "yesterday", requests: [1] }, "startsAt: has to be a moment with its zone"],
    [null, ""],
  ])("names the field that is wrong in %j", (value, expected) => {
    expect(problems(parseTraffic(value))[0]).toMatch(new RegExp(`^${expected.replace(/[[\].]/g, "\\$&")}`));
  });

  it("reads counts as CSV, and takes a missing line for no requests", () => {
    const series = seriesOf(
      parseTrafficCsv("time,requests\r\n2026-03-01T00:00Z,5\n2026-03-01 00:01,7\n\n2026-03-01T01:03+01:00,2\n"),
    );
    expect(series).toEqual({ startsAtMs: Date.UTC(2026, 2, 1), stepSeconds: 60, requests: [5, 7, 0, 2] });
  });

  it.each([
    ["", "needs two lines"],
    ["2026-03-01,5", "needs two lines"],
    ["2026-03-01,5\n2026-03-02,many", "line 2: has to be a time and a whole number"],
    ["2026-03-01,5\n2026-03-02,-3", "line 2"],
    ["2026-03-01,5\n2026-02-01,3", "line 2: is not later"],
    ["2026-03-01,5\n2026-13-01,3", "line 2: has to be a time"],
    ["2026-03-01T00:00Z,5\n2026-03-01T00:01Z,5\n2026-03-01T00:02:30Z,5", "not a whole number of steps of 60 s"],
  ])("refuses CSV that is wrong: %j", (text, expected) => {
    expect(problems(parseTrafficCsv(text)).join()).toContain(expected);
  });
});
