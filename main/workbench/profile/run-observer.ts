import { readdirSync, readFileSync } from "node:fs";
import { PerformanceObserver, performance } from "node:perf_hooks";
import type { PerformanceEntry } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { RunEvents } from "../../../runtime";

/** Notes what the process does besides while one start after the other is measured. Dispose it. */
export class RunObserver implements Disposable {
  /** From `performance.timeOrigin`, milliseconds. */
  readonly #collections: { readonly startMs: number; readonly durationMs: number }[] = [];
  readonly #observer: PerformanceObserver;
  #beganMs = 0;
  #before = process.resourceUsage();
  #waitedUs = waitedForProcessorUs();

  constructor() {
    this.#observer = new PerformanceObserver((list) => {
      this.#note(list.getEntries());
    });
    this.#observer.observe({ entryTypes: ["gc"] });
  }

  /** A start's time begins. */
  begin(): void {
    this.#collections.length = 0;
    this.#waitedUs = waitedForProcessorUs();
    this.#before = process.resourceUsage();
    this.#beganMs = performance.now();
  }

  /** The start is over. Call it at once, for what happens until then counts. */
  async end(): Promise<RunEvents> {
    const after = process.resourceUsage();
    const endedMs = performance.now();
    const waitedUs = waitedForProcessorUs();
    // Node tells of a collection in the event loop's next turn.
    await nextTurn();
    this.#note(this.#observer.takeRecords());
    const within = this.#collections.filter(
      ({ startMs, durationMs }) => startMs + durationMs > this.#beganMs && startMs < endedMs,
    );
    return {
      gcCount: within.length,
      gcUs: Math.round(within.reduce((sum, { durationMs }) => sum + durationMs, 0) * 1000),
      pageIns: after.majorPageFault - this.#before.majorPageFault,
      waitedUs: waitedUs === null || this.#waitedUs === null ? null : Math.max(0, waitedUs - this.#waitedUs),
    };
  }

  [Symbol.dispose](): void {
    this.#observer.disconnect();
  }

  #note(entries: readonly PerformanceEntry[]): void {
    for (const { startTime, duration } of entries) {
      this.#collections.push({ startMs: startTime, durationMs: duration });
    }
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
