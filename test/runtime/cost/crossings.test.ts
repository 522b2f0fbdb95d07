import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "../../../runtime/cost/decimal";
import { firstFlip, fleetCostAt, pieceCostAt, settledFlip } from "../../../runtime/cost/crossings";
import type { CostPiece, FleetCost } from "../../../runtime/cost/crossings";

const decimal = (value: number | string): Decimal => new Decimal(value);
/** The same relative size as one part in 10^30: far above the rounding of a quotient, far below any price. */
const HAIR = decimal("1e-30");

function pieces(fee: number, ...parts: readonly (readonly [from: number, slope: string])[]): CostPiece[] {
  const result: CostPiece[] = [];
  let value = decimal(fee);
  for (const [from, slope] of parts) {
    const before = result.at(-1);
    if (before !== undefined) value = before.value.plus(before.slope.times(decimal(from).minus(before.from)));
    result.push({ from: decimal(from), value, slope: decimal(slope) });
  }
  return result;
}

type FleetValues = Partial<Record<Exclude<keyof FleetCost, "perRequest">, number | null>> & { perRequest?: string };

function fleet(values: FleetValues): FleetCost {
  return {
    server: decimal(values.server ?? 10),
    capacity: values.capacity == null ? null : decimal(values.capacity),
    mostServers: values.mostServers ?? null,
    perRequest: decimal(values.perRequest ?? 0),
  };
}

/** Platform minus fleet, a hair above a number of requests: which one is cheaper from there on. */
function orderAbove(at: Decimal, cost: readonly CostPiece[], servers: FleetCost): number {
  const above = at.plus(HAIR.times(Decimal.max(at, 1)));
  return pieceCostAt(above, cost).cmp(fleetCostAt(above, servers));
}

describe("where platform and fleet change places", () => {
  it("is where a straight cost reaches one server's", () => {
    const cost = pieces(0, [0, "0.000002"]);
    expect(firstFlip(cost, fleet({}), decimal(0), 1)?.toFixed()).toBe("5000000");
    expect(settledFlip(cost, fleet({}))?.toFixed()).toBe("5000000");
  });

  it("counts from the free allowance on", () => {
    const cost = pieces(0, [0, "0"], [1_000_000, "0.000002"]);
    expect(firstFlip(cost, fleet({}), decimal(0), 1)?.toFixed()).toBe("6000000");
  });

  it("is nowhere when each server costs more than what it carries", () => {
    const cost = pieces(0, [0, "0.000002"]);
    expect(firstFlip(cost, fleet({ capacity: 4_000_000 }), decimal(0), 1)).toBeNull();
    expect(settledFlip(cost, fleet({ capacity: 4_000_000 }))).toBeNull();
  });

  it("is at the first request when the platform's fee is above a server's price", () => {
    const cost = pieces(20, [0, "0"], [5_000_000, "0.000002"]);
    expect(firstFlip(cost, fleet({}), decimal(0), 1)?.toFixed()).toBe("0");
    expect(settledFlip(cost, fleet({}))?.toFixed()).toBe("0");
    // The third server makes the fleet dearer than the fee.
    expect(firstFlip(cost, fleet({ capacity: 1_000_000 }), decimal(0), -1)?.toFixed()).toBe("2000000");
  });

  it("moves on when the next server is needed, and settles later", () => {
    const cost = pieces(0, [0, "0.000002"]);
    const servers = fleet({ capacity: 6_000_000 });
    const from = firstFlip(cost, servers, decimal(0), 1);
    expect(from?.toFixed()).toBe("5000000");
    expect(firstFlip(cost, servers, from ?? decimal(0), -1)?.toFixed()).toBe("6000000");
    expect(settledFlip(cost, servers)?.toFixed()).toBe("25000000");
  });

  it("finds it at once however many servers lie before it", () => {
    const cost = pieces(-1, [0, "0.00000200000000000001"]);
    const at = firstFlip(cost, fleet({ capacity: 5_000_000 }), decimal(0), 1);
    expect(at?.gt("1e20")).toBe(true);
    expect(orderAbove(at ?? decimal(0), cost, fleet({ capacity: 5_000_000 }))).toBe(1);
  });

  it("ends with the largest fleet that can be had", () => {
    const cost = pieces(0, [0, "0.000001"]);
    expect(firstFlip(cost, fleet({ capacity: 6_000_000, mostServers: 1 }), decimal(0), 1)).toBeNull();
    expect(firstFlip(cost, fleet({ capacity: 11_000_000, mostServers: 1 }), decimal(0), 1)?.toFixed()).toBe("10000000");
    expect(settledFlip(cost, fleet({ capacity: 11_000_000, mostServers: 1 }))).toBeNull();
  });
});

