import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BASELINES,
  billMonth,
  breakEvens,
  builtInPriceLists,
  caseStudies,
  compareArchitectures,
  Decimal,
  meanOf,
  mixByRequests,
  mixByStart,
  platformMonth,
  project,
  projectMonth,
  recordedMonths,
  serverMonth,
  shapedMonth,
  TRAFFIC_SHAPES,
  withResponseBytes,
} from "../../../runtime/cost";
import type { CallUsage, MonthProjection, PriceList, UsageMix } from "../../../runtime/cost";
import { usages } from "./price-list-arbitraries";
import { listOf } from "./samples";

const OPTIONS = { freeTier: true, utilisation: new Decimal("0.6"), calibrationOf: () => null };
const WARM: CallUsage = {
  durationMs: 42.5,
  cpuMs: 10,
  initMs: 90,
  start: "warm",
  memoryMb: 128,
  observedMemoryMb: 20,
  ingressBytes: 500,
  egressBytes: 12_000,
  arch: "x86_64",
};

const lists: readonly PriceList[] = builtInPriceLists;
const ofEach: fc.Arbitrary<PriceList> = fc.constantFrom(...lists);
const rates = fc.double({ min: 0, max: 2000, noNaN: true });

function alone(usage: CallUsage): UsageMix {
  return [{ usage, share: new Decimal(1) }];
}

function atRate(rps: number | string, usage: CallUsage = WARM, shape = TRAFFIC_SHAPES.steady): MonthProjection {
  return projectMonth(shapedMonth(new Decimal(rps), shape), alone(usage), lists, BASELINES, OPTIONS);
}

function serverAt(rps: number, id: string, shape: keyof typeof TRAFFIC_SHAPES = "steady") {
  const baseline = BASELINES.find((one) => one.id === id);
  if (baseline === undefined) throw new Error(id);
  return serverMonth(shapedMonth(new Decimal(rps), TRAFFIC_SHAPES[shape]), alone(WARM), baseline, OPTIONS);
}

describe("a month on a platform", () => {
  // 10 requests per second are 26.28 million a month.
  it("has its fee, what is included, and the rest by the price", () => {
    const workers = atRate(10).platforms.find(({ platform }) => platform === "cloudflare-workers");
    // 5 + 16.28 M × 0.30/M + (262.8 M - 30 M) CPU-ms × 0.02/M
    expect(workers?.usd).toBe("14.54");
    expect(workers?.marginalUsdPerMillion).toBe("0.5");
    expect(new Decimal(workers?.averageUsdPerMillion ?? 0).toDecimalPlaces(6).toFixed()).toBe("0.553272");
  });

  it("without a request costs the fee, and has no average", () => {
    const workers = atRate(0).platforms.find(({ platform }) => platform === "cloudflare-workers");
    expect(workers).toMatchObject({ usd: "5", averageUsdPerMillion: null, marginalUsdPerMillion: "0" });
  });

  it("takes the free tier off only where it is asked for", () => {
    const requests = new Decimal(3_000_000);
    const usage = { ...WARM, memoryMb: 1536, durationMs: 120, egressBytes: 0 };
    const usd = (freeTier: boolean) =>
      platformMonth(requests, alone(usage), listOf("aws-lambda"), { ...OPTIONS, freeTier }).usd;
    expect(usd(true)).toBe("2.733338");
    expect(new Decimal(usd(false)).minus(usd(true)).toFixed()).toBe("6.86668");
  });

  it("never costs less at a higher rate", () => {
    fc.assert(
      fc.property(ofEach, usages, rates, rates, fc.boolean(), (of, usage, one, other, freeTier) => {
        const usd = (rps: number) =>
          new Decimal(platformMonth(new Decimal(rps).times(2_628_000), alone(usage), of, { ...OPTIONS, freeTier }).usd);
        expect(usd(Math.max(one, other)).gte(usd(Math.min(one, other)))).toBe(true);
      }),
    );
  });

  it("costs the sum of its lines", () => {
    fc.assert(
      fc.property(ofEach, usages, rates, (of, usage, rps) => {
        const { bill, usd } = platformMonth(new Decimal(rps).times(2_628_000), alone(usage), of, OPTIONS);
        const sum = bill.lines.reduce((total, line) => total.plus(line.usd), new Decimal(0));
        expect(sum.toFixed()).toBe(usd);
      }),
    );
  });

  it("costs the same however the calls are divided into kinds", () => {
    fc.assert(
      fc.property(ofEach, usages, fc.integer({ min: 1, max: 9 }), (of, usage, part) => {
        const mix = mixByRequests([
          { usage, requests: new Decimal(part) },
          { usage, requests: new Decimal(10 - part) },
        ]);
        const requests = new Decimal(7_000_000);
        const split = new Decimal(platformMonth(requests, mix ?? [], of, OPTIONS).usd);
        expect(
          split
            .minus(platformMonth(requests, alone(usage), of, OPTIONS).usd)
            .abs()
            .lt("1e-25"),
        ).toBe(true);
      }),
    );
  });
});

