import fc from "fast-check";
import { expect, test } from "vitest";
import type { PricingReport } from "../../../preload/contract";
import type { CallUsage, PriceList } from "../../../runtime/cost";
import { builtInPriceLists, callUsage, Decimal, UNPRICED } from "../../../runtime/cost";
import { billsOf, extraKey, ordered, runs } from "../../../renderer/features/cost/bill/bill-model";
import { billsText } from "../../../renderer/features/cost/bill/bill-text";
import { chosenLists, chosenName, unknownNames } from "../../../renderer/features/cost/pricing-model";
import { makeInvocation } from "../../main/store/invocations";

const REPORT: PricingReport = {
  lists: builtInPriceLists,
  own: [],
  ownFolder: "/home/dev/.coldframe/price-lists",
  unpriced: UNPRICED,
  calibrations: [],
};
const INVOCATION = makeInvocation(0);
const USAGE = usageOf(INVOCATION);

function usageOf(invocation: Parameters<typeof callUsage>[0]): CallUsage {
  const usage = callUsage(invocation);
  if (usage === null) throw new Error("the sample reached no sandbox");
  return usage;
}

function named(name: string): PriceList {
  const [list] = chosenLists(REPORT, [name]);
  if (list === undefined) throw new Error(`there is no list of ${name}`);
  return list;
}

test("every list is found again by the name it is chosen by, and an unknown one is left out", () => {
  const names = builtInPriceLists.map((list) => chosenName(list, builtInPriceLists));
  expect(chosenLists(REPORT, names)).toEqual(builtInPriceLists);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("vercel-functions");
  expect(names).toContain("vercel-functions:sfo1");
  expect(chosenLists(REPORT, ["gone", "aws-lambda"])).toEqual([named("aws-lambda")]);
  expect(unknownNames(REPORT, ["gone", "aws-lambda"])).toEqual(["gone"]);
});

test("what was not measured is billed for the most that it can have been, and its line says so", () => {
  const { usage } = INVOCATION;
  const takesOf = (stopped: CallUsage, name: string): string =>
    billsOf(stopped, REPORT, [named(name)], [])
      .flatMap(({ rows }) => rows.map(({ takes }) => takes))
      .join("; ");
  const stopped = usageOf({ start: "warm", usage: { ...usage, activeCpuUs: null, peakMemoryBytes: null } });
  expect(takesOf(stopped, "azure-functions")).toContain("observed memory at most 128 MiB (not known)");
  expect(takesOf(stopped, "cloudflare-workers")).toMatch(/CPU time at most \S+ \S+ \(not known\)/);
  const known = usageOf({ start: "warm", usage });
  expect(takesOf(known, "azure-functions") + takesOf(known, "cloudflare-workers")).not.toContain("not known");
});

test("cheapest first is ascending, with what would not run at the end; as chosen is as chosen", () => {
  const size = fc.integer({ min: 0, max: 30_000_000 });
  fc.assert(
    fc.property(size, size, size, fc.constantFrom("warm", "cold"), (executionUs, activeCpuUs, egressBytes, start) => {
      const usage = usageOf({
        start,
        usage: { ...INVOCATION.usage, executionUs: Math.max(executionUs, activeCpuUs), activeCpuUs, egressBytes },
      });
      const bills = billsOf(usage, REPORT, builtInPriceLists, []);
      expect(ordered(bills, "chosen")).toEqual(bills);
      const sorted = ordered(bills, "cheapest");
      const running = sorted.filter(runs);
      expect(sorted.slice(0, running.length)).toEqual(running);
      const amounts = running.map(({ bill }) => new Decimal(bill.usd));
      for (const [at, amount] of amounts.entries()) expect(amount.gte(amounts[at - 1] ?? 0)).toBe(true);
      // One is marked as the cheapest, and nothing that runs costs less.
      const [cheapest, ...others] = bills.filter(({ isCheapest }) => isCheapest);
      expect(others).toEqual([]);
      expect(cheapest?.usdPerMillion).toBe(running[0]?.usdPerMillion);
    }),
  );
});

test("a platform that would not run the call is never the cheapest, and says what is too much", () => {
  const slow = usageOf({ start: "warm", usage: { ...INVOCATION.usage, executionUs: 2_000, activeCpuUs: 2_000_000 } });
  const [fastly, lambda] = billsOf(slow, REPORT, [named("fastly-compute"), named("aws-lambda")], []);
  expect(fastly?.bill.warnings.join()).toMatch(/CPU time: 2,000 ms, and the platform allows 50 ms/);
  expect([fastly?.isCheapest, lambda?.isCheapest]).toEqual([false, false]);
});

test("what stands in front is counted when it is asked for, and only there", () => {
  const key = extraKey("aws-lambda", "api-gateway");
  const lists = [named("aws-lambda"), named("cloudflare-workers")];
  const [without] = billsOf(USAGE, REPORT, lists, []);
  const [counted, workers] = billsOf(USAGE, REPORT, lists, [key]);
  expect(without?.extras).toMatchObject([{ id: "api-gateway", isCounted: false }]);
  expect(counted?.extras).toMatchObject([{ id: "api-gateway", isCounted: true }]);
  // $1.00 per million requests.
  expect(new Decimal(counted?.bill.usd ?? 0).minus(without?.bill.usd ?? 0).toFixed()).toBe("0.000001");
  expect(workers?.extras).toEqual([]);
});

test("a calibration changes what is billed by CPU time, and is named", () => {
  const calibration = { factor: 2, margin: 0.1, n: 3 };
  const calibrations = [{ platform: "cloudflare-workers", pairs: [], calibration, fittedAtMs: 0 }];
  const [plain] = billsOf(USAGE, REPORT, [named("cloudflare-workers")], []);
  const [fitted] = billsOf(USAGE, { ...REPORT, calibrations }, [named("cloudflare-workers")], []);
  const cpu = (bill: typeof plain) => bill?.rows.find(({ line }) => line.meter === "cpu")?.line.usd ?? "0";
  expect(new Decimal(cpu(fitted)).dividedBy(cpu(plain)).toNumber()).toBe(2);
  const text = billsText(INVOCATION, fitted === undefined ? [] : [fitted]);
  expect(text).toContain("calibrated × 2.00 ± 0.10, n = 3 (95 %)");
});
