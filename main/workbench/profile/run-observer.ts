import { readdirSync, readFileSync } from "node:fs";
import { collectionsBetween, gcTimes } from "../../../runtime/model";
import type { MonotonicUs } from "../../../runtime/model";
import type { RunEvents, Runtime } from "../../../runtime";

/** Notes what the process does besides while one start after the other is measured. The runtime must log collections. */
export class RunObserver {
  readonly #runtime: Pick<Runtime, "clock" | "collections">;
  #beganUs: MonotonicUs = 0;
  #before = process.resourceUsage();
  #waitedUs = waitedForProcessorUs();

  constructor(runtime: Pick<Runtime, "clock" | "collections">) {
    this.#runtime = runtime;
  }

  /** A start's time begins. */
  begin(): void {
    this.#waitedUs = waitedForProcessorUs();
    this.#before = process.resourceUsage();
    this.#beganUs = this.#runtime.clock.nowUs();
  }

  /** The start is over. Call it at once, for what happens until then counts. */
  async end(): Promise<RunEvents> {
    const after = process.resourceUsage();
    const endedUs = this.#runtime.clock.nowUs();
    const waitedUs = waitedForProcessorUs();
    const found = await this.#runtime.collections();
    const main = collectionsBetween(found.main, this.#beganUs, endedUs);
    return {
      gcCount: main.length,
      gcUs: main.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0),
      sandboxGc: gcTimes(collectionsBetween(found.sandboxes, this.#beganUs, endedUs)),
      pageIns: after.majorPageFault - this.#before.majorPageFault,
      waitedUs: waitedUs === null || this.#waitedUs === null ? null : Math.max(0, waitedUs - this.#waitedUs),
    };
  }
}

/**
 * How long the process's threads have waited for a processor while they could have run, all together, microseconds: Linux's scheduler
 * counts it (proc(5), `/proc/pid/schedstat`). Null where nothing does.
 */
function waitedForProcessorUs(): number | null {
  try {
    let nanoseconds = 0;
    for (const thread of readdirSync(TASKS)) nanoseconds += waitedNs(thread);
    return Math.round(nanoseconds / 1000);
  } catch {
    return null;
  }
}

const TASKS = "/proc/self/task";

/** A thread may end between the list and the look at it. */
function waitedNs(thread: string): number {
  try {
    return Number(readFileSync(`${TASKS}/${thread}/schedstat`, "latin1").split(" ")[1]);
  } catch {
    return 0;
  }
}