describe("every flip, against a walk over each server's range", () => {
  const slope = fc.integer({ min: 0, max: 40 }).map((millionths) => `${millionths}e-6`);
  const costs = fc
    .tuple(
      fc.integer({ min: 0, max: 60 }),
      slope,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), slope), { maxLength: 4 }),
    )
    .map(([fee, first, rest]) => {
      let from = 0;
      return pieces(fee, [0, first], ...rest.map(([gap, each]) => [(from += gap * 700_000), each] as const));
    });
  const fleets = fc
    .record({
      server: fc.integer({ min: 1, max: 40 }),
      capacity: fc.option(fc.integer({ min: 1, max: 30 }).map((count) => count * 300_000)),
      mostServers: fc.option(fc.integer({ min: 1, max: 6 })),
      // A product of floats would miss the exact touch by 1e-22, and make a flip that no walk can see.
      perRequest: fc.integer({ min: 0, max: 6 }).map((millionths) => `${millionths}e-6`),
    })
    .map(fleet);
  const LAST = 60_000_000;

  /** Flips by brute force: the order just above each kink, each server's limit, and each root between two of those. */
  function walk(cost: readonly CostPiece[], servers: FleetCost): { at: Decimal; order: number }[] {
    const marks = new Set(cost.map(({ from }) => from.toNumber()));
    const width = servers.capacity?.toNumber() ?? Number.POSITIVE_INFINITY;
    const limit = Math.min(LAST, servers.mostServers === null ? LAST : servers.mostServers * width);
    for (let at = 0; at < limit; at += width) marks.add(at);
    const sorted = [...marks].filter((mark) => mark < limit).sort((a, b) => a - b);
    return sorted.flatMap((mark, index) => {
      const left = decimal(mark);
      const right = decimal(sorted[index + 1] ?? limit);
      const [atLeft, atRight] = [left.plus("1e-9"), right.minus("1e-9")].map((at) =>
        pieceCostAt(at, cost).minus(fleetCostAt(at, servers)),
      ) as [Decimal, Decimal];
      const here = { at: left, order: orderAbove(left, cost, servers) };
      if (atLeft.times(atRight).gte(0)) return [here];
      const root = left.plus(right.minus(left).times(atLeft.div(atLeft.minus(atRight))));
      return [here, { at: root, order: atRight.cmp(0) }];
    });
  }

  const near = (one: Decimal, other: Decimal) => one.minus(other).abs().lt("0.01");

  it("the first is the first", () => {
    fc.assert(
      fc.property(costs, fleets, fc.constantFrom(1 as const, -1 as const), (cost, servers, wanted) => {
        const expected = walk(cost, servers).find(({ order }) => order === wanted);
        const found = firstFlip(cost, servers, decimal(0), wanted);
        if (expected !== undefined) expect(found !== null && near(found, expected.at)).toBe(true);
        else expect(found === null || found.gte(LAST)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("costs are equal at it, unless it is the first request or a server more, and the order changes there", () => {
    fc.assert(
      fc.property(costs, fleets, (cost, servers) => {
        const from = firstFlip(cost, servers, decimal(0), 1);
        fc.pre(from !== null && from.gt(0));
        const difference = pieceCostAt(from, cost).minus(fleetCostAt(from, servers));
        expect(difference.abs().lt("1e-30")).toBe(true);
        expect(orderAbove(from, cost, servers)).toBe(1);
        const until = firstFlip(cost, servers, from, -1);
        if (until !== null) {
          expect(until.gt(from)).toBe(true);
          expect(orderAbove(until, cost, servers)).toBe(-1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("above the settled one the fleet is cheaper, and at it it is not", () => {
    fc.assert(
      fc.property(costs, fleets, fc.double({ min: 1e-6, max: 50, noNaN: true }), (cost, servers, factor) => {
        const settled = settledFlip(cost, servers);
        fc.pre(settled !== null);
        const above = Decimal.max(settled, 1)
          .times(1 + factor)
          .plus(1);
        expect(pieceCostAt(above, cost).gt(fleetCostAt(above, servers))).toBe(true);
        if (settled.gt(0)) {
          expect(pieceCostAt(settled, cost).minus(fleetCostAt(settled, servers)).lt("1e-30")).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("never settles only when the fleet gives out, or is no cheaper however many servers it has", () => {
    fc.assert(
      fc.property(costs, fleets, (cost, servers) => {
        fc.pre(settledFlip(cost, servers) === null && servers.mostServers === null);
        const nextServer = (servers.capacity ?? decimal(1)).times(1e9).plus("1e-20");
        expect(pieceCostAt(nextServer, cost).lte(fleetCostAt(nextServer, servers))).toBe(true);
      }),
    );
  });
});
