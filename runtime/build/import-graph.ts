import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { build } from "esbuild";
import type { Metafile, OnLoadArgs, Plugin } from "esbuild";
import type { Artifact } from "../model";
import { bundleOptions } from "./bundle-options";
import type { BundlerPaths } from "./display-path";
import { type Deferral, deferImports, passOn } from "./defer-imports";
import { buildInstrumented } from "./instrumented";
import { javaScript } from "./languages/javascript";
import { type ResolvedEntry, resolveEntry } from "./resolve-entry";
import { type ModuleImports, type StaticImport, readStaticImports } from "./static-imports";

/** One module's import of another. Paths as in the artifact's modules. */
export interface ImportEdge {
  readonly importer: string;
  readonly target: string;
  readonly specifier: string;
  /** Whether the target is loaded with the importer; an `import()` loads it later, or never. */
  readonly eager: boolean;
  /** The target is imported for its effects alone. */
  readonly bare: boolean;
  /** Whether it can wait until one of its names is used. */
  readonly deferrable: boolean;
  /** Where the importer names it, from 1; null: not found there. */
  readonly line: number | null;
}

/** Before the number of an edge: a console line of a traced build, written when a deferred import is carried out. */
export const NEEDED_LINE = "coldframe:needed ";

interface LoadedModule {
  /** Plain JavaScript, as the bundler makes it of this file alone. */
  readonly code: string;
  readonly imports: ModuleImports;
}

/** Who imports whom in a function, and builds of it in which imports wait. */
export class ImportGraph {
  readonly entry: string;
  readonly edges: readonly ImportEdge[];
  readonly #resolved: ResolvedEntry;
  /** By file. */
  readonly #modules: ReadonlyMap<string, LoadedModule>;
  /** Files' paths as they are shown. */
  readonly #shown: ReadonlyMap<string, string>;

  private constructor(
    resolved: ResolvedEntry,
    modules: ReadonlyMap<string, LoadedModule>,
    metafile: Metafile,
    paths: BundlerPaths,
    lines: ReadonlyMap<string, number>,
  ) {
    this.#resolved = resolved;
    this.#modules = modules;
    this.edges = edgesOf(modules, metafile, paths, lines);
    this.#shown = new Map(Object.keys(metafile.inputs).map((input) => [paths.file(input), paths.display(input)]));
    this.entry = this.#shown.get(resolved.file) ?? "";
  }

  /** Null: the function does not build, or not without what other plugins do. */
  static async read(path: string): Promise<ImportGraph | null> {
    const { result } = resolveEntry(path);
    if (!result.ok || result.value.language !== javaScript) return null;
    const modules = new Map<string, LoadedModule>();
    const built = await buildInstrumented(result.value, [loadedModules(result.value, modules)]);
    if (built === null) return null;
    const lines = await linesOf(modules);
    return new ImportGraph(result.value, modules, built.metafile, built.paths, lines);
  }

  /** Builds the function with these imports deferred. `traced`: it says on the console which are carried out. Null: it does not build so. */
  async build(deferred: readonly ImportEdge[], traced: boolean): Promise<Artifact | null> {
    const ids = new Map(deferred.map((edge) => [edge, this.edges.indexOf(edge)]));
    const plugins = [needed(), this.#passing(traced), this.#deferring(ids, traced)];
    return (await buildInstrumented(this.#resolved, plugins))?.artifact ?? null;
  }

  #deferring(ids: ReadonlyMap<ImportEdge, number>, traced: boolean): Plugin {
    const byImporter = Map.groupBy(ids, ([{ importer }]) => importer);
    return {
      name: "coldframe:deferring",
      setup: (bundler) => {
        bundler.onLoad({ filter: /.*/, namespace: "file" }, ({ path }) => {
          const module = this.#modules.get(path);
          if (module === undefined) return null;
          const deferrals = (byImporter.get(this.#shown.get(path) ?? "") ?? []).flatMap(
            ([{ specifier }, id]): Deferral[] => {
              const from = module.imports.imports.find((one) => one.specifier === specifier);
              return from === undefined ? [] : [{ id: `coldframe:deferred/${id}`, from }];
            },
          );
          // The entry loads it, so that it is there before the function can change the console.
          const trace = traced && path === this.#resolved.file ? 'import "coldframe:needed";\n' : "";
          return { contents: trace + deferImports(module.code, deferrals), loader: "js" };
        });
      },
    };
  }

  /** The modules that pass on what is deferred. */
  #passing(traced: boolean): Plugin {
    return {
      name: "coldframe:passing",
      setup: (bundler) => {
        bundler.onResolve({ filter: /^coldframe:deferred\// }, ({ path }) => ({
          path,
          namespace: "coldframe-deferred",
        }));
        bundler.onLoad({ filter: /.*/, namespace: "coldframe-deferred" }, ({ path }) => {
          const id = Number(path.slice(path.lastIndexOf("/") + 1));
          const found = this.#import(id);
          if (found === null) return null;
          const trace = traced ? `import { needed } from "coldframe:needed";\nneeded(${id});\n` : "";
          return { contents: trace + passOn(found.from), loader: "js", resolveDir: dirname(found.file) };
        });
      },
    };
  }

  #import(id: number): { readonly file: string; readonly from: StaticImport } | null {
    const edge = this.edges[id];
    if (edge === undefined) return null;
    for (const [file, { imports }] of this.#modules) {
      if (this.#shown.get(file) !== edge.importer) continue;
      const from = imports.imports.find(({ specifier }) => specifier === edge.specifier);
      return from === undefined ? null : { file, from };
    }
    return null;
  }
}

/** The console is the one that was there before the function could change it. */
function needed(): Plugin {
  const contents = `const say = console.debug.bind(console);
export function needed(id) { say(${JSON.stringify(NEEDED_LINE)} + id); }`;
  return {
    name: "coldframe:needed",
    setup(bundler) {
      bundler.onResolve({ filter: /^coldframe:needed$/ }, () => ({ path: "needed", namespace: "coldframe" }));
      bundler.onLoad({ filter: /.*/, namespace: "coldframe" }, () => ({ contents, loader: "js" }));
    },
  };
}

/** Compiles each source alone, and notes what it imports. */
function loadedModules(resolved: ResolvedEntry, into: Map<string, LoadedModule>): Plugin {
  return {
    name: "coldframe:loaded-modules",
    setup(bundler) {
      bundler.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: "file" }, async ({ path }: OnLoadArgs) => {
        const code = await compileAlone(path, resolved);
        const imports = readStaticImports(code);
        if (imports === null) return null;
        into.set(path, { code, imports });
        return { contents: code, loader: "js" };
      });
    },
  };
}

