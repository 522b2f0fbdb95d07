import type { MonotonicUs } from "./trace";

/**
 * What V8 collects its garbage by, in the terms of its own documentation. V8 runs the host's side of a sandbox; QuickJS, inside of it,
 * counts references and is not meant here.
 */
export const GC_KINDS = ["scavenge", "mark-sweep", "incremental marking", "weak callbacks"] as const;
export type GcKind = (typeof GC_KINDS)[number];

/** A pause of one thread, on the process's monotonic clock. */
export interface GarbageCollection {
  readonly kind: GcKind;
  readonly startUs: MonotonicUs;
  readonly endUs: MonotonicUs;
}

/** The part of each collection that lies between two moments: one that ended before, or began after, has none. */
export function collectionsBetween(
  collections: readonly GarbageCollection[],
  fromUs: MonotonicUs,
  untilUs: MonotonicUs,
): readonly GarbageCollection[] {
  return collections
    .filter(({ startUs, endUs }) => startUs < untilUs && endUs > fromUs)
    .map(({ kind, startUs, endUs }) => ({
      kind,
      startUs: Math.max(startUs, fromUs),
      endUs: Math.min(endUs, untilUs),
    }));
}

/** The collections of one kind: how many there were, and for how long the thread paused for all of them. */
export interface GcTime {
  readonly kind: GcKind;
  readonly count: number;
  readonly durationUs: number;
}

/** By kind, in the order in which the first of each came. */
export function gcTimes(collections: readonly GarbageCollection[]): readonly GcTime[] {
  return [...Map.groupBy(collections, ({ kind }) => kind)].map(([kind, of]) => ({
    ...{ kind, count: of.length },
    durationUs: of.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0),
  }));
}
