import type { TrafficShape } from "./traffic";
import { peakFactor } from "./traffic";

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3600;

/** Requests per second over a week that repeats. */
export interface TrafficRate {
  /** So many seconds after a Monday's midnight, UTC. */
  at(second: number): number;
  /** The highest that `at` gives. */
  readonly peak: number;
}

/**
 * The rate that a shape gives at each moment; its mean over a week is `meanRps`. A shape does not say when its bursts come: here they are
 * spread evenly over the day, each in the middle of its part. Where two overlap, the stronger one counts.
 */
export function trafficRate(meanRps: number, shape: TrafficShape): TrafficRate {
  const { hours = [1], weekdays = [1], bursts = [] } = shape;
  const peak = meanRps * peakFactor(shape).toNumber();
  const strongest = Math.max(1, ...bursts.map(({ factor }) => factor));
  const most = Math.max(...hours) * Math.max(...weekdays) * strongest;
  const weight = (second: number): number => {
    const ofDay = second % DAY_SECONDS;
    const hour = hours[Math.floor(ofDay / HOUR_SECONDS) % hours.length] ?? 0;
    const weekday = weekdays[Math.floor(second / DAY_SECONDS) % weekdays.length] ?? 0;
    const active = bursts.filter(({ seconds, perDay }) => {
      const partSeconds = DAY_SECONDS / perDay;
      return Math.abs((ofDay % partSeconds) - partSeconds / 2) < seconds / 2;
    });
    return hour * weekday * Math.max(1, ...active.map(({ factor }) => factor));
  };
  return { at: (second) => (peak * weight(second)) / most, peak };
}
