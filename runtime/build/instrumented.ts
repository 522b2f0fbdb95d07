import { createHash } from "node:crypto";
import { build } from "esbuild";
import type { Metafile, Plugin, StdinOptions } from "esbuild";
import type { Artifact } from "../model";
import { OUTPUT_NAME, bundleOptions } from "./bundle-options";
import { bundlerPaths, displayPathsInMap } from "./display-path";
import type { BundlerPaths } from "./display-path";
import type { ResolvedEntry } from "./resolve-entry";

/** A function that was built with changes of Coldframe's own, to be measured. */
export interface InstrumentedBuild {
  readonly artifact: Artifact;
  readonly metafile: Metafile;
  readonly paths: BundlerPaths;
}

/** Builds a function as its own build does, but for `plugins` and, where it is given, an entry of another text. Null where that fails. */
export async function buildInstrumented(
  resolved: ResolvedEntry,
  plugins: readonly Plugin[],
  stdin?: StdinOptions,
): Promise<InstrumentedBuild | null> {
  const { entryPoints, ...options } = bundleOptions(resolved);
  const from = stdin === undefined ? { entryPoints } : { stdin };
  try {
    const { outputFiles, metafile } = await build({ ...options, ...from, plugins: [...plugins, ...options.plugins] });
    const paths = bundlerPaths(resolved.folder);
    const text = outputFiles.find(({ path }) => path.endsWith(OUTPUT_NAME))?.text ?? "";
    const map = outputFiles.find(({ path }) => path.endsWith(`${OUTPUT_NAME}.map`))?.text ?? null;
    const code = new TextEncoder().encode(text);
    const artifact: Artifact = {
      version: `sha256:${createHash("sha256").update(code).digest("hex")}`,
      ...{ kind: "js", engine: "quickjs", name: resolved.name, entry: resolved.entry, code, modules: [] },
      sourceMap: map === null ? null : displayPathsInMap(map, paths.display),
      debugInfo: null,
    };
    return { artifact, metafile, paths };
  } catch {
    return null;
  }
}
