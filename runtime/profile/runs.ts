/** Starts of each kind that a profile is made of. */
export const RUNS = { least: 1, usual: 100, most: 2000 };
