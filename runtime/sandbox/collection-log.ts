import type { PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import type { GarbageCollection, GcKind } from "../model";
import { process } from "../web/own-process";
import { nowUs } from "./thread-clock";

/** Notes the garbage collections of the thread that made it. Dispose it. */
export class CollectionLog implements Disposable {
  #collections: GarbageCollection[] = [];
  readonly #observer: PerformanceObserver;
  /** What `nowUs` is ahead of the clock of performance entries. */
  readonly #aheadUs: number;

  constructor() {
    // Loaded here: a thread that notes nothing does without it.
    const { PerformanceObserver, performance } = process.getBuiltinModule("node:perf_hooks");
    // Either clock's first calls are slow: the closest of several readings counts.
    this.#aheadUs = Math.min(...Array.from({ length: 10 }, () => -performance.now() * 1000 + nowUs()));
    this.#observer = new PerformanceObserver((list) => {
      this.#note(list.getEntries());
    });
    this.#observer.observe({ entryTypes: ["gc"] });
  }

  /** All that ended before this was called, since it was called last; a few that ended later may be among them. */
  async take(): Promise<readonly GarbageCollection[]> {
    // Node tells of a collection in the event loop's next turn, before the immediates that JavaScript asked for.
    await process.getBuiltinModule("node:timers/promises").setImmediate();
    this.#note(this.#observer.takeRecords());
    const taken = this.#collections;
    this.#collections = [];
    return taken;
  }

  [Symbol.dispose](): void {
    this.#observer.disconnect();
  }

  #note(entries: readonly PerformanceEntry[]): void {
    for (const entry of entries) {
      const { startTime, duration } = entry;
      const startUs = Math.round(startTime * 1000 + this.#aheadUs);
      this.#collections.push({ kind: kindOf(entry), startUs, endUs: startUs + Math.round(duration * 1000) });
    }
  }
}

/** https://nodejs.org/api/perf_hooks.html#garbage-collection-gc-details */
function kindOf(entry: object): GcKind {
  const { constants } = process.getBuiltinModule("node:perf_hooks");
  const detail: unknown = "detail" in entry ? entry.detail : null;
  switch (typeof detail === "object" && detail !== null && "kind" in detail ? detail.kind : null) {
    case constants.NODE_PERFORMANCE_GC_MAJOR:
      return "mark-sweep";
    case constants.NODE_PERFORMANCE_GC_INCREMENTAL:
      return "incremental marking";
    case constants.NODE_PERFORMANCE_GC_WEAKCB:
      return "weak callbacks";
    default:
      return "scavenge";
  }
}
