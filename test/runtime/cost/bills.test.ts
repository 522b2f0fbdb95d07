import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { billCall, billMonth, builtInPriceLists, Decimal, priceListName } from "../../../runtime/cost";
import type { Bill, CallUsage, PriceList, Traffic } from "../../../runtime/cost";
import { slices } from "../../../runtime/cost/ladder";
import { ratesOf } from "../../../runtime/cost/rates";
import { listOf, usageOf } from "./samples";

/** As the workbench measures: whole microseconds and bytes. */
const us = fc.integer({ min: 0, max: 900_000_000 }).map((value) => value / 1000);
const bytes = fc.integer({ min: 0, max: 10_000_000_000 });
const usages: fc.Arbitrary<CallUsage> = fc.record({
  durationMs: us,
  cpuMs: us,
  initMs: us,
  start: fc.constantFrom("cold", "prewarmed", "warm"),
  memoryMb: fc.integer({ min: 1, max: 10_240 }),
  observedMemoryMb: fc.integer({ min: 0, max: 10_240 * 16 }).map((value) => value / 16),
  ingressBytes: bytes,
  egressBytes: bytes,
  arch: fc.constantFrom("x86_64", "arm64"),
});
const requests = fc.integer({ min: 0, max: 50_000_000_000 });
const months = fc.array(fc.record({ usage: usages, requests }), { maxLength: 4 });
const lists = fc.constantFrom(...builtInPriceLists);
const options = fc.record({ freeTier: fc.boolean() });

const METERS = [
  "durationMs",
  "cpuMs",
  "initMs",
  "memoryMb",
  "observedMemoryMb",
  "ingressBytes",
  "egressBytes",
] as const;
/** Where an amount does not end, a line is cut at this many decimals of a dollar. */
const CUT = new Decimal("1e-30");

describe("lines add up to the total, to the last digit", () => {
  test("of a call", () => {
    fc.assert(
      fc.property(usages, lists, (usage, list) => {
        expectSum(billCall(usage, list, { extras: list.meters.map(({ id }) => id) }));
      }),
    );
  });

  test("of a month", () => {
    fc.assert(
      fc.property(months, lists, options, (traffic, list, chosen) => {
        expectSum(billMonth(traffic, list, chosen));
      }),
    );
  });

  test("and each is its quantity at its price, and the parts of a meter are what was counted", () => {
    fc.assert(
      fc.property(months, lists, options, (traffic, list, chosen) => {
        const { lines } = billMonth(traffic, list, chosen);
        for (const { quantity, unitPrice, usd } of lines) {
          // Quantity and amount are cut apart: what they may differ by is the price of a cut quantity.
          const margin = new Decimal(unitPrice).abs().plus(1).times(CUT);
          expect(new Decimal(quantity).times(unitPrice).minus(usd).abs().lessThanOrEqualTo(margin)).toBe(true);
        }
        const counted = lines.filter(({ meter }) => meter === "requests");
        const made = traffic.reduce((sum, one) => sum + one.requests, 0);
        if (listed(list, "requests"))
          expect(counted.reduce((sum, { quantity }) => sum.plus(quantity), new Decimal(0)).toNumber()).toBe(made);
      }),
    );
  });
});

