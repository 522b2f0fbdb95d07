import { formatDuration, formatInteger, formatMoment } from "../../runtime/model";
import { TRAFFIC_SHAPES, trafficRate } from "../../runtime/cost";
import type { Decimal, TrafficShape, TrafficShapeName } from "../../runtime/cost";
import { countedArrivals, poissonArrivals } from "../../runtime/simulation";
import { recordedCalls } from "../workbench/what-if/recorded-calls";
import type { WhatIfTraffic } from "../workbench/what-if/what-if";
import type { Workbench } from "../workbench/workbench";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";
import { readTrafficFile } from "./read-traffic";

/** What the options say of the calls to simulate. */
export interface WhatIfTrafficFlags {
  readonly rps?: Decimal;
  readonly shape?: TrafficShapeName;
  readonly traffic?: string;
  readonly recorded?: true;
  readonly since?: number;
  /** Seconds. */
  readonly for?: number;
}

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
const US_PER_SECOND = 1_000_000;
/** Calls of one repetition: some ten seconds. */
const MOST_CALLS = 500_000;

/** The calls of functions with these names. @throws {UsageError} where there are none, or too many. */
export type TrafficOf = (workbench: Workbench, names: readonly string[]) => Promise<WhatIfTraffic>;

/**
 * Reads what the options say before anything is measured, of calls to so many functions.
 * @throws {UsageError} where they say nothing, too much, or of more than one kind of traffic
 */
export async function readWhatIfTraffic(flags: WhatIfTrafficFlags, functions: number): Promise<TrafficOf> {
  if (flags.recorded === true) {
    refuseDescription(flags);
    return async (workbench, names) =>
      bounded(await recorded(workbench, names, flags.since ?? null), "a later --since");
  }
  const traffic = bounded(await described(flags, functions), "a shorter --for");
  return () => Promise.resolve(traffic);
}

type CountedTraffic = WhatIfTraffic & { readonly calls: number };

function bounded(traffic: CountedTraffic, remedy: string): WhatIfTraffic {
  if (traffic.calls <= MOST_CALLS) return traffic;
  const calls = `${formatInteger(traffic.calls)} calls are too many to simulate, more than ${formatInteger(MOST_CALLS)}`;
  throw new UsageError(`${calls}: use ${remedy}`);
}

function refuseDescription({ rps, shape, traffic, for: seconds }: WhatIfTrafficFlags): void {
  const other = Object.entries({ rps, shape, traffic, for: seconds }).find(([, value]) => value !== undefined);
  if (other !== undefined) throw new UsageError(`--recorded and --${other[0]} exclude each other`);
}

async function described(flags: WhatIfTrafficFlags, functions: number): Promise<CountedTraffic> {
  const { rps, shape, traffic: file } = flags;
  if (flags.since !== undefined) throw new UsageError("--since is for --recorded calls");
  if (shape !== undefined && file !== undefined) {
    throw new UsageError("--shape and --traffic exclude each other: the file says how calls spread");
  }
  if (file === undefined) {
    if (rps === undefined) throw new UsageError("which calls come? Use --rps N, --traffic file, or --recorded");
    return shaped(rps.toNumber(), shape ?? "steady", TRAFFIC_SHAPES[shape ?? "steady"], flags, functions);
  }
  const content = await readTrafficFile(file);
  if (content.kind === "shape") {
    const mean = rps?.toNumber() ?? content.rps;
    if (mean === null) throw new UsageError(`--traffic ${quote(file)} has no "rps": add it, or use --rps N`);
    return shaped(mean, file, content.shape, flags, functions);
  }
  if (rps !== undefined) throw new UsageError(`--traffic ${quote(file)} counts the calls: leave --rps out`);
  if (flags.for !== undefined) throw new UsageError(`--traffic ${quote(file)} says how long it is: leave --for out`);
  const { stepSeconds, requests } = content.series;
  const calls = requests.reduce((sum, counted) => sum + counted, 0);
  const durationUs = requests.length * stepSeconds * US_PER_SECOND;
  return {
    text: `${formatInteger(calls)} calls in ${formatDuration(durationUs)}, counted in ${file}`,
    calls,
    durationUs,
    arrivals: (random) => countedArrivals({ stepSeconds, requests }, functions, random),
  };
}

function shaped(
  rps: number,
  name: string,
  shape: TrafficShape,
  flags: WhatIfTrafficFlags,
  functions: number,
): CountedTraffic {
  const isDaily = shape.hours !== undefined || shape.weekdays !== undefined;
  const seconds = flags.for ?? (isDaily ? DAY_SECONDS : HOUR_SECONDS);
  const rate = trafficRate(rps, shape);
  return {
    text: `${rps} calls/s on average, ${name}, for ${formatDuration(seconds * US_PER_SECOND)}`,
    calls: Math.round(rps * seconds),
    durationUs: seconds * US_PER_SECOND,
    arrivals: (random) => poissonArrivals(rate, seconds, functions, random),
  };
}

async function recorded(
  workbench: Workbench,
  names: readonly string[],
  sinceMs: number | null,
): Promise<CountedTraffic> {
  const { arrivals, firstAtMs, lastAtMs, leftOut } = await recordedCalls(workbench, names, sinceMs);
  if (firstAtMs === null || lastAtMs === null) {
    throw new UsageError(`no call of ${names.join(" or ")} is recorded; make some, or describe them with --rps`);
  }
  const without = leftOut === 0 ? "" : `, without ${formatInteger(leftOut)} of other functions`;
  return {
    text: `${formatInteger(arrivals.length)} recorded calls from ${formatMoment(firstAtMs)} to ${formatMoment(lastAtMs)}${without}`,
    calls: arrivals.length,
    // Times are recorded in whole milliseconds.
    durationUs: Math.max(1, lastAtMs - firstAtMs) * 1000,
    arrivals: () => arrivals,
  };
}
