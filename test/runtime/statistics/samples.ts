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
