/** How a function's handler is sampled. */
export const CPU_SAMPLING = {
  /** Microseconds between two samples. Below the least, taking them would itself show; see the benchmark. */
  everyUs: { least: 50, usual: 100, most: 100_000 },
  /** Where no number of calls is given: a share of 50 % is then known to ±1.4 points (95 %, twice the standard error of 5000 draws). */
  enoughSamples: 5000,
  /** Or the calls end after so long, milliseconds: a function that mostly waits gives few samples. */
  enoughMs: 10_000,
  /** However many calls were asked for. */
  mostSamples: 500_000,
};
