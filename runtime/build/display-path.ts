import { basename, dirname, extname, join, resolve } from "node:path";
import type { ResolvedEntry } from "./resolve-entry";

/**
 * esbuild names what `export default` makes after the file, and for an index file after its folder: a function would
 * change its bytes when its folder is renamed. So an index entry in the function's own folder goes by another name inside
 * the bundler. Null where the entry needs none.
 */
export function entryAlias(entry: ResolvedEntry): string | null {
  const extension = extname(entry.file);
  if (dirname(entry.file) !== entry.folder || basename(entry.file, extension) !== "index") return null;
  return join(entry.folder, `index.entry${extension}`);
}

/** What the bundler's paths, which are relative to the function's folder, stand for. */
export interface BundlerPaths {
  readonly folder: string;
  /**
   * How Coldframe shows a path: relative to the function's folder, but packages that are installed above it from `node_modules` on,
   * because how far above they are says nothing about the function.
   */
  readonly display: (path: string) => string;
  /** The file, absolute. */
  readonly file: (path: string) => string;
}

/** Anything above the folder, then the part from `node_modules` on. */
const PACKAGE_ABOVE = /^(\(disabled\):)?(?:\.\.\/)+(?:[^\0]*?\/)??(node_modules\/[^\0]*)$/;

export function bundlerPaths(entry: ResolvedEntry, alias: string | null): BundlerPaths {
  const aliasName = alias === null ? null : basename(alias);
  return {
    folder: entry.folder,
    display(path) {
      if (path === aliasName) return basename(entry.file);
      const match = PACKAGE_ABOVE.exec(path);
      return match === null ? path : `${match[1] ?? ""}${match[2] ?? ""}`;
    },
    file: (path) => (path === aliasName ? entry.file : resolve(entry.folder, path)),
  };
}

/**
 * Rewrites the paths that the bundler writes into its output: a comment line before each module, and the name of
 * each CommonJS wrapper on a line of its own. Lines stay lines, so the source map stays true.
 */
export function displayPathsInCode(code: string, inputs: Iterable<string>, display: BundlerPaths["display"]): string {
  const changed = new Map<string, string>();
  for (const input of inputs) {
    const shown = display(input);
    if (shown !== input) changed.set(input, shown);
  }
  if (changed.size === 0) return code;
  return code.replace(/^(\/\/ | {2}")([^\n]+?)(?=$|"\([^\n]*\{$)/gm, (line, lead: string, path: string) => {
    const shown = changed.get(path);
    return shown === undefined ? line : lead + shown;
  });
}

/** The same for the source map's `sources`, without parsing the rest: the map is several times the size of the code. */
export function displayPathsInMap(map: string, display: BundlerPaths["display"]): string {
  const rewritten = (sources: readonly string[]): string => JSON.stringify(sources.map(display));
  const match = /^ {2}"sources": (\[.*\]),$/m.exec(map);
  if (match?.[1] !== undefined) {
    const at = match.index + match[0].indexOf("[");
    return map.slice(0, at) + rewritten(JSON.parse(match[1]) as string[]) + map.slice(at + match[1].length);
  }
  const parsed = JSON.parse(map) as { sources: string[] };
  return JSON.stringify({ ...parsed, sources: parsed.sources.map(display) });
}
