import type { ArtifactModule } from "../model";

/** One package's part of a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly bytes: number;
}

/** Packages by what they take up in the bundle, largest first. The function's own modules are not among them. */
export function bundledPackages(modules: readonly ArtifactModule[]): readonly BundledPackage[] {
  const bytes = new Map<string, number>();
  for (const module of modules) {
    const name = packageOf(module.path);
    if (name !== null) bytes.set(name, (bytes.get(name) ?? 0) + module.bytes);
  }
  return [...bytes]
    .map(([name, total]) => ({ name, bytes: total }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

/** The innermost package that a module is of: some package managers nest them. */
function packageOf(path: string): string | null {
  return /^.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? null;
}
