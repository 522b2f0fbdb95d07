import fc from "fast-check";
import { expect, test } from "vitest";
import { rateAt, rateDecades, shareOf } from "../../../renderer/features/cost/month/axis-model";
import { rateOfKey } from "../../../renderer/features/cost/month/chart-keys";
import { costPicture, labelShapes } from "../../../renderer/features/cost/month/chart-picture";
import type { CostChart } from "../../../renderer/features/cost/month/line-model";
import { baselinesOf, costLines } from "../../../renderer/features/cost/month/month-model";
import { chartCsv, describeRate, tableRows } from "../../../renderer/features/cost/month/reading-model";
import { Decimal, peakFactor, platformMonth, serverMonth, shapedMonth, TRAFFIC_SHAPES } from "../../../runtime/cost";
import { listOf, usageOf } from "../../runtime/cost/samples";

const MIX = [
  {
    usage: usageOf({ durationMs: 42.5, cpuMs: 7, observedMemoryMb: 20, egressBytes: 12_000 }),
    share: new Decimal(1),
  },
];
const OPTIONS = { freeTier: true, utilisation: new Decimal("0.6"), calibrationOf: () => null };
const SHAPE = TRAFFIC_SHAPES.daily;
const PEAK = peakFactor(SHAPE);
const LISTS = ["aws-lambda", "cloudflare-workers", "vercel-functions"].map((name) => listOf(name));
const SERVERS = baselinesOf(["ec2-t4g-nano", "heroku-standard-1x"]);

function chartOf(compared: string, current: string): CostChart {
  const lines = costLines({ mix: MIX, options: OPTIONS, peak: PEAK }, LISTS, SERVERS, listOf(compared));
  return { ...lines, current: new Decimal(current) };
}

test("a line is, at any rate, what the month's bill or the servers' month is", () => {
  const chart = chartOf("aws-lambda", "40");
  for (const rate of ["0", "0.37", "40", "5000"]) {
    const rps = new Decimal(rate);
    const month = shapedMonth(rps, SHAPE);
    for (const [index, list] of LISTS.entries()) {
      const usd = new Decimal(platformMonth(month.requests, MIX, list, OPTIONS).usd);
      expect(chart.lines[index]?.usdAt(rps).minus(usd).abs().lt("1e-20")).toBe(true);
    }
    // Of a month without a request no peak is known.
    if (rps.isZero()) continue;
    for (const [index, server] of SERVERS.entries()) {
      const usd = serverMonth(month, MIX, server, OPTIONS).usd;
      expect(chart.lines[LISTS.length + index]?.usdAt(rps).toFixed(20)).toBe(new Decimal(usd).toFixed(20));
    }
  }
});

test("what is drawn is what is exact, to a millionth", () => {
  fc.assert(
    fc.property(fc.double({ min: -2, max: 4, noNaN: true }), (decade) => {
      for (const { id, usdAt, nearUsdAt } of chartOf("aws-lambda", "40").lines) {
        const drawn = nearUsdAt(10 ** decade);
        // Where a server is full, a float may lie on the other side of the step.
        const exact = [1 - 1e-9, 1, 1 + 1e-9].map((hair) => usdAt(new Decimal(10 ** decade * hair)).toNumber());
        expect(
          exact.some((usd) => Math.abs(drawn - usd) <= 1e-6 * Math.max(1, usd)),
          id,
        ).toBe(true);
      }
    }),
    { numRuns: 20 },
  );
});

test("each break-even point lies where the compared platform and a server cost the same", () => {
  for (const compared of ["aws-lambda", "vercel-functions"]) {
    const chart = chartOf(compared, "40");
    // Lambda's list prices egress, Vercel's does not: the servers' lines hold it, or leave it out.
    expect(chart.egress).toBe(compared === "aws-lambda");
    expect(chart.points.length).toBeGreaterThan(0);
    for (const { rps, usd, server } of chart.points) {
      const platform = chart.lines.find(({ id }) => id === chart.compared);
      const fleet = chart.lines.find(({ title }) => title === server);
      expect(platform?.usdAt(rps).minus(usd).abs().lt("1e-15")).toBe(true);
      expect(fleet?.usdAt(rps).minus(usd).abs().lt("1e-15")).toBe(true);
    }
  }
});