async function compileAlone(path: string, resolved: ResolvedEntry): Promise<string> {
  const { absWorkingDir, platform, target, charset, jsx, jsxDev, define, logLevel } = bundleOptions(resolved);
  const options = { absWorkingDir, platform, target, charset, jsx, jsxDev, define, logLevel, write: false } as const;
  const { outputFiles } = await build({ ...options, entryPoints: [path], bundle: false });
  return outputFiles[0]?.text ?? "";
}

function edgesOf(
  modules: ReadonlyMap<string, LoadedModule>,
  metafile: Metafile,
  paths: BundlerPaths,
  lines: ReadonlyMap<string, number>,
): readonly ImportEdge[] {
  const waiting = awaitingInputs(modules, metafile, paths);
  return Object.entries(metafile.inputs).flatMap(([input, { imports }]) => {
    const file = paths.file(input);
    const known = modules.get(file)?.imports.imports ?? [];
    return imports.flatMap(({ path, kind, original, external }): ImportEdge[] => {
      if (external === true || original === undefined) return [];
      const from = kind === "import-statement" ? known.find(({ specifier }) => specifier === original) : undefined;
      return [
        {
          ...{ importer: paths.display(input), target: paths.display(path), specifier: original },
          bare: from?.bare === true,
          eager: kind !== "dynamic-import",
          deferrable: from?.deferrable === true && !waiting.has(path),
          line: lines.get(`${file}\0${original}`) ?? null,
        },
      ];
    });
  });
}

/** Modules that await something while they load, or load one that does: they can't be loaded from within a function. */
function awaitingInputs(
  modules: ReadonlyMap<string, LoadedModule>,
  metafile: Metafile,
  paths: BundlerPaths,
): ReadonlySet<string> {
  const waiting = new Set<string>();
  const inputs = Object.entries(metafile.inputs);
  for (const [input] of inputs) if (modules.get(paths.file(input))?.imports.awaits === true) waiting.add(input);
  for (let known = -1; known !== waiting.size;) {
    known = waiting.size;
    for (const [input, { imports }] of inputs) {
      if (imports.some(({ path, kind }) => kind === "import-statement" && waiting.has(path))) waiting.add(input);
    }
  }
  return waiting;
}

/** Where each source names what it imports: in its own text, which compiling changes. */
async function linesOf(modules: ReadonlyMap<string, LoadedModule>): Promise<ReadonlyMap<string, number>> {
  const lines = new Map<string, number>();
  for (const [file, { imports }] of modules) {
    if (/[\\/]node_modules[\\/]/.test(file)) continue;
    const text = (await readFile(file, "utf8")).split("\n");
    for (const { specifier } of imports.imports) {
      const at = text.findIndex((line) => line.includes(`"${specifier}"`) || line.includes(`'${specifier}'`));
      if (at !== -1) lines.set(`${file}\0${specifier}`, at + 1);
    }
  }
  return lines;
}
