import { resolve } from "node:path";

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

export function bundlerPaths(folder: string): BundlerPaths {
  return {
    folder,
    display(path) {
      const match = PACKAGE_ABOVE.exec(path);
      return match === null ? path : `${match[1] ?? ""}${match[2] ?? ""}`;
    },
    file: (path) => resolve(folder, path),
  };
}

/** Code with displayed paths, and by how many bytes it made each module shorter that counts its own path as part of it. */
export interface DisplayedCode {
  readonly code: string;
  readonly shorter: ReadonlyMap<string, number>;
}

/**
 * Rewrites the paths that the bundler writes into its output: a comment line before each module, and the name of
 * each CommonJS wrapper on a line of its own. Lines stay lines, so the source map stays true.
 */
export function displayPathsInCode(
  code: string,
  inputs: readonly string[],
  display: BundlerPaths["display"],
): DisplayedCode {
  const shorter = new Map<string, number>();
  const changed = new Map<string, string>();
  for (const input of inputs) if (display(input) !== input) changed.set(input, display(input));
  if (changed.size === 0) return { code, shorter };
  const displayed = code.replace(/^(\/\/ | {2}")([^\n]+?)(?=$|"\([^\n]*\{$)/gm, (line, lead: string, path: string) => {
    const shown = changed.get(path);
    if (shown === undefined) return line;
    if (lead === '  "') shorter.set(path, Buffer.byteLength(path) - Buffer.byteLength(shown));
    return lead + shown;
  });
  return { code: displayed, shorter };
}

/** The same for the source map's `sources`, without parsing the rest: the map is several times the size of the code. */
export function displayPathsInMap(map: string, display: BundlerPaths["display"]): string {
  const rewritten = (sources: readonly string[]): string =>
    JSON.stringify(sources.map((source) => display(pathOfUrl(source))));
  const match = /^ {2}"sources": (\[.*\]),$/m.exec(map);
  if (match?.[1] !== undefined) {
    const at = match.index + match[0].indexOf("[");
    return map.slice(0, at) + rewritten(JSON.parse(match[1]) as string[]) + map.slice(at + match[1].length);
  }
  const parsed = JSON.parse(map) as { sources: string[] };
  return JSON.stringify({ ...parsed, sources: parsed.sources.map((source) => display(pathOfUrl(source))) });
}

/** esbuild writes a source as a relative URL, with what is special in URLs encoded. */
function pathOfUrl(source: string): string {
  try {
    return decodeURIComponent(source).replace(/^\.\//, "");
  } catch {
    return source;
  }
}
