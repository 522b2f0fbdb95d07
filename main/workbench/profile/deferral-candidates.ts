import type { ImportEdge, ModuleTime } from "../../../runtime";
import { packageOf } from "../../../runtime/profile";

/** An import, or all of a package's, that the request needed nothing of, and what is not loaded without it. */
export interface Candidate {
  readonly name: string;
  readonly isPackage: boolean;
  readonly edges: readonly ImportEdge[];
  readonly modules: readonly ModuleTime[];
}

export interface Needs {
  /** In the order in which they run. */
  readonly unneeded: readonly ModuleTime[];
  /** Those that cost most first. None is part of one before it. */
  readonly candidates: readonly Candidate[];
}

/**
 * Finds what was loaded for nothing. `needed`: the imports that were carried out when all that can wait did. What can't wait, or is loaded
 * by an `import()` of the function's own, counts as needed.
 */
export function findNeeds(
  { entry, edges }: { readonly entry: string; readonly edges: readonly ImportEdge[] },
  needed: ReadonlySet<ImportEdge>,
  modules: readonly ModuleTime[],
): Needs {
  const eager = edges.filter((edge) => edge.eager);
  const loaded = reachable(entry, eager);
  const used = reachable(
    entry,
    edges.filter((edge) => !edge.deferrable || needed.has(edge)),
  );
  const unneeded = modules.filter(({ path }) => loaded.has(path) && !used.has(path));
  const spare = edges.filter((edge) => edge.deferrable && !used.has(edge.target) && isFromOutside(edge));
  const candidates = [...Map.groupBy(spare, ({ target }) => packageOf(target) ?? target)].map(([name, group]) => {
    const left = reachable(
      entry,
      eager.filter((edge) => !group.includes(edge)),
    );
    const isPackage = group.some(({ target }) => packageOf(target) !== null);
    return { name, isPackage, edges: group, modules: unneeded.filter(({ path }) => !left.has(path)) };
  });
  return { unneeded, candidates: outermost(candidates) };
}

/** A package's modules import each other: that is not for the function to change. */
function isFromOutside({ importer, target }: ImportEdge): boolean {
  return packageOf(target) === null || packageOf(importer) !== packageOf(target);
}

function reachable(entry: string, edges: readonly ImportEdge[]): ReadonlySet<string> {
  const byImporter = Map.groupBy(edges, ({ importer }) => importer);
  const found = new Set<string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    open.push(...(byImporter.get(path) ?? []).map(({ target }) => target));
  }
  return found;
}

/** Without those that are loaded for another one alone. */
function outermost(candidates: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of [...candidates].sort((a, b) => b.modules.length - a.modules.length)) {
    const isPart = kept.some(({ modules }) => candidate.modules.every((module) => modules.includes(module)));
    if (candidate.modules.length > 0 && !isPart) kept.push(candidate);
  }
  return kept.sort((a, b) => initUsOf(b.modules) - initUsOf(a.modules) || bytesOf(b.modules) - bytesOf(a.modules));
}

/** Of their own statements. */
export function initUsOf(modules: readonly ModuleTime[]): number {
  return modules.reduce((sum, { selfInitUs }) => sum + (selfInitUs ?? 0), 0);
}

export function bytesOf(modules: readonly ModuleTime[]): number {
  return modules.reduce((sum, { bytes }) => sum + bytes, 0);
}
