import { resolve } from "node:path";
import { type BuildOptions, type Message, type Metafile, type Plugin, build } from "esbuild";
import { type ChainTo, failedImport } from "./bundler-messages";
import type { BundlerPaths } from "./display-path";

/** What is known of a build that failed. */
export interface Diagnosis {
  readonly chainTo: ChainTo;
  /** The bundler's paths of the files that were read, as far as they are known. */
  readonly inputs: readonly string[];
}

/**
 * A failed build has no module graph. This bundles again with what failed left out (unresolved imports external, broken
 * files empty), only to learn who imports whom and which files a repair might touch.
 */
export async function diagnose(
  options: BuildOptions,
  errors: readonly Message[],
  { folder, display }: BundlerPaths,
): Promise<Diagnosis> {
  const files = errors.flatMap(({ location }) => (location === null ? [] : [location.file]));
  try {
    const plugins = [leaveOut(folder, errors), ...(options.plugins ?? [])];
    const { metafile } = await build({ ...options, plugins, metafile: true, sourcemap: false, write: false });
    const chainTo = (file: string) => chain(metafile, file).map(display);
    return { chainTo, inputs: [...new Set([...Object.keys(metafile.inputs), ...files])] };
  } catch {
    // Leaving out broke something else: do without the chain.
    return { chainTo: (file) => [display(file)], inputs: [...new Set(files)] };
  }
}

function leaveOut(folder: string, errors: readonly Message[]): Plugin {
  const unresolved = new Set<string>();
  const specifiers = new Set<string>();
  const broken = new Set<string>();
  for (const error of errors) {
    const failed = failedImport(error);
    if (failed !== null) {
      unresolved.add(`${resolve(folder, failed.importer)}\0${failed.specifier}`);
      specifiers.add(failed.specifier);
    } else if (error.location !== null) broken.add(resolve(folder, error.location.file));
  }
  return {
    name: "coldframe:leave-out",
    setup(bundler) {
      if (specifiers.size > 0)
        bundler.onResolve({ filter: anyOf(specifiers) }, ({ path, importer }) =>
          unresolved.has(`${importer}\0${path}`) ? { path, external: true } : null,
        );
      if (broken.size > 0)
        bundler.onLoad({ filter: anyOf(broken) }, () => ({ contents: "module.exports = {};", loader: "js" }));
    },
  };
}

function anyOf(texts: Iterable<string>): RegExp {
  const escaped = [...texts].map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^(?:${escaped.join("|")})$`);
}

/** The shortest way from the entry to a module. */
function chain(metafile: Pick<Metafile, "inputs" | "outputs">, target: string): readonly string[] {
  const entry = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint !== undefined)?.entryPoint;
  if (entry === undefined) return [target];
  const importerOf = new Map<string, string | null>([[entry, null]]);
  for (const file of importerOf.keys()) {
    if (file === target) break;
    for (const imported of metafile.inputs[file]?.imports ?? [])
      if (imported.external !== true && !importerOf.has(imported.path)) importerOf.set(imported.path, file);
  }
  if (!importerOf.has(target)) return [target];
  const way: string[] = [];
  for (let file: string | null | undefined = target; typeof file === "string"; file = importerOf.get(file))
    way.unshift(file);
  return way;
}
