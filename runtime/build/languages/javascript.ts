import { resolve } from "node:path";
import {
  type BuildContext,
  type BuildFailure,
  type BuildResult as BundlerResult,
  type Message,
  context,
} from "esbuild";
import { LANGUAGES, isFunctionFile } from "../../model";
import { OUTPUT_NAME, bundleOptions } from "../bundle-options";
import { failedImport, isIgnoredJsxComment, isJsxRuntime, problemOfError, problemOfWarning } from "../bundler-messages";
import { diagnose } from "../diagnose";
import { type BundlerPaths, bundlerPaths, displayPathsInCode, displayPathsInMap } from "../display-path";
import { externalImportErrors } from "../external-imports";
import { candidatePaths } from "../fingerprint";
import type { ResolvedEntry } from "../resolve-entry";
import { projectOf } from "./assemblyscript/project";
import type { Compilation, Compiler, CompilerOutput, Language } from "./language";

/** In the order in which an import that leaves its ending out tries them. */
const { extensions: EXTENSIONS } = LANGUAGES.javascript;

/** JavaScript and TypeScript, bundled by esbuild. */
export const javaScript: Language = {
  id: "javascript",
  entryNames: EXTENSIONS.map((extension) => `index${extension}`),
  takes: (file) =>
    EXTENSIONS.some((extension) => file.endsWith(extension)) && isFunctionFile(file) && projectOf(file) === null,
  open: () => new Bundling(),
};

type Options = ReturnType<typeof bundleOptions>;
type Bundled = BundlerResult<Options>;

/** A bundler that is set up for one entry file. */
interface OpenContext {
  readonly entry: ResolvedEntry;
  readonly paths: BundlerPaths;
  readonly options: Options;
  readonly bundler: BuildContext<Options>;
}

class Bundling implements Compiler {
  #open: OpenContext | null = null;

  async compile(entry: ResolvedEntry): Promise<Compilation> {
    const open = await this.#openFor(entry);
    const bundled = await rebuild(open);
    const errors = Array.isArray(bundled) ? bundled : externalImportErrors(bundled.metafile, open.paths.file);
    if (errors.length > 0 || Array.isArray(bundled)) return await explain(open, errors);
    return {
      ok: true,
      output: outputOf(open, bundled),
      warnings: bundled.warnings.map((warning) => problemOfWarning(warning, open.paths)),
      inputs: inputFiles(open, Object.keys(bundled.metafile.inputs)),
    };
  }

  async close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.bundler.dispose();
  }

  async #openFor(entry: ResolvedEntry): Promise<OpenContext> {
    const open = this.#open;
    if (open !== null && open.entry.file === entry.file && open.entry.folder === entry.folder)
      return { ...open, entry };
    await this.close();
    const options = bundleOptions(entry);
    const bundler = await context(options);
    this.#open = { entry, paths: bundlerPaths(entry.folder), options, bundler };
    return this.#open;
  }
}

async function explain(open: OpenContext, errors: readonly Message[]): Promise<Compilation> {
  const { folder } = open.entry;
  const { chainTo, inputs } = await diagnose(open.options, errors, open.paths);
  const candidates = errors.flatMap((error) => {
    const failed = failedImport(error);
    return failed === null ? [] : candidatePaths(failed.specifier, resolve(folder, failed.importer), EXTENSIONS);
  });
  return {
    ok: false,
    problems: errors.map((error) => problemOfError(error, open.paths, chainTo)),
    inputs: [...inputFiles(open, inputs), ...candidates],
  };
}

async function rebuild(open: OpenContext): Promise<Bundled | Message[]> {
  try {
    return await open.bundler.rebuild();
  } catch (error) {
    const { errors, warnings = [] } = error as Partial<BuildFailure>;
    if (errors === undefined) throw error;
    return errors.map((each) => reasonOf(each, warnings));
  }
}

/** A file whose `@jsx` comment is ignored imports a JSX library that nobody asked for: the comment is what is wrong then. */
function reasonOf(error: Message, warnings: readonly Message[]): Message {
  const failed = failedImport(error);
  if (failed === null || !isJsxRuntime(failed.specifier)) return error;
  const isOfFile = ({ location }: Message) => location?.file === failed.importer;
  return warnings.find((warning) => isIgnoredJsxComment(warning) && isOfFile(warning)) ?? error;
}

/** The files among the bundler's inputs: not those that a `data:` URL or a package's `browser: false` stands for. */
function inputFiles(open: OpenContext, inputs: readonly string[]): readonly string[] {
  return inputs.filter((input) => !/^(\(disabled\)|[a-z-]{2,}):/i.test(input)).map(open.paths.file);
}

function outputOf({ paths }: OpenContext, { outputFiles, metafile }: Bundled): CompilerOutput {
  const script = outputFiles.find(({ path }) => path.endsWith(OUTPUT_NAME));
  const map = outputFiles.find(({ path }) => path.endsWith(`${OUTPUT_NAME}.map`));
  const parts = Object.entries(metafile.outputs[OUTPUT_NAME]?.inputs ?? {});
  const displayed = displayPathsInCode(script?.text ?? "", Object.keys(metafile.inputs), paths.display);
  return {
    kind: "js",
    engine: "quickjs",
    code: new TextEncoder().encode(displayed.code),
    sourceMap: map === undefined ? null : displayPathsInMap(map.text, paths.display),
    debugInfo: null,
    modules: parts
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path, { bytesInOutput }]) => ({
        path: paths.display(path),
        bytes: bytesInOutput - (displayed.shorter.get(path) ?? 0),
      })),
  };
}
