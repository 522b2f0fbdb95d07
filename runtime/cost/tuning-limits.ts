/** What a tuning may be asked for. */
export const TUNING = {
  /** MiB. Lambda Power Tuning's own sizes, with the one at which Lambda gives a whole vCPU. */
  usualTiers: [128, 256, 512, 1024, 1769, 3008],
  /** Each keeps a thread of its own. */
  mostTiers: 12,
  leastMemoryMb: 16,
  mostMemoryMb: 4096,
  /** Measured runs of each size: Power Tuning asks for no fewer than the least. */
  runs: { least: 5, usual: 20, most: 1000 },
} as const;
