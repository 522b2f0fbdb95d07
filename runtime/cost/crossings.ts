import { Decimal } from "./decimal";

/**
 * One straight piece of a continuous cost: `value` dollars at `from` requests a month, `slope` dollars more for each further
 * one, as far as the next piece begins. The last piece goes on for ever; the first begins at 0.
 */
export interface CostPiece {
  readonly from: Decimal;
  readonly value: Decimal;
  readonly slope: Decimal;
}

/** A fleet's cost: a whole number of servers, one at least, plus what each request costs (egress). */
export interface FleetCost {
  /** Dollars a month for one server. Positive. */
  readonly server: Decimal;
  /** Requests a month that one server carries; null when any number costs it no CPU time. */
  readonly capacity: Decimal | null;
  /** The largest fleet that can be had; null without a limit. */
  readonly mostServers: number | null;
  readonly perRequest: Decimal;
}

/** One server's range of load, cut to one piece: the difference of the costs is a straight line from `left` to `right`. */
interface Stretch {
  readonly left: Decimal;
  /** Null: for ever. */
  readonly right: Decimal | null;
  /** Platform minus fleet at `left`. */
  readonly value: Decimal;
  readonly slope: Decimal;
}

const ZERO = new Decimal(0);
/** A quotient is rounded at the last of its digits; a difference that is this small beside the cost is that rounding. */
const ROUNDING = new Decimal(10).pow(15 - Decimal.precision);

/** Servers that a month's requests need. */
export function serversFor(requests: Decimal, { capacity }: FleetCost): Decimal {
  return capacity === null ? new Decimal(1) : Decimal.max(1, requests.div(capacity).ceil());
}

export function fleetCostAt(requests: Decimal, fleet: FleetCost): Decimal {
  return serversFor(requests, fleet).times(fleet.server).plus(fleet.perRequest.times(requests));
}

export function pieceCostAt(requests: Decimal, pieces: readonly CostPiece[]): Decimal {
  const piece = pieces.findLast(({ from }) => from.lte(requests));
  return piece === undefined ? ZERO : piece.value.plus(piece.slope.times(requests.minus(piece.from)));
}

/**
 * The least number of requests a month from `start` on, just above which the fleet is strictly cheaper (`wanted` 1) or strictly
 * dearer (-1); null when there is none. Solved piece by piece, on the straight lines themselves: within a piece the difference at
 * the ends of each server's range is linear in the number of servers, so the first server count that can hold a crossing
 * follows from two inequalities, however many servers lie before it.
 */
export function firstFlip(
  pieces: readonly CostPiece[],
  fleet: FleetCost,
  start: Decimal,
  wanted: 1 | -1,
): Decimal | null {
  for (const [index, piece] of pieces.entries()) {
    const end = pieceEnd(pieces, index, fleet);
    const low = Decimal.max(start, piece.from);
    if (end !== null && low.gte(end)) continue;
    for (const servers of forwardCandidates(piece, fleet, low, end, wanted)) {
      const stretch = stretchOf(piece, fleet, servers, low, end);
      const found = stretch === null ? null : firstIn(stretch, wanted);
      if (found !== null) return found;
    }
  }
  return null;
}

/**
 * The number of requests a month above which the fleet is strictly cheaper at every rate; null when there is none (the fleet
 * gives out, or the platform comes out no dearer again and again). 0 when the fleet is always cheaper.
 */
export function settledFlip(pieces: readonly CostPiece[], fleet: FleetCost): Decimal | null {
  if (fleet.mostServers !== null && fleet.capacity !== null) return null;
  for (let index = pieces.length - 1; index >= 0; index -= 1) {
    const piece = pieces[index];
    if (piece === undefined) break;
    const end = pieceEnd(pieces, index, fleet);
    const last = lastCandidate(piece, fleet, end);
    if (last === null) return null;
    for (const servers of backwardCandidates(piece, fleet, last)) {
      const stretch = stretchOf(piece, fleet, servers, piece.from, end);
      const found = stretch === null ? null : lastIn(stretch);
      if (found === "for ever") return null;
      if (found !== null) return found;
    }
  }
  return ZERO;
}

/** Where the piece ends, or the largest fleet does. */
function pieceEnd(pieces: readonly CostPiece[], index: number, { capacity, mostServers }: FleetCost): Decimal | null {
  const next = pieces[index + 1]?.from ?? null;
  if (mostServers === null || capacity === null) return next;
  const full = capacity.times(mostServers);
  return next === null ? full : Decimal.min(next, full);
}

