import { createHash } from "node:crypto";
import { resolve } from "node:path";
import {
  type BuildContext,
  type BuildFailure,
  type BuildResult as BundlerResult,
  type Message,
  context,
} from "esbuild";
import type { Artifact, BuildProblem, BuildResult } from "../model";
import { OUTPUT_NAME, bundleOptions } from "./bundle-options";
import { failedImport, isIgnoredJsxComment, isJsxRuntime, problemOfError, problemOfWarning } from "./bundler-messages";
import { diagnose } from "./diagnose";
import { type BundlerPaths, bundlerPaths, displayPathsInCode, displayPathsInMap } from "./display-path";
import { externalImportErrors } from "./external-imports";
import { type Fingerprint, candidatePaths, changesSince, resolutionPaths, takeFingerprint } from "./fingerprint";
import { problem } from "./problem";
import { type ResolvedEntry, resolveEntry } from "./resolve-entry";
import { SOURCE_EXTENSIONS } from "./source-files";

type Options = ReturnType<typeof bundleOptions>;
type Bundled = BundlerResult<Options>;

/** A bundler that is set up for one entry file. */
interface OpenContext {
  readonly entry: ResolvedEntry;
  readonly paths: BundlerPaths;
  readonly options: Options;
  readonly bundler: BuildContext<Options>;
}

interface Built {
  readonly artifact: Artifact;
  readonly warnings: readonly BuildProblem[];
}

/** One function's builds: its bundler context, its last artifact, and what that one depended on. */
export class FunctionBuild {
  #open: OpenContext | null = null;
  #last: Built | null = null;
  #fingerprint: Fingerprint | null = null;
  #inputs: ReadonlySet<string> = new Set();
  #running: Promise<BuildResult> | null = null;
  #next: Promise<BuildResult> | null = null;

  constructor(private readonly entry: string) {}

  get inputs(): readonly string[] {
    return [...this.#inputs];
  }

  get isBusy(): boolean {
    return this.#running !== null || this.#next !== null;
  }

  /**
   * A call while a build runs can't take that one's result as it is: the source may have been edited after the bundler read it. It
   * shares the one that follows, which costs next to nothing when nothing changed.
   */
  build(): Promise<BuildResult> {
    if (this.#next !== null) return this.#next;
    if (this.#running === null) return this.#start();
    this.#next = this.#running.then(
      () => this.#start(),
      () => this.#start(),
    );
    return this.#next;
  }

  async dispose(): Promise<void> {
    while (this.isBusy) await (this.#next ?? this.#running)?.catch(() => undefined);
    await this.#close();
  }

  #start(): Promise<BuildResult> {
    this.#next = null;
    const running = this.#run().finally(() => {
      this.#running = null;
    });
    this.#running = running;
    return running;
  }

  async #run(): Promise<BuildResult> {
    const startedMs = performance.now();
    const elapsedUs = () => Math.round((performance.now() - startedMs) * 1000);
    const changes = this.#fingerprint === null ? "visible" : changesSince(this.#fingerprint);
    if (changes === "none" && this.#last !== null) return { ok: true, ...this.#last, buildUs: elapsedUs() };
    if (changes === "hidden") await this.#close();
    const problems = await this.#bundle();
    if (problems === null && this.#last !== null) return { ok: true, ...this.#last, buildUs: elapsedUs() };
    const [first = problem("build-failed", "the bundler gave no output and no reason"), ...rest] = problems ?? [];
    return { ok: false, problems: [first, ...rest], buildUs: elapsedUs() };
  }

  /** Null: built, and `#last` holds it. */
  async #bundle(): Promise<readonly BuildProblem[] | null> {
    const startedAtMs = Date.now();
    const formerInputs = this.#inputs;
    this.#fingerprint = null;
    const { result, consulted } = resolveEntry(this.entry);
    if (!result.ok) {
      this.#inputs = new Set([...consulted, ...formerInputs]);
      return [result.problem];
    }
    const open = await this.#openFor(result.value);
    const bundled = await rebuild(open);
    const errors = Array.isArray(bundled) ? bundled : externalImportErrors(bundled.metafile, open.paths.file);
    if (errors.length > 0 || Array.isArray(bundled)) {
      return await this.#explain(open, errors, [...consulted, ...formerInputs]);
    }
    this.#keep(open, bundled);
    const files = inputFiles(open, Object.keys(bundled.metafile.inputs));
    this.#inputs = new Set([...files, ...consulted, ...resolutionPaths(files)]);
    this.#fingerprint = takeFingerprint(resolve(this.entry), this.#inputs, startedAtMs);
    return null;
  }

  #keep(open: OpenContext, bundled: Bundled): void {
    const artifact = artifactOf(open, bundled);
    const former = this.#last?.artifact;
    const same =
      former?.version === artifact.version &&
      former.sourceMap === artifact.sourceMap &&
      former.entry === artifact.entry;
    const warnings = bundled.warnings.map((warning) => problemOfWarning(warning, open.paths));
    this.#last = { artifact: same ? former : artifact, warnings };
  }

  async #explain(
    open: OpenContext,
    errors: readonly Message[],
    former: readonly string[],
  ): Promise<readonly BuildProblem[]> {
    const { folder } = open.entry;
    const { chainTo, inputs } = await diagnose(open.options, errors, open.paths);
    const files = inputFiles(open, inputs);
    const candidates = errors.flatMap((error) => {
      const failed = failedImport(error);
      return failed === null
        ? []
        : candidatePaths(failed.specifier, resolve(folder, failed.importer), SOURCE_EXTENSIONS);
    });
    this.#inputs = new Set([...files, ...candidates, ...former, ...resolutionPaths([open.entry.file, ...files])]);
    return errors.map((error) => problemOfError(error, open.paths, chainTo));
  }

  async #openFor(entry: ResolvedEntry): Promise<OpenContext> {
    const open = this.#open;
    if (open !== null && open.entry.file === entry.file && open.entry.folder === entry.folder)
      return { ...open, entry };
    await this.#close();
    const options = bundleOptions(entry);
    const bundler = await context(options);
    this.#open = { entry, paths: bundlerPaths(entry.folder), options, bundler };
    return this.#open;
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.bundler.dispose();
  }
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

function artifactOf({ entry, paths }: OpenContext, { outputFiles, metafile }: Bundled): Artifact {
  const script = outputFiles.find(({ path }) => path.endsWith(OUTPUT_NAME));
  const map = outputFiles.find(({ path }) => path.endsWith(`${OUTPUT_NAME}.map`));
  const parts = Object.entries(metafile.outputs[OUTPUT_NAME]?.inputs ?? {});
  const displayed = displayPathsInCode(script?.text ?? "", Object.keys(metafile.inputs), paths.display);
  const code = new TextEncoder().encode(displayed.code);
  return {
    version: `sha256:${createHash("sha256").update(code).digest("hex")}`,
    kind: "js",
    engine: "quickjs",
    name: entry.name,
    entry: entry.entry,
    code,
    sourceMap: map === undefined ? null : displayPathsInMap(map.text, paths.display),
    modules: parts
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path, { bytesInOutput }]) => ({
        path: paths.display(path),
        bytes: bytesInOutput - (displayed.shorter.get(path) ?? 0),
      })),
  };
}
