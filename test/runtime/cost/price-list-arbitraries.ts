import fc from "fast-check";
import type { CallUsage } from "../../../runtime/cost/usage";
import type { Allowance, Meter, PriceList, QuantityRule } from "../../../runtime/cost/price-list";

const PROVENANCE = { source: "a test", readOn: "2026-11", confidence: "M" } as const;

const amount = (digits: number) =>
  fc.integer({ min: 0, max: 9999 }).map((value) => (value / 10 ** digits).toFixed(digits).replace(/\.?0+$/, ""));

const quantity: fc.Arbitrary<QuantityRule> = fc.oneof(
  fc.constant<QuantityRule>({ kind: "requests" }),
  fc.constant<QuantityRule>({ kind: "egress", bytesPerUnit: 1e9 }),
  fc
    .record({ clock: fc.constantFrom("wall" as const, "cpu" as const), memory: fc.boolean(), init: fc.boolean() })
    .map(({ clock, memory, init }): QuantityRule => ({
      kind: "time",
      clock,
      unitMs: 1000,
      ...(memory ? { timesMemory: true } : {}),
      ...(init ? { init: true, stepMs: 1 } : {}),
    })),
);

/** Steps of a ladder, in units that months of some millions of requests pass through. */
const ladder = fc
  .tuple(fc.array(fc.tuple(fc.integer({ min: 1, max: 400_000 }), amount(4)), { maxLength: 3 }), amount(4))
  .map(([steps, last]) => {
    let upTo = 0;
    const rungs = steps.map(([width, usd]) => ({ upTo: String((upTo += width)), usd, per: "1000", ...PROVENANCE }));
    return [...rungs, { upTo: null, usd: last, per: "1000", ...PROVENANCE }];
  });

/** Meters, two of which may share an allowance, as Lambda's two architectures do. */
const metersAndAllowances = fc
  .tuple(quantity, ladder, ladder, quantity, ladder, fc.option(fc.integer({ min: 1, max: 500_000 })), fc.boolean())
  .map(([shared, first, second, other, third, free, included]): { meters: Meter[]; allowances: Allowance[] } => {
    const draws = free === null ? {} : { allowance: "some" };
    const meter = (id: string, rule: QuantityRule, rungs: Meter["ladder"]): Meter => ({
      id,
      item: id,
      unit: "unit",
      quantity: rule,
      ladder: rungs,
      ...(id === "third" ? {} : draws),
    });
    return {
      meters: [meter("first", shared, first), meter("second", shared, second), meter("third", other, third)],
      allowances:
        free === null
          ? []
          : [{ id: "some", kind: included ? "included" : "free", quantity: String(free), ...PROVENANCE }],
    };
  });

const monthly: fc.Arbitrary<PriceList["monthly"]> = fc.option(
  fc
    .record({ kind: fc.constantFrom("fee" as const, "minimum" as const), usd: amount(1), credit: fc.option(amount(1)) })
    .map(({ kind, usd, credit }) => ({
      item: "Plan",
      kind,
      usd,
      ...(kind === "fee" && credit !== null ? { usageCreditUsd: credit } : {}),
      ...PROVENANCE,
    })),
  { nil: undefined },
);

/** Price lists of every make: ladders, shared allowances, fees with a credit, minimums. */
export const priceLists: fc.Arbitrary<PriceList> = fc
  .tuple(metersAndAllowances, monthly)
  .map(([{ meters, allowances }, plan]) => ({
    schema: "coldframe/price-list@1",
    platform: "some-platform",
    region: null,
    title: "Some platform",
    date: "2026-11",
    currency: "USD",
    memory: { kind: "configured", minMb: 128, maxMb: null, stepMb: 1 },
    meters,
    allowances,
    ...(plan === undefined ? {} : { monthly: plan }),
    limits: {},
    notes: [],
  }));

export const usages: fc.Arbitrary<CallUsage> = fc.record({
  durationMs: fc.integer({ min: 0, max: 500_000 }).map((us) => us / 1000),
  cpuMs: fc.integer({ min: 1, max: 100_000 }).map((us) => us / 1000),
  initMs: fc.integer({ min: 0, max: 300_000 }).map((us) => us / 1000),
  start: fc.constantFrom("cold" as const, "prewarmed" as const, "warm" as const),
  memoryMb: fc.constantFrom(128, 256, 1024),
  observedMemoryMb: fc.integer({ min: 1, max: 1024 }),
  ingressBytes: fc.integer({ min: 0, max: 100_000 }),
  egressBytes: fc.integer({ min: 0, max: 2_000_000 }),
  arch: fc.constantFrom("x86_64" as const, "arm64" as const),
});