describe("starts in a month", () => {
  const shares = { cold: new Decimal("0.02"), prewarmed: new Decimal("0.1") };

  it("bill the init of cold ones, where the platform bills it", () => {
    const usd = (platform: string, cold: string) => {
      const mix = mixByStart(alone({ ...WARM, egressBytes: 0 }), {
        cold: new Decimal(cold),
        prewarmed: new Decimal(0),
      });
      return new Decimal(
        platformMonth(new Decimal(1_000_000), mix, listOf(platform), { ...OPTIONS, freeTier: false }).usd,
      );
    };
    // 20,000 cold calls of ceil(42.5 + 90) = 133 ms instead of 43 ms, at an eighth of a GB.
    expect(usd("aws-lambda", "0.02").minus(usd("aws-lambda", "0")).toFixed()).toBe("0.0037500075");
    expect(usd("cloudflare-workers", "0.02").eq(usd("cloudflare-workers", "0"))).toBe(true);
  });

  it("come from calls that were measured so, in their proportions, and from others where there are none", () => {
    const mix = mixByRequests([
      { usage: { ...WARM, start: "cold", durationMs: 80 }, requests: new Decimal(1) },
      { usage: { ...WARM, durationMs: 10 }, requests: new Decimal(3) },
      { usage: { ...WARM, durationMs: 20 }, requests: new Decimal(1) },
    ]);
    const result = mixByStart(mix ?? [], shares).map(({ usage, share }) => [
      usage.start,
      usage.durationMs,
      share.toFixed(),
    ]);
    expect(result).toEqual([
      ["cold", 80, "0.02"],
      ["prewarmed", 10, "0.075"],
      ["prewarmed", 20, "0.025"],
      ["warm", 10, "0.66"],
      ["warm", 20, "0.22"],
    ]);
  });

  it("always add up to all requests", () => {
    const share = fc.integer({ min: 0, max: 50 }).map((percent) => new Decimal(percent).div(100));
    fc.assert(
      fc.property(fc.array(usages, { minLength: 1, maxLength: 4 }), share, share, (calls, cold, prewarmed) => {
        const mix = mixByRequests(calls.map((usage) => ({ usage, requests: new Decimal(1) }))) ?? [];
        const result = mixByStart(mix, { cold, prewarmed });
        const total = result.reduce((sum, part) => sum.plus(part.share), new Decimal(0));
        expect(total.minus(1).abs().lt("1e-60")).toBe(true);
      }),
    );
  });

  it("leave the response's size to be chosen", () => {
    expect(meanOf(withResponseBytes(alone(WARM), 5), ({ egressBytes }) => egressBytes).toFixed()).toBe("5");
  });
});

