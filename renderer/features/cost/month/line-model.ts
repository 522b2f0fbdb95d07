import {
  AVERAGE_MONTH_SECONDS,
  Decimal,
  fleetCostAt,
  fleetOf,
  fullTitle,
  monthPieces,
  pieceCostAt,
  priceListName,
} from "../../../../runtime/cost";
import type {
  Baseline,
  CostPiece,
  FleetCost,
  FleetOptions,
  PlatformOptions,
  PriceList,
  UsageMix,
} from "../../../../runtime/cost";

/** What an average month costs at any mean rate: a platform, or as many servers as its peak needs. */
export interface CostLine {
  /** As `--platform` or `--baseline` takes it. */
  readonly id: string;
  readonly kind: "platform" | "server";
  readonly title: string;
  /** Exact US dollars a month at a mean rate in requests per second. */
  readonly usdAt: (rps: Decimal) => Decimal;
  /** The same as a picture needs it: a float, of a float. */
  readonly nearUsdAt: (rps: number) => number;
  /** Rates at which the line bends, as a picture needs them. */
  readonly bends: readonly number[];
}

export function platformLine(list: PriceList, mix: UsageMix, options: PlatformOptions): CostLine {
  const pieces = monthPieces(list, mix, options);
  return {
    id: priceListName(list),
    kind: "platform",
    title: fullTitle(list),
    usdAt: (rps) => pieceCostAt(rps.times(AVERAGE_MONTH_SECONDS), pieces),
    nearUsdAt: nearPieces(pieces),
    bends: pieces.map(({ from }) => from.toNumber() / AVERAGE_MONTH_SECONDS),
  };
}

/** `egress`: whether the responses' bytes are counted. */
export function serverLine(baseline: Baseline, mix: UsageMix, options: FleetOptions, egress: boolean): CostLine {
  const fleet = fleetOf(baseline, mix, options, egress);
  return {
    id: baseline.id,
    kind: "server",
    title: baseline.title,
    usdAt: (rps) => fleetCostAt(rps.times(AVERAGE_MONTH_SECONDS), fleet),
    nearUsdAt: nearFleet(fleet),
    bends: [],
  };
}

function nearPieces(pieces: readonly CostPiece[]): CostLine["nearUsdAt"] {
  const near = pieces.map(({ from, value, slope }) => ({
    from: from.toNumber(),
    value: value.toNumber(),
    slope: slope.toNumber(),
  }));
  return (rps) => {
    const requests = rps * AVERAGE_MONTH_SECONDS;
    const piece = near.findLast(({ from }) => from <= requests);
    return piece === undefined ? 0 : piece.value + piece.slope * (requests - piece.from);
  };
}

function nearFleet({ server, capacity, perRequest }: FleetCost): CostLine["nearUsdAt"] {
  const [price, each, carried] = [server.toNumber(), perRequest.toNumber(), capacity?.toNumber() ?? Infinity];
  return (rps) => {
    const requests = rps * AVERAGE_MONTH_SECONDS;
    return Math.max(1, Math.ceil(requests / carried)) * price + each * requests;
  };
}

/** Where the platform that is compared and one kind of server change places. */
export interface BreakEvenPoint {
  readonly rps: Decimal;
  readonly usd: Decimal;
  /** The server's title. */
  readonly server: string;
}

/** Everything that the chart of a month shows. */
export interface CostChart {
  readonly lines: readonly CostLine[];
  /** The platform that the servers are held against: one of the lines. */
  readonly compared: string;
  /** Whether the servers' lines hold what the responses' bytes cost. */
  readonly egress: boolean;
  readonly points: readonly BreakEvenPoint[];
  /** The rate that was chosen. */
  readonly current: Decimal;
}

/** One moment of the axis, and why it is one. */
export interface Stop {
  readonly rps: Decimal;
  /** Empty for a round rate. */
  readonly what: string;
}

const ROUND_RATES = [1, 2, 5];

/** Round rates over the axis, the current one, and every break-even point, ascending: what the table behind the chart has. */
export function stopsOf(
  { points, current }: CostChart,
  decades: { readonly low: number; readonly high: number },
): Stop[] {
  const stops: Stop[] = [{ rps: current, what: "current rate" }];
  for (const { rps, server } of points) stops.push({ rps, what: `break-even with ${server}` });
  for (let decade = decades.low; decade <= decades.high; decade += 1) {
    const rates = decade === decades.high ? [1] : ROUND_RATES;
    for (const rate of rates) {
      const rps = new Decimal(10).pow(decade).times(rate);
      if (!rps.eq(current)) stops.push({ rps, what: "" });
    }
  }
  return stops.sort((a, b) => a.rps.cmp(b.rps));
}
