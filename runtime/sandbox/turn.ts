import { nowUs, threadCpuUs } from "./thread-clock";

/**
 * Systems may count a thread's CPU time in ticks of up to 10 ms, so a shorter turn is taken for what the clock says: the thread does
 * nothing else meanwhile. A longer one may have been preempted, and then the count is the better figure.
 */
const CPU_TICK_US = 20_000;

/** The time of one entry into the guest. */
export class Turn {
  readonly #startUs = nowUs();
  #countedFromUs: number | null = null;
  #cpuUs: number | null = null;

  /** Guest code runs on: from here the CPU time is counted. To ask for it takes as long as the shortest turns, which never get here. */
  polled(): void {
    if (this.#countedFromUs !== null) return;
    this.#countedFromUs = nowUs();
    this.#cpuUs = threadCpuUs();
  }

  /** The time that the guest ran. */
  activeUs(): number {
    const endUs = nowUs();
    const wallUs = endUs - this.#startUs;
    if (wallUs < CPU_TICK_US || this.#countedFromUs === null || this.#cpuUs === null) return wallUs;
    const countedUs = (threadCpuUs() ?? Infinity) - this.#cpuUs;
    return Math.min(wallUs, this.#countedFromUs - this.#startUs + countedUs);
  }
}
