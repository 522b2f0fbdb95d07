import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASELINES } from "../../../runtime/cost/baselines";
import { billMonth } from "../../../runtime/cost/bill-month";
import { breakEven } from "../../../runtime/cost/break-even";
import { fleetCostAt, pieceCostAt } from "../../../runtime/cost/crossings";
import { Decimal } from "../../../runtime/cost/decimal";
import { fleetOf } from "../../../runtime/cost/month";
import { monthPieces } from "../../../runtime/cost/month-pieces";
import { AVERAGE_MONTH_SECONDS } from "../../../runtime/cost/traffic";
import { mixByRequests, trafficOf } from "../../../runtime/cost/usage-mix";
import type { UsageMix } from "../../../runtime/cost/usage-mix";
import { priceLists, usages } from "./price-list-arbitraries";

/** Bills round their amounts at the 30th decimal; this allows for that and for nothing that could be seen. */
const NOTHING = new Decimal("1e-20");

const mixes: fc.Arbitrary<UsageMix> = fc
  .array(fc.tuple(usages, fc.integer({ min: 1, max: 50 })), { minLength: 1, maxLength: 3 })
  .map((parts) => mixByRequests(parts.map(([usage, count]) => ({ usage, requests: new Decimal(count) }))) ?? []);

const requestCounts = fc.double({ min: 0, max: 1e9, noNaN: true }).map((count) => new Decimal(count));

const calibrations = fc.option(fc.constantFrom(0.5, 1.25, 3).map((factor) => ({ factor, margin: 0.1, n: 5 })));

describe("a month's cost in pieces", () => {
  it("is what the month's bill is, at every number of requests", () => {
    fc.assert(
      fc.property(
        priceLists,
        mixes,
        requestCounts,
        fc.boolean(),
        calibrations,
        (list, mix, requests, freeTier, calibration) => {
          const bill = new Decimal(billMonth(trafficOf(mix, requests), list, { freeTier, calibration }).usd);
          const pieces = monthPieces(list, mix, { freeTier, calibrationOf: () => calibration });
          expect(pieceCostAt(requests, pieces).minus(bill).abs().lt(NOTHING)).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("never falls, and begins with the month's fee", () => {
    fc.assert(
      fc.property(priceLists, mixes, fc.boolean(), calibrations, (list, mix, freeTier, calibration) => {
        const pieces = monthPieces(list, mix, { freeTier, calibrationOf: () => calibration });
        expect(pieces[0]?.from.isZero()).toBe(true);
        expect(pieces[0]?.value.eq(list.monthly?.usd ?? 0)).toBe(true);
        expect(pieces.every(({ slope }) => slope.gte(NOTHING.neg()))).toBe(true);
      }),
    );
  });
});

describe("a break-even rate", () => {
  const options = fc.record({
    utilisation: fc.constantFrom("0.25", "0.6", "1").map((value) => new Decimal(value)),
    peak: fc.constantFrom("1", "1.5", "12").map((value) => new Decimal(value)),
  });

  it("is one: both bills are equal there, and just above it the servers cost less", () => {
    fc.assert(
      fc.property(priceLists, mixes, fc.constantFrom(...BASELINES), options, (list, mix, baseline, choice) => {
        const fleet = fleetOf(baseline, mix, choice, true);
        const { found } = breakEven(monthPieces(list, mix, { freeTier: true, calibrationOf: () => null }), fleet);
        fc.pre(found !== null);
        const difference = (rps: Decimal) => {
          const requests = rps.times(AVERAGE_MONTH_SECONDS);
          const bill = billMonth(trafficOf(mix, requests), list, { freeTier: true });
          return new Decimal(bill.usd).minus(fleetCostAt(requests, fleet));
        };
        const rps = new Decimal(found.rps);
        expect(difference(rps).abs().lt(NOTHING)).toBe(true);
        expect(difference(rps.times("1.0000000001")).gt(0)).toBe(true);
        if (found.untilRps !== null && fleet.mostServers === null) {
          expect(difference(new Decimal(found.untilRps).times("1.0000000001")).lt(0)).toBe(true);
        }
        if (found.settledRps !== null) {
          expect(new Decimal(found.settledRps).gte(rps)).toBe(true);
          expect(difference(new Decimal(found.settledRps).times(3).plus("1e-9")).gt(0)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
