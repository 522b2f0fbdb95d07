/** What can be asked for: the same in the terminal and in the window, which both say so. */

/** MiB. The engine with its Web APIs takes some 2 MiB; a 32-bit linear memory can have 4 GiB. */
export const MEMORY_MB = { least: 16, usual: 128, most: 4096 } as const;

/** Wall deadline of one call, milliseconds. */
export const TIMEOUT_MS = { least: 1, usual: 5_000, most: 3_600_000 } as const;

/** Starts of each kind that a profile is made of. */
export const RUNS = { least: 1, usual: 100, most: 2000 } as const;

/** Calls in which the handler is sampled, where their number is given. */
export const SAMPLED_CALLS = { least: 1, most: 1_000_000 } as const;

/** What a tuning may be asked for. */
export const TUNING = {
  /** MiB. Lambda Power Tuning's own sizes, with the one at which Lambda gives a whole vCPU. */
  usualTiers: [128, 256, 512, 1024, 1769, 3008],
  /** Each keeps a thread of its own. */
  mostTiers: 12,
  /** Measured runs of each size: Power Tuning asks for no fewer than the least. */
  runs: { least: 5, usual: 20, most: 1000 },
} as const;