test("the axis holds the current rate and every point, and places and rates belong to each other", () => {
  const points = [{ rps: new Decimal("0.00043"), usd: new Decimal(1), server: "x" }];
  expect(rateDecades({ current: new Decimal(10), points: [] })).toEqual({ low: -2, high: 4 });
  expect(rateDecades({ current: new Decimal(25_000), points })).toEqual({ low: -4, high: 5 });
  expect(rateDecades({ current: new Decimal(0), points: [] })).toEqual({ low: -2, high: 4 });
  const rates = { low: -2, high: 4 };
  expect(rateAt(shareOf(12.3, rates), rates).toFixed()).toBe("12.3");
  expect([rateAt(-1, rates).toFixed(), rateAt(2, rates).toFixed()]).toEqual(["0.01", "10000"]);
  expect(shareOf(0, rates)).toBe(0);
});

test("every line is in the plot, and its label, with the amount at the rate, overlaps no other", () => {
  const chart = chartOf("aws-lambda", "40");
  const picture = costPicture(chart, 900, 400);
  const { plot } = picture;
  const paths = picture.shapes.filter((shape) => shape.kind === "path");
  expect(paths).toHaveLength(chart.lines.length);
  expect(paths.filter(({ dashed }) => dashed === true)).toHaveLength(SERVERS.length);
  for (const { x, y } of paths.flatMap(({ points }) => points)) {
    expect(x).toBeGreaterThanOrEqual(plot.x);
    expect(x).toBeLessThanOrEqual(plot.x + plot.width + 1e-9);
    expect(y).toBeGreaterThanOrEqual(plot.y);
    expect(y).toBeLessThanOrEqual(plot.y + plot.height + 1e-9);
  }
  expect(picture.shapes.filter(({ kind }) => kind === "tick")).toHaveLength(chart.points.length);
  const texts = labelShapes(chart, picture, new Decimal(40)).filter((shape) => shape.kind === "text");
  const names = texts.filter(({ anchor }) => anchor === "start").map(({ at }) => at.y);
  for (const [index, y] of names.entries()) if (index > 0) expect(y - (names[index - 1] ?? y)).toBeGreaterThan(13);
  expect(texts.map(({ text }) => text)).toContain("$47.65");
});

test("keys step along the rates, and from one break-even point to the next", () => {
  const points = ["50", "3.25"].map((rps) => ({ rps: new Decimal(rps), usd: new Decimal(1), server: "x" }));
  const press = (key: string, rps: string) =>
    rateOfKey(key, new Decimal(rps), points, { low: -2, high: 4 })?.toFixed() ?? null;
  expect(press("PageUp", "1")).toBe("3.25");
  expect(press("PageUp", "3.25")).toBe("50");
  expect(press("PageUp", "50")).toBe("50");
  expect(press("PageDown", "50")).toBe("3.25");
  expect(press("ArrowRight", "10")).toBe("11.2");
  expect(press("ArrowLeft", "0.01")).toBe("0.01");
  expect(press("ArrowRight", "0")).toBe("0.0112");
  expect([press("Home", "7"), press("End", "7"), press("a", "7")]).toEqual(["0.01", "10000", null]);
});

test("the table and the file hold the current rate, every point and the round rates, exactly", () => {
  const chart = chartOf("aws-lambda", "40");
  const rates = { low: -2, high: 4 };
  const rows = tableRows(chart, rates);
  expect(rows.filter(({ what }) => what === "current rate").map(({ rate }) => rate)).toEqual(["40"]);
  expect(rows.filter(({ what }) => what.startsWith("break-even"))).toHaveLength(chart.points.length);
  expect(rows).toHaveLength(6 * 3 + 1 + 1 + chart.points.length);
  const lines = chartCsv(chart, rates).split("\r\n");
  expect(lines[0]).toBe(
    "requests_per_second,what,aws-lambda:us-east-1_usd,cloudflare-workers_usd,vercel-functions:iad1_usd,ec2-t4g-nano_usd,heroku-standard-1x_usd",
  );
  expect(lines.find((line) => line.startsWith("40,"))).toMatch(/^40,current rate,[\d.]+,47\.6528,/);
});

test("a rate is said with its requests and exact amounts, a point with what it is", () => {
  expect(describeRate(chartOf("cloudflare-workers", "40"), new Decimal(40))).toBe(
    "40 req/s · 105,120,000 requests a month · Cloudflare Workers, Standard $47.6528",
  );
  expect(describeRate(chartOf("vercel-functions", "40"), new Decimal(40))).toMatch(
    /^40 req\/s .* · Vercel Functions, Fluid, iad1 \$[\d.]+ · least: .+ \$[\d.]+$/,
  );
  const [point] = chartOf("aws-lambda", "40").points;
  if (point === undefined) throw new Error("servers are cheaper somewhere");
  expect(describeRate(chartOf("aws-lambda", "40"), point.rps)).toContain(`break-even with ${point.server}: `);
});