describe("no bill falls when more is used", () => {
  test("of a call: time, CPU, init, memory, bytes, a cold start", () => {
    fc.assert(
      fc.property(
        usages,
        lists,
        fc.constantFrom(...METERS),
        fc.integer({ min: 1, max: 10_000_000 }),
        (usage, list, meter, more) => {
          const larger = { ...usage, [meter]: usage[meter] + (meter.endsWith("Ms") ? more / 1000 : more) };
          expectNoLess(billCall(usage, list), billCall(larger, list));
          expectNoLess(billCall({ ...usage, start: "warm" }, list), billCall({ ...usage, start: "cold" }, list));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("of a month: any of them, or one more request, with and without free tiers", () => {
    fc.assert(
      fc.property(
        months,
        usages,
        requests,
        lists,
        options,
        fc.constantFrom(...METERS),
        (others, usage, count, list, chosen, meter) => {
          const bill = (last: Traffic): Bill => billMonth([...others, last], list, chosen);
          const before = bill({ usage, requests: count });
          expectNoLess(before, bill({ usage: { ...usage, [meter]: usage[meter] + 1 }, requests: count }));
          expectNoLess(before, bill({ usage, requests: count + 1 }));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("of a month with its free tier, against the same without", () => {
    fc.assert(
      fc.property(months, lists, (traffic, list) => {
        expectNoLess(billMonth(traffic, list, { freeTier: true }), billMonth(traffic, list, { freeTier: false }));
      }),
    );
  });
});

describe("ladders", () => {
  const meters = builtInPriceLists.flatMap((list) =>
    ratesOf(list).map((rates) => [priceListName(list), rates] as const),
  );

  test.each(
    meters.filter(([, { rates }]) => rates.length > 1).map(([name, rates]) => [name, rates.meter.id, rates] as const),
  )(
    "%s, %s: continuous at each rung, and a step across it costs what lies on its two sides",
    (_name, _id, { rates }) => {
      const cost = (raw: Decimal) => slices(raw, rates).reduce((sum, { usd }) => sum.plus(usd), new Decimal(0));
      for (const [at, { upTo, usd }] of rates.entries()) {
        const next = rates[at + 1];
        if (upTo === null || next === undefined) continue;
        expect(cost(upTo.plus(1)).minus(cost(upTo)).equals(next.usd)).toBe(true);
        expect(
          cost(upTo)
            .minus(cost(upTo.minus(1)))
            .equals(usd),
        ).toBe(true);
      }
    },
  );

  test("a quantity is cut into parts that make it up again", () => {
    fc.assert(
      fc.property(fc.constantFrom(...meters), fc.bigInt({ min: 0n, max: 10n ** 18n }), ([, { rates }], raw) => {
        const parts = slices(new Decimal(raw.toString()), rates);
        expect(parts.reduce((sum, part) => sum.plus(part.raw), new Decimal(0)).toFixed()).toBe(raw.toString());
      }),
    );
  });
});

/**
 * The last call of a month costs what one call does where it lies on the first paid rung with all of its quantity, and nothing
 * stands between: no allowance left, no usage credit left, the minimum passed. Elsewhere it costs less (an allowance, a credit or a minimum
 * covers some of it, or a later rung is cheaper).
 */
describe("the marginal cost of the last call is the difference of two months", () => {
  /** Without what a month has beside its meters. */
  const bare = builtInPriceLists.map(({ monthly: _, ...list }): PriceList => ({ ...list, allowances: [] }));

  test("exactly, where a month has nothing but its meters", () => {
    fc.assert(
      fc.property(usages, fc.constantFrom(...bare), fc.integer({ min: 0, max: 100 }), (usage, list, count) => {
        expectSame(difference(usage, list, count), billCall(usage, list).usd, 4);
      }),
    );
  });

  test("exactly, where allowances, credits and minimums are behind it", () => {
    // Few rungs, much usage: 40 million calls of this are past every allowance and minimum, and before every second rung.
    const usage = usageOf({ durationMs: 400, cpuMs: 40, memoryMb: 512, observedMemoryMb: 300, egressBytes: 100_000 });
    for (const list of builtInPriceLists) {
      for (const freeTier of [true, false]) {
        const last = difference(usage, list, 40_000_000, freeTier);
        expectSame(last, billCall(usage, list).usd, 4);
      }
    }
  });

  test("never more, anywhere", () => {
    fc.assert(
      fc.property(usages, lists, requests, fc.boolean(), (usage, list, count, freeTier) => {
        const last = difference(usage, list, count, freeTier);
        expect(last.minus(billCall(usage, list).usd).lessThanOrEqualTo(CUT.times(2 * list.meters.length))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("what is billed of a call", () => {
  test("waits, where a platform bills wall time, and not where it bills CPU", () => {
    const computing = usageOf({ durationMs: 10, cpuMs: 10 });
    const waiting = usageOf({ durationMs: 500, cpuMs: 10 });
    const grows = (name: string) =>
      new Decimal(billCall(waiting, listOf(name)).usd).greaterThan(billCall(computing, listOf(name)).usd);
    expect(["aws-lambda", "lambda-edge", "azure-functions", "google-cloud-run"].map(grows)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(["cloudflare-workers", "fastly-compute", "cloudfront-functions"].map(grows)).toEqual([false, false, false]);
  });

  test("init, on a cold start alone, and rounded up together with the time", () => {
    const usage = usageOf({ durationMs: 1.1, initMs: 2.2, start: "cold" });
    const quantity = (list: string, start: CallUsage["start"]) =>
      billCall({ ...usage, start }, listOf(list)).lines.find(({ takes }) => takes.includes("init"))?.quantity;
    expect(quantity("aws-lambda", "cold")).toBe(new Decimal(4).times(128).div(1024).div(1000).toFixed());
    expect(quantity("vercel-functions", "cold")).toBe(
      new Decimal("3.3").times(2).div(3_600_000).toDecimalPlaces(30).toFixed(),
    );
    expect(quantity("aws-lambda", "prewarmed")).toBe(new Decimal(2).times(128).div(1024).div(1000).toFixed());
    expect(billCall(usage, listOf("cloudflare-workers"))).toEqual(
      billCall({ ...usage, start: "warm" }, listOf("cloudflare-workers")),
    );
  });

  test("steps and minimums: 100 ms on Cloud Run, at least 100 ms and 128 MB of what is held on Azure", () => {
    const cloudRun = billCall(usageOf({ durationMs: 100.001 }), listOf("google-cloud-run"));
    expect(cloudRun.lines.find(({ meter }) => meter === "vcpu")?.quantity).toBe("0.2");
    const azure = (observedMemoryMb: number, durationMs: number) =>
      billCall(usageOf({ memoryMb: 1536, observedMemoryMb, durationMs }), listOf("azure-functions")).lines[1]?.quantity;
    expect(azure(3, 1)).toBe("0.0125");
    expect(azure(128.1, 250)).toBe("0.0625");
  });

  test("the tier of the reference model that holds what is configured; above the largest, its price and a warning", () => {
    const items = (memoryMb: number) =>
      billCall(usageOf({ memoryMb, durationMs: 1 }), listOf("edge-reference")).lines[0]?.item;
    expect([64, 128, 129, 300, 512].map(items)).toEqual([128, 128, 256, 512, 512].map((mb) => `Execution, ${mb} MB`));
    const bill = billCall(usageOf({ memoryMb: 1024, durationMs: 1 }), listOf("edge-reference"));
    expect(bill).toMatchObject({ usd: "0.0000008", warnings: ["memory: 1,024 MB, and the platform allows 512 MB"] });
  });

  test("a service in front, only when it is asked for", () => {
    const usage = usageOf({ durationMs: 1 });
    const bare = billCall(usage, listOf("aws-lambda"));
    const behind = billCall(usage, listOf("aws-lambda"), { extras: ["api-gateway"] });
    expect(new Decimal(behind.usd).minus(bare.usd).toFixed()).toBe("0.000001");
  });

  test("CPU time as an estimate, and nothing else", () => {
    for (const list of builtInPriceLists) {
      for (const line of billCall(usageOf({ cpuMs: 1 }), list).lines)
        expect(line.estimated).toBe(line.takes.includes("cpu"));
    }
  });

  test("a formula in words, when it is asked for", () => {
    const usage = usageOf({ durationMs: 12.34, initMs: 120.81, start: "cold", memoryMb: 1769, arch: "arm64" });
    const [requestLine, compute] = billCall(usage, listOf("aws-lambda"), { explain: true }).lines;
    expect(requestLine?.formula).toBe("1 request, × $0.20 per 1,000,000 requests");
    expect(compute?.formula).toBe(
      "134 ms (12.34 ms of wall time and 120.81 ms of init, rounded up to 1 ms) × 1,769 MB ÷ 1,024 ÷ 1,000 = 0.231490234375 GB-s, × $0.0000133334 per GB-s",
    );
    expect(billCall(usage, listOf("aws-lambda")).lines.map(({ formula }) => formula)).toEqual([null, null, null]);
  });
});

describe("a month", () => {
  test("draws both architectures' compute from one free allowance", () => {
    const usage = usageOf({ durationMs: 1000, memoryMb: 1024 });
    const { lines, usd } = billMonth(
      [
        { usage, requests: 300_000 },
        { usage: { ...usage, arch: "arm64" }, requests: 300_000 },
      ],
      listOf("aws-lambda"),
      { freeTier: true },
    );
    expect(lines.filter(({ item }) => item.endsWith(", free")).map(({ item, quantity }) => [item, quantity])).toEqual([
      ["Requests, free", "600000"],
      ["Compute, x86_64, free", "300000"],
      ["Compute, arm64, free", "100000"],
    ]);
    expect(usd).toBe(new Decimal(200_000).times("0.0000133334").toFixed());
  });

  test("costs its fee without a call, its minimum up to it, and nothing of either above a minimum", () => {
    const usage = usageOf({ cpuMs: 10 });
    const month = (platform: string, count: number) =>
      billMonth([{ usage, requests: count }], listOf(platform), { freeTier: false });
    expect(month("cloudflare-workers", 0).usd).toBe("5");
    expect(month("fastly-compute", 1_000_000)).toMatchObject({ usd: "50" });
    expect(month("fastly-compute", 100_000_000).usd).toBe("100");
    expect(month("netlify-functions", 0).usd).toBe("20");
  });

  test("of Netlify pays usage from the plan's credits first", () => {
    const usage = usageOf({ durationMs: 1000, memoryMb: 1024 });
    const month = (count: number) =>
      billMonth([{ usage, requests: count }], listOf("netlify-functions"), { freeTier: false });
    expect(month(100_000).usd).toBe("20");
    // 1,800,000 s of one GB are 500 GB-h, or $100, and the requests $7.20; $60 are paid with the plan.
    expect(month(1_800_000).usd).toBe("67.2");
  });
});

function listed(list: PriceList, meter: string): boolean {
  return list.meters.some(({ id }) => id === meter);
}

function expectSum({ usd, lines }: Bill): void {
  expect(lines.reduce((sum, line) => sum.plus(line.usd), new Decimal(0)).toFixed()).toBe(usd);
}

function expectNoLess(before: Bill, after: Bill): void {
  expect(new Decimal(after.usd).greaterThanOrEqualTo(before.usd), `${after.usd} after ${before.usd}`).toBe(true);
}

function difference(usage: CallUsage, list: PriceList, count: number, freeTier = false): Decimal {
  const month = (made: number) => billMonth([{ usage, requests: made }], list, { freeTier }).usd;
  return new Decimal(month(count + 1)).minus(month(count));
}

/** To within so many cuts: a price per hour is cut in either month and in the call. */
function expectSame(found: Decimal, expected: string, cuts: number): void {
  expect(found.minus(expected).abs().lessThanOrEqualTo(CUT.times(cuts)), `${found.toFixed()} is not ${expected}`).toBe(
    true,
  );
}
