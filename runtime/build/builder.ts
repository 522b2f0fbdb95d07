import { resolve } from "node:path";
import type { BuildProblem, BuildResult } from "../model";
import { FunctionBuild } from "./function-build";
import { CompilerThreads } from "./languages/compiler-threads";
import type { UnsavedTexts } from "./languages/language";
import { resolveEntry } from "./resolve-entry";

/** Turns sources into artifacts. Dispose it: its bundler contexts end. */
export interface Builder extends AsyncDisposable {
  /**
   * Builds the function at a path: a source file, a folder, or a platform's project file. Expected failures are values. Builds
   * of one entry that are asked for at once are shared; an entry of which nothing changed costs only the look at its files, and
   * gives the very same artifact object.
   */
  build(entry: string): Promise<BuildResult>;
  /**
   * What is wrong with a function of which some sources are not saved yet: errors, or else warnings. Nothing is kept of it. Null for a
   * language whose compiler reads files alone.
   */
  check(entry: string, unsaved: UnsavedTexts): Promise<readonly BuildProblem[] | null>;
  /**
   * Absolute paths that the last build of this entry depended on, for a watcher: every file that went in, the folders of the
   * function's own sources, configuration files, and for a failed build the places where what was missing might turn up. Some may
   * not exist yet. Empty for an entry that was never built, or so long ago that it was forgotten.
   */
  inputs(entry: string): readonly string[];
  /** Ends all contexts, after the builds under way. */
  dispose(): Promise<void>;
}

export interface BuilderOptions {
  /** Entries whose bundler contexts are kept for incremental builds; the least recently built one goes first. Default 32. */
  readonly maxContexts?: number;
}

export function createBuilder({ maxContexts = 32 }: BuilderOptions = {}): Builder {
  const functions = new Map<string, FunctionBuild>();
  const threads = new CompilerThreads();
  const ending = new Set<Promise<void>>();
  let disposed = false;

  /** Starts the build before it makes room: what is busy stays. */
  function buildAt(entry: string): Promise<BuildResult> {
    const key = resolve(entry);
    const build = functions.get(key) ?? new FunctionBuild(entry, threads);
    functions.delete(key);
    functions.set(key, build);
    const result = build.build();
    evict();
    return result;
  }
  function evict(): void {
    for (const [key, build] of functions) {
      if (functions.size <= maxContexts) return;
      if (!build.isBusy) forget(key, build);
    }
  }
  function forget(key: string, build: FunctionBuild): void {
    functions.delete(key);
    const ended = build.dispose().finally(() => ending.delete(ended));
    ending.add(ended);
  }
  async function dispose(): Promise<void> {
    disposed = true;
    for (const [key, build] of functions) forget(key, build);
    await Promise.all(ending);
    await threads[Symbol.asyncDispose]();
  }
  return {
    async build(entry) {
      if (disposed) throw new Error("the builder was disposed");
      const result = await buildAt(entry);
      evict();
      return result;
    },
    async check(entry, unsaved) {
      if (disposed) throw new Error("the builder was disposed");
      const { result } = resolveEntry(entry);
      if (!result.ok) return [result.problem];
      return (await result.value.language.check?.(result.value, unsaved, threads)) ?? null;
    },
    inputs: (entry) => functions.get(resolve(entry))?.inputs ?? [],
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
