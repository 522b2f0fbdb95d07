import type { ArtifactModule, Profile, Start, TopLevel } from "../../../runtime/model";
import { groupModules, summarize } from "../../../runtime/profile";
import { packageOf } from "../../../runtime/profile";

/** What grew most since a baseline. */
export interface Growth {
  readonly kind: "span" | "module" | "package";
  readonly name: string;
  readonly unit: "bytes" | "us";
  /** Microseconds (medians) or bytes; 0 before: it is new. */
  readonly before: number;
  readonly after: number;
}

interface Part {
  readonly kind: Growth["kind"];
  readonly name: string;
  readonly size: number;
}

/** The span of a start whose median grew most. Null where nothing grew, or the baseline has no such start. */
export function grownSpan(
  baseline: Profile,
  measured: Pick<Profile, "starts" | "samples">,
  start: Start,
): Growth | null {
  const partsOf = (profile: Pick<Profile, "starts" | "samples">): readonly Part[] => {
    const summary = summarize(profile).find((candidate) => candidate.start === start);
    return (summary?.spans ?? []).map(({ name, percentiles }) => ({
      kind: "span",
      name,
      size: Math.round(percentiles.p50),
    }));
  };
  const before = partsOf(baseline);
  return before.length === 0 ? null : mostGrown(before, partsOf(measured), "us");
}

/** The module or package that takes up more of the bundle. Null where none does, or the baseline does not list any. */
export function grownBytes(baseline: Profile, modules: readonly ArtifactModule[]): Growth | null {
  if (baseline.topLevel === null) return null;
  return mostGrown(bytesOf(baseline.topLevel.modules), bytesOf(modules), "bytes");
}

/** The module or package whose own statements and share of the parsing take longer. */
export function grownInit(baseline: Profile, topLevel: TopLevel): Growth | null {
  if (baseline.topLevel === null) return null;
  const partsOf = (of: TopLevel): readonly Part[] =>
    groupModules(of).map(({ name, isPackage, selfInitUs, parseUs }) => ({
      kind: isPackage ? "package" : "module",
      name,
      size: selfInitUs + parseUs,
    }));
  return mostGrown(partsOf(baseline.topLevel), partsOf(topLevel), "us");
}

function bytesOf(modules: readonly ArtifactModule[]): readonly Part[] {
  const groups = Map.groupBy(modules, ({ path }) => packageOf(path) ?? path);
  return [...groups].map(([name, members]) => ({
    kind: members.some(({ path }) => packageOf(path) !== null) ? "package" : "module",
    name,
    size: members.reduce((sum, { bytes }) => sum + bytes, 0),
  }));
}

function mostGrown(before: readonly Part[], after: readonly Part[], unit: Growth["unit"]): Growth | null {
  const known = new Map(before.map(({ name, size }) => [name, size]));
  let most: Growth | null = null;
  for (const { kind, name, size } of after) {
    const growth: Growth = { kind, name, unit, before: known.get(name) ?? 0, after: size };
    if (growth.after - growth.before > (most === null ? 0 : most.after - most.before)) most = growth;
  }
  return most;
}
