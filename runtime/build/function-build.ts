import { createHash } from "node:crypto";
import { resolve } from "node:path";
import type { Artifact, BuildProblem, BuildResult } from "../model";
import { type Fingerprint, changesSince, resolutionPaths, takeFingerprint } from "./fingerprint";
import type { CompilerThreads } from "./languages/compiler-threads";
import type { Compiler, CompilerOutput, Language } from "./languages/language";
import { problem } from "./problem";
import { type ResolvedEntry, resolveEntry } from "./resolve-entry";

/** A compiler that is set up for one function. */
interface OpenCompiler {
  readonly language: Language;
  readonly compiler: Compiler;
}

interface Built {
  readonly artifact: Artifact;
  readonly warnings: readonly BuildProblem[];
}

/** One function's builds: its compiler, its last artifact, and what that one depended on. */
export class FunctionBuild {
  #open: OpenCompiler | null = null;
  #last: Built | null = null;
  #fingerprint: Fingerprint | null = null;
  #inputs: ReadonlySet<string> = new Set();
  #running: Promise<BuildResult> | null = null;
  #next: Promise<BuildResult> | null = null;

  constructor(
    private readonly entry: string,
    private readonly threads: CompilerThreads,
  ) {}

  get inputs(): readonly string[] {
    return [...this.#inputs];
  }

  get isBusy(): boolean {
    return this.#running !== null || this.#next !== null;
  }

  /**
   * A call while a build runs can't take that one's result as it is: the source may have been edited after the compiler read it. It
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
    const problems = await this.#compile();
    if (problems === null && this.#last !== null) return { ok: true, ...this.#last, buildUs: elapsedUs() };
    const [first = problem("build-failed", "the compiler gave no output and no reason"), ...rest] = problems ?? [];
    return { ok: false, problems: [first, ...rest], buildUs: elapsedUs() };
  }

  /** Null: built, and `#last` holds it. */
  async #compile(): Promise<readonly BuildProblem[] | null> {
    const startedAtMs = Date.now();
    const formerInputs = this.#inputs;
    this.#fingerprint = null;
    const { result, consulted } = resolveEntry(this.entry);
    if (!result.ok) {
      this.#inputs = new Set([...consulted, ...formerInputs]);
      return [result.problem];
    }
    const entry = result.value;
    const compiler = await this.#compilerFor(entry.language);
    const compilation = await compiler.compile(entry);
    const { inputs } = compilation;
    if (!compilation.ok) {
      const paths = resolutionPaths([entry.file, ...inputs]);
      this.#inputs = new Set([...inputs, ...consulted, ...formerInputs, ...paths]);
      return compilation.problems;
    }
    this.#keep(entry, compilation.output, compilation.warnings);
    this.#inputs = new Set([...inputs, ...consulted, ...resolutionPaths(inputs)]);
    this.#fingerprint = takeFingerprint(resolve(this.entry), this.#inputs, startedAtMs);
    return null;
  }

  #keep(entry: ResolvedEntry, output: CompilerOutput, warnings: readonly BuildProblem[]): void {
    const version = `sha256:${createHash("sha256").update(output.code).digest("hex")}`;
    const artifact: Artifact = { version, name: entry.name, entry: entry.entry, ...output };
    const former = this.#last?.artifact;
    const same =
      former?.version === version &&
      former.sourceMap === artifact.sourceMap &&
      former.entry === artifact.entry &&
      isSameDebugInfo(former.debugInfo, artifact.debugInfo);
    this.#last = { artifact: same ? former : artifact, warnings };
  }

  async #compilerFor(language: Language): Promise<Compiler> {
    if (this.#open?.language === language) return this.#open.compiler;
    await this.#close();
    this.#open = { language, compiler: language.open(this.threads) };
    return this.#open.compiler;
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    await open?.compiler.close();
  }
}

/** A line that moved changes where code comes from, and not the code. */
function isSameDebugInfo(one: Artifact["debugInfo"], other: Artifact["debugInfo"]): boolean {
  if (one === null || other === null) return one === other;
  return one.folder === other.folder && Buffer.compare(one.sections, other.sections) === 0;
}
