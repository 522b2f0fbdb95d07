import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { BuildProblem } from "../../../model";
import { splitDebugSections } from "../../../wasm";
import { problem } from "../../problem";
import type { ResolvedEntry } from "../../resolve-entry";
import { moduleCompilation } from "../../module-compilation";
import type { Compilation, Compiler } from "../language";
import { readDependencies } from "./make-dependencies";
import type { ToolRun } from "./run-tool";
import { runTool } from "./run-tool";
import type { NativeToolchain, Toolchain } from "./toolchain";

/** A first build of a machine's compiler may have to read its whole library from disk. */
const COMPILE_LIMIT_MS = 60_000;
/** Lines of a compiler's output that a problem quotes where none of them has a place. */
const QUOTED_LINES = 3;

/** Compiles one function by the machine's own compiler, in a temporary folder. */
export class NativeCompiler<Found extends Toolchain> implements Compiler {
  readonly #language: NativeToolchain<Found>;
  /** What was found; looked for again after it was missing: the user may have installed it meanwhile. */
  #toolchain: Found | null = null;

  constructor(language: NativeToolchain<Found>) {
    this.#language = language;
  }

  async compile(entry: ResolvedEntry): Promise<Compilation> {
    this.#toolchain ??= await this.#language.find();
    if (this.#toolchain === null) return failed(entry, [this.#missing()]);
    const folder = await mkdtemp(join(tmpdir(), "coldframe-build-"));
    try {
      return await this.#compileIn(folder, entry, this.#toolchain);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  close(): Promise<void> {
    this.#toolchain = null;
    return Promise.resolve();
  }

  async #compileIn(temporary: string, entry: ResolvedEntry, toolchain: Found): Promise<Compilation> {
    const { file, folder } = entry;
    const output = join(temporary, "module.wasm");
    const dependencies = join(temporary, "module.d");
    const text = await readFile(file, "utf8");
    const command = this.#language.command(toolchain, { file, folder, text, output, dependencies });
    if ("lacking" in command) return failed(entry, [problem("toolchain-missing", command.lacking)]);
    const { args, env, inputs: known = [] } = command;
    const timeoutMs = COMPILE_LIMIT_MS;
    const run = await runTool(toolchain.executable, args, { folder, timeoutMs, ...(env !== undefined && { env }) });
    const { errors, warnings } = this.#language.problems(`${run?.stderr ?? ""}\n${run?.stdout ?? ""}`, folder);
    const inputs = [...new Set([file, ...known, ...readDependencies(dependencies, folder)])];
    if (run?.exitCode === 0 && errors.length === 0) {
      const { code, debugSections } = splitDebugSections(await readFile(output));
      const debugInfo = debugSections === null ? null : { sections: debugSections, folder };
      return moduleCompilation({ code, sourceMap: null, debugInfo, entry: basename(file), warnings, inputs });
    }
    return { ok: false, problems: errors.length > 0 ? errors : [this.#unexplained(run, toolchain)], inputs };
  }

  #missing(): BuildProblem {
    const { name, installHint } = this.#language;
    return problem("toolchain-missing", `No compiler for ${name} that makes WebAssembly is installed: ${installHint}.`);
  }

  #unexplained(run: ToolRun | null, { executable, version }: Found): BuildProblem {
    if (run === null) {
      this.#toolchain = null;
      return problem("build-failed", `${executable} could not be started: install it again.`);
    }
    if (run.timedOut)
      return problem(
        "build-failed",
        `${version} did not end within ${COMPILE_LIMIT_MS / 1000} seconds and was stopped.`,
      );
    const said = run.stderr.trim().split("\n").slice(0, QUOTED_LINES).join(" ");
    return problem("build-failed", `${version} failed with exit code ${run.exitCode ?? "none"}: ${said}`);
  }
}

function failed({ file }: ResolvedEntry, problems: readonly BuildProblem[]): Compilation {
  return { ok: false, problems, inputs: [file] };
}
