import type { ArtifactModule, Start } from "../model";
import { percentiles, quantileIntervals } from "../statistics";
import type { Interval } from "../statistics";
import { ALPHA, compareSamples } from "./compare";
import type { StartComparison } from "./compare";
import { packageOf } from "./package-of";

/** What is known of one version of a function. */
export interface VersionRecord {
  readonly version: string;
  /** When it was first called or measured. */
  readonly firstSeenMs: number;
  /** Calls in the history. */
  readonly calls: number;
  /** The bundle's size; null: it is not kept any more. */
  readonly bytes: number | null;
  /** What is in the bundle; null: not kept. */
  readonly modules: readonly ArtifactModule[] | null;
  /** The function's own sources by their paths; null: not kept. */
  readonly sources: ReadonlyMap<string, string> | null;
  readonly starts: readonly StartRecord[];
}

/** Starts of one kind, all asked the same on one machine. */
export interface StartRecord {
  readonly start: Exclude<Start, "warm">;
  /** Forced starts of a saved profile, or calls of the history as they came. */
  readonly basis: "profile" | "calls";
  /** What must be equal for two of one basis to be compared, in words. */
  readonly terms: string;
  readonly wallsUs: readonly number[];
}

/** A version as a point of the line. */
export interface VersionPoint extends Pick<VersionRecord, "version" | "firstSeenMs" | "calls" | "bytes"> {
  readonly starts: readonly StartPoint[];
  /** Against the version before, or where a start was tested, against the one that it was tested against. Null: it is the first. */
  readonly change: VersionChange | null;
}

export interface StartPoint extends Pick<StartRecord, "start" | "basis"> {
  readonly n: number;
  /** Wall time, microseconds. */
  readonly p50Us: number;
  readonly p50Ci95Us: Interval | null;
  /** Held against the last version before that was measured so; null: there is none. */
  readonly step: { readonly against: string; readonly comparison: StartComparison } | null;
}

/** What a version changed. */
export interface VersionChange {
  readonly against: string;
  /** Null: one of the two bundles is not kept any more. */
  readonly bytesBy: number | null;
  /** Modules and packages by how much they changed in the bundle, the largest change first. */
  readonly groups: readonly GroupChange[];
  /** Sources of the function's own that were added, edited or left out. */
  readonly files: readonly string[];
}

export interface GroupChange {
  /** The npm package, or the module's path. */
  readonly name: string;
  /** In the bundle; 0: it was not in it, or is not any more. */
  readonly bytes: readonly [before: number, after: number];
}

/**
 * A function's versions as a line, the oldest first. A step between two is what `compare`'s test says, and all tests of the line together
 * raise a false alarm in 5 of 100 lines at most (Bonferroni).
 */
export function overTime(records: readonly VersionRecord[]): readonly VersionPoint[] {
  const ordered = [...records].sort((a, b) => a.firstSeenMs - b.firstSeenMs);
  const pairs = ordered.map(({ starts }, index) => starts.map((start) => predecessor(ordered, index, start)));
  const alpha = ALPHA / Math.max(1, pairs.flat().filter((pair) => pair !== null).length);
  return ordered.map((record, index): VersionPoint => {
    const { version, firstSeenMs, calls, bytes, starts } = record;
    const points = starts.map((start, place) => startPoint(start, pairs[index]?.[place] ?? null, alpha));
    const tested = points.find(({ step }) => step !== null)?.step?.against;
    const against = ordered.find((other) => other.version === tested) ?? ordered[index - 1];
    const change = against === undefined ? null : changeBetween(against, record);
    return { version, firstSeenMs, calls, bytes, starts: points, change };
  });
}

interface Predecessor {
  readonly version: string;
  readonly wallsUs: readonly number[];
}

function predecessor(ordered: readonly VersionRecord[], index: number, start: StartRecord): Predecessor | null {
  for (const { version, starts } of ordered.slice(0, index).reverse()) {
    const same = starts.find(
      (one) => one.start === start.start && one.basis === start.basis && one.terms === start.terms,
    );
    if (same !== undefined) return { version, wallsUs: same.wallsUs };
  }
  return null;
}

function startPoint({ start, basis, wallsUs }: StartRecord, before: Predecessor | null, alpha: number): StartPoint {
  const [p50Ci95Us = null] = quantileIntervals(wallsUs, [0.5]);
  return {
    ...{ start, basis, n: wallsUs.length, p50Us: Math.round(percentiles(wallsUs)?.p50 ?? 0), p50Ci95Us },
    step:
      before === null
        ? null
        : { against: before.version, comparison: compareSamples(start, before.wallsUs, wallsUs, alpha, "apart") },
  };
}

function changeBetween(before: VersionRecord, after: VersionRecord): VersionChange {
  return {
    against: before.version,
    bytesBy: before.bytes === null || after.bytes === null ? null : after.bytes - before.bytes,
    groups: before.modules === null || after.modules === null ? [] : changedGroups(before.modules, after.modules),
    files: before.sources === null || after.sources === null ? [] : changedFiles(before.sources, after.sources),
  };
}

function changedGroups(before: readonly ArtifactModule[], after: readonly ArtifactModule[]): readonly GroupChange[] {
  const [was, is] = [bytesByGroup(before), bytesByGroup(after)];
  const changes = [...new Set([...was.keys(), ...is.keys()])].map((name): GroupChange => {
    return { name, bytes: [was.get(name) ?? 0, is.get(name) ?? 0] };
  });
  const by = ({ bytes: [from, to] }: GroupChange): number => Math.abs(to - from);
  return changes.filter((change) => by(change) > 0).sort((a, b) => by(b) - by(a));
}

function bytesByGroup(modules: readonly ArtifactModule[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { path, bytes } of modules) {
    const name = packageOf(path) ?? path;
    found.set(name, (found.get(name) ?? 0) + bytes);
  }
  return found;
}

function changedFiles(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.filter((path) => before.get(path) !== after.get(path)).sort();
}
