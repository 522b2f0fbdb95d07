import { firstFlip, fleetCostAt, serversFor, settledFlip } from "./crossings";
import type { CostPiece, FleetCost } from "./crossings";
import { decimalText, ZERO } from "./decimal";
import type { Decimal } from "./decimal";
import { AVERAGE_MONTH_SECONDS } from "./traffic";

/**
 * Where platform and servers change places. Rates are means over an average month, requests per second; decimals as text, cut at
 * 30 digits behind the point.
 */
export interface BreakEven {
  readonly found: BreakEvenRates | null;
  /** Why there is no rate at which both cost the same; null when there is one. */
  readonly none: NoBreakEven | null;
}

export interface BreakEvenRates {
  /** The lowest rate at which both cost the same and just above which the servers cost less. */
  readonly rps: string;
  /** What both cost there in a month, US dollars. */
  readonly usd: string;
  readonly servers: string;
  /** Just above this rate one more server is needed, and the platform is cheaper again; null when that does not happen. */
  readonly untilRps: string | null;
  /** Above this rate the servers are cheaper at every rate; null when there is no such rate. */
  readonly settledRps: string | null;
}

export type NoBreakEven =
  /** The servers cost less from the first request on, as far as `untilRps` (null: for good). */
  | { readonly why: "servers-from-the-start"; readonly untilRps: string | null; readonly settledRps: string | null }
  /** However many requests come, the servers that carry them cost no less than the platform. */
  | { readonly why: "platform-always" };

/** What fleets are sized by. */
export interface FleetOptions {
  /** The highest share of the servers' vCPUs in use, above 0 and at most 1. */
  readonly utilisation: Decimal;
  /** How many times its mean rate the traffic's busiest rate is; kept at every rate. */
  readonly peak: Decimal;
}

/**
 * The mean rate at which an average month on a platform (`monthPieces`) costs the same as one on always-on servers (`fleetOf`), as
 * many as the rate's peak needs. Solved on the straight pieces of both costs, with ladders, free tiers, fees and whole servers;
 * nothing is searched by halving.
 */
export function breakEven(pieces: readonly CostPiece[], fleet: FleetCost): BreakEven {
  const from = firstFlip(pieces, fleet, ZERO, 1);
  if (from === null) return { found: null, none: { why: "platform-always" } };
  const later = { untilRps: rate(untilOf(pieces, fleet, from)), settledRps: rate(settledFlip(pieces, fleet)) };
  if (from.isZero()) return { found: null, none: { why: "servers-from-the-start", ...later } };
  const usd = decimalText(fleetCostAt(from, fleet));
  return { found: { rps: rateText(from), usd, servers: serversFor(from, fleet).toFixed(), ...later }, none: null };
}

/** What a break-even rate takes for granted, in words. */
export function breakEvenAssumptions({ utilisation, peak }: FleetOptions): string[] {
  return [
    "The month has 730 hours; rates are its mean, and the mix of calls stays the same at every rate.",
    `Servers are bought whole, one at least, and run at most ${decimalText(utilisation.times(100))} % of their vCPUs at the peak, which is ${decimalText(peak.toDecimalPlaces(2))} times the mean.`,
    "A burstable server's mean load stays within what it may use for good.",
    "A call takes as much CPU time on a server as here; its waits cost a server nothing, and it holds as many at once as come.",
    "A server's bill is its price, and its egress where the platform's egress has a price too: no load balancer, storage, second region or operator.",
  ];
}

/** Where the platform is cheaper again, or the largest fleet is full. */
function untilOf(pieces: readonly CostPiece[], fleet: FleetCost, from: Decimal): Decimal | null {
  const flip = firstFlip(pieces, fleet, from, -1);
  if (flip !== null || fleet.mostServers === null || fleet.capacity === null) return flip;
  return fleet.capacity.times(fleet.mostServers);
}

function rate(requests: Decimal | null): string | null {
  return requests === null ? null : rateText(requests);
}

function rateText(requests: Decimal): string {
  return decimalText(requests.div(AVERAGE_MONTH_SECONDS));
}