function stretchOf(
  piece: CostPiece,
  fleet: FleetCost,
  servers: Decimal,
  low: Decimal,
  end: Decimal | null,
): Stretch | null {
  const { capacity } = fleet;
  const left = capacity === null ? low : Decimal.max(low, capacity.times(servers.minus(1)));
  const full = capacity === null ? null : capacity.times(servers);
  const right = full === null ? end : end === null ? full : Decimal.min(full, end);
  if (right !== null && left.gte(right)) return null;
  const platform = piece.value.plus(piece.slope.times(left.minus(piece.from)));
  const value = platform.minus(servers.times(fleet.server)).minus(fleet.perRequest.times(left));
  const isRounding = value.abs().lt(servers.times(fleet.server).times(ROUNDING));
  return { left, right, value: isRounding ? ZERO : value, slope: piece.slope.minus(fleet.perRequest) };
}

/** Where the difference first has the wanted sign just above. */
function firstIn({ left, right, value, slope }: Stretch, wanted: 1 | -1): Decimal | null {
  const [sign, rise] = [value.times(wanted), slope.times(wanted)];
  if (sign.gt(0) || (sign.isZero() && rise.gt(0))) return left;
  if (rise.lte(0)) return null;
  const root = left.minus(value.div(slope));
  return right === null || root.lt(right) ? root : null;
}

/** The last place above `left` where the fleet is not strictly cheaper. */
function lastIn({ left, right, value, slope }: Stretch): Decimal | "for ever" | null {
  if (right === null) {
    if (slope.lt(0) || (slope.isZero() && value.lte(0))) return "for ever";
  } else if (value.plus(slope.times(right.minus(left))).lte(0)) return right;
  return value.gte(0) ? null : left.minus(value.div(slope));
}

/** The difference at both ends of a whole server's range, as `rate` × servers + `base`. */
function endLines(piece: CostPiece, { server, capacity, perRequest }: FleetCost, wanted: 1 | -1) {
  if (capacity === null) return null;
  const slope = piece.slope.minus(perRequest);
  const atZero = piece.value.minus(piece.slope.times(piece.from));
  const rate = slope.times(capacity).minus(server).times(wanted);
  return { rate, right: atZero.times(wanted), left: atZero.minus(slope.times(capacity)).times(wanted) };
}

/** Server counts that can hold the first flip, in ascending order. */
function forwardCandidates(
  piece: CostPiece,
  fleet: FleetCost,
  low: Decimal,
  end: Decimal | null,
  wanted: 1 | -1,
): Decimal[] {
  const lines = endLines(piece, fleet, wanted);
  if (fleet.capacity === null || lines === null) return [new Decimal(1)];
  const first = low.div(fleet.capacity).floor().plus(1);
  const found = [first];
  for (const base of [lines.left, lines.right]) {
    const next = first.plus(1);
    if (lines.rate.times(next).plus(base).gt(0)) found.push(next);
    else if (lines.rate.gt(0)) found.push(base.neg().div(lines.rate).floor().plus(1));
  }
  if (end !== null) found.push(end.div(fleet.capacity).ceil());
  return found.sort((a, b) => a.cmp(b));
}

/** The highest server count of the piece above which the fleet stays cheaper; null when there is none. */
function lastCandidate(piece: CostPiece, fleet: FleetCost, end: Decimal | null): Decimal | null {
  const lines = endLines(piece, fleet, 1);
  if (fleet.capacity === null || lines === null) return new Decimal(1);
  if (end !== null) return end.div(fleet.capacity).ceil();
  const first = piece.from.div(fleet.capacity).floor().plus(1);
  if (lines.rate.lt(0) || (lines.rate.isZero() && lines.left.lte(0))) return null;
  return lines.rate.isZero() ? first : Decimal.max(first, lines.left.neg().div(lines.rate).floor());
}

/** Server counts that can hold the last flip, in descending order. */
function backwardCandidates(piece: CostPiece, fleet: FleetCost, last: Decimal): Decimal[] {
  const lines = endLines(piece, fleet, 1);
  if (fleet.capacity === null || lines === null) return [last];
  const first = piece.from.div(fleet.capacity).floor().plus(1);
  const found = [first, last];
  for (const base of [lines.left, lines.right]) {
    const before = last.minus(1);
    if (lines.rate.times(before).plus(base).lte(0)) found.push(before);
    else if (lines.rate.gt(0)) found.push(base.neg().div(lines.rate).floor());
  }
  return found.filter((servers) => servers.gte(first)).sort((a, b) => b.cmp(a));
}
