/** Standard normal values by Box and Muller. */
export function normal(random: () => number, count: number): number[] {
  return Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return radius * Math.cos(2 * Math.PI * random());
  });
}

/** Skewed as start times are: the median is 1. */
export function lognormal(random: () => number, count: number): number[] {
  return normal(random, count).map((value) => Math.exp(0.5 * value));
}

/**
 * Standard normal values of which neighbours are alike: each is `likeness` of the one before, and news. Autoregressive, of the first
 * order; as many tell of the mean as (1 + likeness) / (1 - likeness) fewer independent ones.
 */
export function drifting(random: () => number, count: number, likeness: number): number[] {
  let [value = 0] = normal(random, 1);
  return normal(random, count).map((news) => {
    value = likeness * value + Math.sqrt(1 - likeness ** 2) * news;
    return value;
  });
}
