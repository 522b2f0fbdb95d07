import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { build } from "esbuild";
import type { Loader, Metafile, Plugin } from "esbuild";
import type { Artifact } from "../model";
import { OUTPUT_NAME, bundleOptions } from "./bundle-options";
import { bundlerPaths, displayPathsInMap } from "./display-path";
import type { BundlerPaths } from "./display-path";
import { javaScript } from "./languages/javascript";
import { CLOCK, CLOCK_SOURCE } from "./module-clock";
import { resolveEntry } from "./resolve-entry";

/** A function with a clock at the beginning and end of each module. It answers every request with what the clock read. */
export interface TimedBuild {
  readonly artifact: Artifact;
  /** By the number that the clock knows them by. */
  readonly modules: readonly TimedModule[];
}

export interface TimedModule {
  /** As in the artifact's modules. */
  readonly path: string;
  /** The module for which this one is loaded: the first that imports it, in the order in which they run. Null: the entry. */
  readonly parent: string | null;
}

/** By which it is imported, and the file in which it is, in stacks. */
export const CLOCK_FILE = "coldframe:clock";

const LOADERS: Readonly<Record<string, Loader>> = {
  ...{ ".js": "js", ".mjs": "js", ".cjs": "js", ".jsx": "jsx" },
  ...{ ".ts": "ts", ".mts": "ts", ".cts": "ts", ".tsx": "tsx" },
};

/**
 * Builds a function for timing its top level. Null where it does not build, for its own build says why, and for
 * other languages than JavaScript, which have no modules at run time. Statements that the clock adds keep
 * their lines; what a module exports and imports stays as it is, and so does what of it is left out of the bundle.
 */
export async function buildTimed(path: string): Promise<TimedBuild | null> {
  const { result } = resolveEntry(path);
  if (!result.ok || result.value.language !== javaScript) return null;
  const { name, entry, file, folder } = result.value;
  const { entryPoints: _, ...options } = bundleOptions(result.value);
  const files: string[] = [];
  try {
    const { outputFiles, metafile } = await build({
      ...options,
      stdin: { contents: entrySource(file), resolveDir: folder, sourcefile: "coldframe:timed", loader: "js" },
      plugins: [clockModule(), timedModules(files), ...options.plugins],
    });
    const paths = bundlerPaths(folder);
    const text = outputFiles.find((output) => output.path.endsWith(OUTPUT_NAME))?.text ?? "";
    const map = outputFiles.find((output) => output.path.endsWith(`${OUTPUT_NAME}.map`))?.text ?? null;
    const code = new TextEncoder().encode(text);
    const artifact: Artifact = {
      version: `sha256:${createHash("sha256").update(code).digest("hex")}`,
      ...{ kind: "js", engine: "quickjs", name, entry, code, modules: [] },
      sourceMap: map === null ? null : displayPathsInMap(map, paths.display),
    };
    return { artifact, modules: placeModules(files, metafile, paths, file) };
  } catch {
    return null;
  }
}

/** Keeps all that the entry exports, as its own build does. */
function entrySource(file: string): string {
  return `import { report } from "${CLOCK_FILE}";
import * as entry from ${JSON.stringify(file)};
const found = report();
export default { fetch: () => Response.json({ ...found, exports: Object.keys(entry).length }) };`;
}

function clockModule(): Plugin {
  return {
    name: "coldframe:clock",
    setup(bundler) {
      bundler.onResolve({ filter: /^coldframe:clock$/ }, () => ({ path: "clock", namespace: "coldframe" }));
      bundler.onLoad({ filter: /.*/, namespace: "coldframe" }, () => ({ contents: CLOCK_SOURCE, loader: "js" }));
    },
  };
}

/** `files`: where each timed file's path is put; its place there is its number. */
function timedModules(files: string[]): Plugin {
  return {
    name: "coldframe:timed-modules",
    setup(bundler) {
      bundler.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: "file" }, async ({ path }) => {
        const loader = LOADERS[extname(path)];
        if (loader === undefined) return null;
        const index = files.push(path) - 1;
        return { contents: withClock(await readFile(path, "utf8"), index), loader };
      });
    },
  };
}

/** A byte order mark, a line for a shell, comments, and directives, which must come first. */
const PROLOGUE =
  /^\uFEFF?(?:#![^\n]*\n)?(?:\s|\/\/[^\n]*\n|\/\*[^]*?\*\/|(?:"[^"\\\n]*"|'[^'\\\n]*')[ \t]*(?:;|\r?\n))*/;

function withClock(source: string, index: number): string {
  const at = PROLOGUE.exec(source)?.[0].length ?? 0;
  return `${source.slice(0, at)}${CLOCK}.begin(${index});${source.slice(at)}\n;${CLOCK}.end(${index});`;
}

/** Walks the imports in their order, as the modules run: who comes to a module first is its parent. */
function placeModules(
  files: readonly string[],
  metafile: Metafile,
  paths: BundlerPaths,
  entry: string,
): readonly TimedModule[] {
  const inputOf = new Map(Object.keys(metafile.inputs).map((input) => [paths.file(input), input]));
  const parents = new Map<string, string | null>();
  const walk = (input: string, parent: string | null): void => {
    if (parents.has(input)) return;
    parents.set(input, parent);
    for (const { path } of metafile.inputs[input]?.imports ?? []) walk(path, input);
  };
  walk(inputOf.get(entry) ?? "", null);
  return files.map((file) => {
    const input = inputOf.get(file) ?? file;
    const parent = parents.get(input) ?? null;
    return { path: paths.display(input), parent: parent === null ? null : paths.display(parent) };
  });
}
