import type { Arrival } from "./simulation-types";

/** How fast calls come over time. */
export interface CallRate {
  /** Calls per second, so many seconds after the begin. */
  at(second: number): number;
  /** The highest that `at` gives. */
  readonly peak: number;
}

/** Calls counted in equal steps. */
export interface CallCounts {
  readonly stepSeconds: number;
  readonly requests: readonly number[];
}

const US_PER_SECOND = 1_000_000;

/**
 * Calls of a Poisson process whose rate changes: each as likely to come at any moment as the rate says, whatever came before (Lewis and
 * Shedler's thinning, 1979). Each is of one of `functions` functions, of all alike.
 */
export function poissonArrivals(rate: CallRate, seconds: number, functions: number, random: () => number): Arrival[] {
  const arrivals: Arrival[] = [];
  if (rate.peak <= 0) return arrivals;
  for (let second = pause(rate.peak, random); second < seconds; second += pause(rate.peak, random)) {
    if (random() * rate.peak < rate.at(second)) arrivals.push(arrival(second, functions, random));
  }
  return arrivals;
}

/** As many calls in each step as were counted, at moments of it that are drawn: what a Poisson process does that is known to have so many. */
export function countedArrivals(counts: CallCounts, functions: number, random: () => number): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const [step, requests] of counts.requests.entries()) {
    const seconds = Array.from({ length: requests }, () => (step + random()) * counts.stepSeconds);
    seconds.sort((one, other) => one - other);
    for (const second of seconds) arrivals.push(arrival(second, functions, random));
  }
  return arrivals;
}

function arrival(second: number, functions: number, random: () => number): Arrival {
  return { atUs: Math.round(second * US_PER_SECOND), called: Math.floor(random() * functions) };
}

/** To the next event of a Poisson process. */
function pause(perSecond: number, random: () => number): number {
  return -Math.log(1 - random()) / perSecond;
}
