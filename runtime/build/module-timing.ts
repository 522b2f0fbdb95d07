import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Loader, Metafile, Plugin } from "esbuild";
import type { Artifact } from "../model";
import type { BundlerPaths } from "./display-path";
import { buildInstrumented } from "./instrumented";
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
 * Builds a function for timing its top level, or with another clock for watching it. Null where it does not build: its own build says why.
 * Statements that the clock adds keep their lines; what a module exports and imports stays as it is, and so does what of it is left out of
 * the bundle.
 */
export async function buildTimed(path: string, clockSource = CLOCK_SOURCE): Promise<TimedBuild | null> {
  const { result } = resolveEntry(path);
  if (!result.ok || result.value.language !== javaScript) return null;
  const { file, folder } = result.value;
  const files: string[] = [];
  const built = await buildInstrumented(result.value, [clockModule(clockSource), timedModules(files)], {
    ...{ contents: entrySource(file), resolveDir: folder, sourcefile: "coldframe:timed", loader: "js" },
  });
  return built === null
    ? null
    : { artifact: built.artifact, modules: placeModules(files, built.metafile, built.paths, file) };
}

/** Keeps all that the entry exports, as its own build does. */
function entrySource(file: string): string {
  return `import { report } from "${CLOCK_FILE}";
import * as entry from ${JSON.stringify(file)};
const found = report();
export default { fetch: () => Response.json({ ...found, exports: Object.keys(entry).length }) };`;
}

function clockModule(source: string): Plugin {
  return {
    name: "coldframe:clock",
    setup(bundler) {
      bundler.onResolve({ filter: /^coldframe:clock$/ }, () => ({ path: "clock", namespace: "coldframe" }));
      bundler.onLoad({ filter: /.*/, namespace: "coldframe" }, () => ({ contents: source, loader: "js" }));
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
