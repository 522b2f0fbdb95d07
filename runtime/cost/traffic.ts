import { Decimal } from "./decimal";

/**
 * An average month: 730 hours, a twelfth of 365 days, as the clouds' own calculators count. It is what a rate per second is
 * multiplied by, and what an always-on server is paid for.
 */
export const AVERAGE_MONTH_SECONDS = 2_628_000;

const DAY_SECONDS = 86_400;

/** The requests of one month. Times are UTC. */
export interface MonthTraffic {
  /** `average month`, or the calendar month: `2026-03`. */
  readonly label: string;
  /** How long the month is; a server is paid for all of it. */
  readonly seconds: number;
  /** How much of it the traffic is known of. Less than `seconds` at the ends of a recording. */
  readonly knownSeconds: number;
  readonly requests: Decimal;
  /** Requests per second when it is busiest. Servers have to carry them; platforms do not charge for them. */
  readonly peakRps: Decimal;
}

/** How requests spread over a week. Only proportions count: the month's total comes from its mean rate. */
export interface TrafficShape {
  /** One weight for each hour of the day, UTC, from midnight. */
  readonly hours?: readonly number[] | undefined;
  /** One weight for each day of the week, from Monday. */
  readonly weekdays?: readonly number[] | undefined;
  /** Times at which the rate is `factor` times what it would be, `perDay` times a day for `seconds` each. */
  readonly bursts?: readonly Burst[] | undefined;
}

export interface Burst {
  readonly factor: number;
  readonly seconds: number;
  readonly perDay: number;
}

/** Requests counted in equal steps. */
export interface TrafficSeries {
  /** Milliseconds since the Unix epoch; null for a pattern that repeats and has no date. */
  readonly startsAtMs: number | null;
  readonly stepSeconds: number;
  /** Whole numbers. */
  readonly requests: readonly number[];
}

/** Shapes to begin with. The weights are round examples of the usual curves, not measurements. */
export const TRAFFIC_SHAPES = {
  steady: {},
  daily: { hours: [4, 3, 2, 2, 2, 3, 4, 6, 8, 9, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 9, 8, 7, 5] },
  "office-hours": {
    hours: [1, 1, 1, 1, 1, 1, 2, 5, 9, 10, 10, 10, 8, 10, 10, 10, 9, 6, 3, 2, 1, 1, 1, 1],
    weekdays: [10, 10, 10, 10, 9, 2, 2],
  },
  bursts: { bursts: [{ factor: 20, seconds: 60, perDay: 24 }] },
} as const satisfies Readonly<Record<string, TrafficShape>>;
export type TrafficShapeName = keyof typeof TRAFFIC_SHAPES;

/** What each is called where a person chooses one. */
export const TRAFFIC_SHAPE_TITLES: Readonly<Record<TrafficShapeName, string>> = {
  steady: "Steady",
  daily: "Daily curve",
  "office-hours": "Office hours",
  bursts: "Bursts",
};

/** An average month at a mean rate (finite, not negative), spread as `shape` says. */
export function shapedMonth(meanRps: Decimal, shape: TrafficShape): MonthTraffic {
  return {
    label: "average month",
    seconds: AVERAGE_MONTH_SECONDS,
    knownSeconds: AVERAGE_MONTH_SECONDS,
    requests: meanRps.times(AVERAGE_MONTH_SECONDS),
    peakRps: meanRps.times(peakFactor(shape)),
  };
}

/**
 * How many times the mean rate the busiest moment has: the busiest hour of the busiest day, and the strongest burst in it. Bursts
 * count towards the mean, so that the quiet rate lies below it.
 */
export function peakFactor({ hours = [1], weekdays = [1], bursts = [] }: TrafficShape): Decimal {
  const extra = sum(
    bursts.map(({ factor, seconds, perDay }) => new Decimal(factor).minus(1).times(seconds).times(perDay)),
  );
  const strongest = Math.max(1, ...bursts.map(({ factor }) => factor));
  return busiest(hours).times(busiest(weekdays)).times(strongest).div(extra.div(DAY_SECONDS).plus(1));
}

/**
 * The months of a recording: calendar months of UTC when it has a date, else one average month of its pattern repeated. A step
 * counts in the month in which it begins.
 */
export function recordedMonths(series: TrafficSeries): MonthTraffic[] {
  const { startsAtMs, stepSeconds, requests } = series;
  if (startsAtMs === null) return [repeatedMonth(series)];
  const stepMs = stepSeconds * 1000;
  const months: MonthTraffic[] = [];
  for (let first = 0; first < requests.length;) {
    const monthStart = startOfMonth(startsAtMs + first * stepMs, 0);
    const nextMonth = startOfMonth(monthStart, 1);
    const end = Math.min(requests.length, Math.ceil((nextMonth - startsAtMs) / stepMs));
    const { total, most } = count(requests, first, end);
    months.push({
      label: new Date(monthStart).toISOString().slice(0, 7),
      seconds: (nextMonth - monthStart) / 1000,
      knownSeconds: Math.min((nextMonth - monthStart) / 1000, (end - first) * stepSeconds),
      requests: new Decimal(total),
      peakRps: new Decimal(most).div(stepSeconds),
    });
    first = end;
  }
  return months;
}

/** Requests per second of the time that is known. */
export function meanRps({ requests, knownSeconds }: MonthTraffic): Decimal {
  return requests.div(knownSeconds);
}

function repeatedMonth({ stepSeconds, requests }: TrafficSeries): MonthTraffic {
  const { total, most } = count(requests, 0, requests.length);
  return {
    label: "average month",
    seconds: AVERAGE_MONTH_SECONDS,
    knownSeconds: AVERAGE_MONTH_SECONDS,
    requests: new Decimal(total).times(AVERAGE_MONTH_SECONDS).div(requests.length * stepSeconds),
    peakRps: new Decimal(most).div(stepSeconds),
  };
}

/** Whole numbers below 2^53 in sum, which a float holds exactly. */
function count(requests: readonly number[], first: number, end: number): { total: number; most: number } {
  let [total, most] = [0, 0];
  for (let index = first; index < end; index += 1) {
    const step = requests[index] ?? 0;
    total += step;
    if (step > most) most = step;
  }
  return { total, most };
}

function busiest(weights: readonly number[]): Decimal {
  return new Decimal(Math.max(...weights)).times(weights.length).div(sum(weights.map((weight) => new Decimal(weight))));
}

function sum(values: readonly Decimal[]): Decimal {
  return values.reduce((total, value) => total.plus(value), new Decimal(0));
}

function startOfMonth(epochMs: number, monthsLater: number): number {
  const date = new Date(epochMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater, 1);
}
