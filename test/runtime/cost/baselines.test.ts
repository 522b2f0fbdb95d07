import { describe, expect, it } from "vitest";
import { z } from "zod";
import { BASELINES, serverFormula, serverMonthUsd, serverRps } from "../../../runtime/cost/baselines";
import type { Baseline } from "../../../runtime/cost/baselines";
import data from "../../../runtime/cost/baselines.json" with { type: "json" };
import { Decimal } from "../../../runtime/cost/decimal";
import { CONFIDENCES } from "../../../runtime/cost/price-list";
import { AVERAGE_MONTH_SECONDS } from "../../../runtime/cost/traffic";
import { ARCHITECTURES } from "../../../runtime/cost/usage";

const decimal = z.string().regex(/^(0|[1-9]\d*)(\.\d+)?$/);
const provenance = {
  source: z.string().min(1),
  readOn: z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/),
  confidence: z.enum(CONFIDENCES),
};
const server = z.strictObject({
  id: z.string().regex(/^[a-z0-9.-]+$/),
  title: z.string().min(1),
  arch: z.enum(ARCHITECTURES),
  memoryMb: z.int().positive(),
  mostServers: z.int().positive().nullable(),
  prices: z
    .array(
      z.strictObject({
        item: z.string(),
        quantity: decimal,
        usd: decimal,
        per: z.enum(["hour", "month"]),
        ...provenance,
      }),
    )
    .min(1),
  cpu: z.strictObject({ vcpus: decimal, sustainedShare: decimal, note: z.string().min(1), ...provenance }),
});
const file = z.strictObject({
  schema: z.literal("coldframe/baselines@1"),
  date: z.string(),
  currency: z.literal("USD"),
  providers: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      region: z.string(),
      egress: z.strictObject({ usdPerGb: decimal, note: z.string(), ...provenance }),
      servers: z.array(server).min(1),
    }),
  ),
});

function baseline(id: string): Baseline {
  const found = BASELINES.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

describe("always-on servers", () => {
  it("each price and each capacity says where it comes from", () => {
    expect(file.safeParse(data).error).toBeUndefined();
    expect(new Set(BASELINES.map(({ id }) => id)).size).toBe(BASELINES.length);
    expect(new Set(BASELINES.map(({ provider }) => provider))).toEqual(new Set(["ec2", "fargate", "heroku", "fly"]));
  });

  // Reckoned by hand from the price pages' figures.
  it.each([
    ["ec2-t4g-small", "12.264"],
    ["ec2-m7g-xlarge", "119.136"],
    ["fargate-x86-0.25", "9.010025"],
    ["fargate-arm-1", "28.835"],
    ["heroku-standard-1x", "25"],
    ["fly-shared-1x", "2.02"],
  ])("%s costs %s USD for 730 hours, or for a month", (id, usd) => {
    expect(serverMonthUsd(baseline(id), AVERAGE_MONTH_SECONDS).toFixed()).toBe(usd);
  });

  it("is paid by the hour for the month's own length where it is sold by the hour", () => {
    const february = 28 * 86_400;
    expect(serverMonthUsd(baseline("ec2-t4g-small"), february).toFixed()).toBe("11.2896");
    expect(serverMonthUsd(baseline("heroku-standard-1x"), february).toFixed()).toBe("25");
    expect(serverFormula(baseline("ec2-t4g-small"), february)).toBe("1 instance × 0.0168 USD an hour × 672 hours");
  });

  it("carries what its vCPUs can at the peak, and no more than it may use all day", () => {
    const rps = (id: string, utilisation: string, peak: string) =>
      serverRps(baseline(id), new Decimal(10), new Decimal(utilisation), new Decimal(peak))?.toFixed();
    // 4 vCPUs, 60 % of them at the peak, 10 ms a call.
    expect(rps("ec2-m7g-xlarge", "0.6", "1")).toBe("240");
    expect(rps("ec2-m7g-xlarge", "0.6", "3")).toBe("80");
    // 2 vCPUs, but 20 % of each for good.
    expect(rps("ec2-t4g-small", "0.6", "1")).toBe("40");
    expect(rps("ec2-t4g-small", "0.6", "3")).toBe("40");
    expect(rps("ec2-t4g-small", "0.6", "6")).toBe("20");
    expect(serverRps(baseline("ec2-t4g-small"), new Decimal(0), new Decimal(1), new Decimal(1))).toBeNull();
  });
});