describe("the same month on servers", () => {
  it("takes whole servers for the peak at the stated utilisation, and counts egress", () => {
    // 1 vCPU at 60 % carries 60 calls of 10 ms a second.
    expect(serverAt(60, "ec2-m7g-medium")).toMatchObject({ servers: "1", rpsPerServer: "60", meanUtilisation: 0.6 });
    expect(serverAt(60.1, "ec2-m7g-medium").servers).toBe("2");
    // 29.784 for the server; 157.68 M responses of 12 kB are 1892.16 GB at 0.09.
    expect(serverAt(60, "ec2-m7g-medium")).toMatchObject({ usd: "200.0784", egressUsd: "170.2944" });
    expect(serverAt(0, "ec2-m7g-medium")).toMatchObject({ servers: "1", usd: "29.784", averageUsdPerMillion: null });
  });

  it("takes more of them for a peak than for the same requests spread evenly", () => {
    expect(serverAt(50, "ec2-m7g-medium").servers).toBe("1");
    expect(Number(serverAt(50, "ec2-m7g-medium", "office-hours").servers)).toBeGreaterThan(2);
  });

  it("says which servers can't carry it", () => {
    expect(serverAt(500, "heroku-basic").unfit).toBe("too-few");
    const baseline = BASELINES.find(({ id }) => id === "fly-shared-1x");
    if (baseline === undefined) throw new Error("no fly");
    const large = alone({ ...WARM, observedMemoryMb: 300 });
    const month = shapedMonth(new Decimal(1), TRAFFIC_SHAPES.steady);
    expect(serverMonth(month, large, baseline, OPTIONS).unfit).toBe("memory");
    const [against] = breakEvens(large, [listOf("aws-lambda")], { ...OPTIONS, peak: new Decimal(1) }, [baseline]);
    expect(against?.rates).toEqual([{ baseline: "fly-shared-1x", breakEven: null }]);
  });

  it("counts egress against a platform whose egress has a price, and on neither side else", () => {
    const against = breakEvens(alone(WARM), lists, { ...OPTIONS, peak: new Decimal(1) });
    const counted = against.filter(({ egress }) => egress).map(({ platform }) => platform);
    expect(counted).toEqual(expect.arrayContaining(["aws-lambda:us-east-1", "cloudflare-workers", "edge-reference"]));
    expect(counted).not.toContain("azure-functions");
  });
});

describe("a year", () => {
  it("is twelve months, each with its own fee and free tier, and adds up", () => {
    const requests = Array.from({ length: 365 * 24 }, (_, hour) => 10_000 + (hour % 24) * 1000);
    const months = recordedMonths({ startsAtMs: Date.UTC(2026, 0, 1), stepSeconds: 3600, requests });
    const { months: bills, peak } = project(months, alone(WARM), lists, OPTIONS, BASELINES);
    expect(bills).toHaveLength(12);
    expect(peak.toFixed(4)).toBe("1.5349");
    for (const [index, { platforms }] of bills.entries()) {
      for (const [at, { usd }] of platforms.entries()) {
        const of = lists[at];
        const traffic = [{ usage: WARM, requests: months[index]?.requests ?? 0 }];
        expect(usd).toBe(of && billMonth(traffic, of, { freeTier: true }).usd);
      }
    }
  });
});

describe("the reference model", () => {
  it("has the function's start and month in the serverless row, and servers in those that have them", () => {
    const month = shapedMonth(new Decimal(40), TRAFFIC_SHAPES.steady);
    const rows = compareArchitectures(month, alone(WARM), lists, OPTIONS, { ms: 3.2, start: "prewarmed" });
    expect(rows.map(({ id, startMs }) => [id, startMs])).toEqual([
      ["physical", 300_000],
      ["virtualised", 45_000],
      ["container", 8_000],
      ["serverless-edge", 800],
    ]);
    expect(rows.map(({ measuredStart }) => measuredStart?.ms ?? null)).toEqual([null, null, null, 3.2]);
    const [physical, virtualised, container, serverless] = rows;
    expect(physical?.month).toBeNull();
    expect(virtualised?.month?.title).toMatch(/^\d+ × EC2/);
    expect(container?.month?.title).toMatch(/^\d+ × Fargate/);
    // 105.12 M × (43 ms × 0.0000002 + 12 kB × 0.09/GB)
    expect(serverless?.month?.usd).toBe("1017.5616");
    const { servers } = projectMonth(month, alone(WARM), lists, BASELINES, OPTIONS);
    for (const { baseline, usd } of servers.filter(({ unfit }) => unfit === null)) {
      if (baseline.startsWith("ec2-")) expect(new Decimal(usd).gte(virtualised?.month?.usd ?? Infinity)).toBe(true);
    }
  });

  it("quotes two savings that its bills bear out", () => {
    const studies = caseStudies(lists);
    expect(studies.map(({ savingPercent, quotedIsRight }) => [savingPercent, quotedIsRight])).toEqual([
      ["92.4561", true],
      ["97.2059", true],
    ]);
  });

  it("has case studies whose new bill is what the traffic computed from it costs", () => {
    for (const study of caseStudies(lists)) {
      const [platform = ""] = study.after.priceList.split("@");
      const traffic = [{ usage: study.assumed, requests: new Decimal(study.requests) }];
      const bill = billMonth(traffic, listOf(platform), { freeTier: false });
      expect(new Decimal(bill.usd).minus(study.after.usd).abs().lt("1e-20")).toBe(true);
    }
  });
});
