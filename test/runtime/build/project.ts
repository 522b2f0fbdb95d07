/** Real files in temporary folders, and the real engine to run what was built of them. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { EvalFlags, QuickJS } from "quickjs-wasi";
import { expect } from "vitest";
import { type BuildProblem, type BuildResult, bundleFileName } from "../../../runtime/build";
import type { Artifact } from "../../../runtime/model";

const require = createRequire(import.meta.url);
const EXTENSIONS = ["url", "encoding", "headers"];

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Project extends Disposable {
  readonly folder: string;
  path(name: string): string;
  write(files: Files): void;
}

/** A temporary folder with these files; gone when disposed. */
export function createProject(files: Files, prefix = "coldframe-build-"): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  function write(more: Files): void {
    for (const [name, content] of Object.entries(more)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
  }
  write(files);
  return {
    folder,
    path: (name) => join(folder, name),
    write,
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where this checkout's packages are: a test links to it to have real ones. */
export const PACKAGES = resolve(import.meta.dirname, "../../../node_modules");

export function built(result: BuildResult): Artifact {
  if (!result.ok) expect.fail(result.problems.map(({ message }) => message).join("\n"));
  return result.artifact;
}

export function problems(result: BuildResult): readonly BuildProblem[] {
  if (result.ok) expect.fail("it built");
  return result.problems;
}

export function firstProblem(result: BuildResult): BuildProblem {
  const [first] = problems(result);
  if (first === undefined) expect.fail("no problem");
  return first;
}

export function codeOf(artifact: Artifact): string {
  return new TextDecoder().decode(artifact.code);
}

/** Evaluates an artifact in the engine; gives its default export by way of JSON. Throws what the guest threw, with the guest's stack. */
export async function runInEngine(artifact: Artifact): Promise<unknown> {
  const vm = await QuickJS.create({
    wasm: readFileSync(require.resolve("quickjs-wasi/quickjs.wasm")),
    extensions: EXTENSIONS.map((name) => ({ name, wasm: readFileSync(require.resolve(`quickjs-wasi/${name}.so`)) })),
  });
  try {
    vm.evalCode("globalThis.__env = { GREETING: 'hi' }", "prelude.js").dispose();
    const promise = vm.evalCode(codeOf(artifact), bundleFileName(artifact), EvalFlags.TYPE_MODULE);
    const settled = vm.resolvePromise(promise);
    vm.executePendingJobs();
    const result = await settled;
    if ("error" in result) {
      const error = new Error(result.error.getProp("message").toString());
      error.stack = result.error.getProp("stack").toString();
      throw error;
    }
    return vm.dump(result.value.getProp("default"));
  } finally {
    vm.dispose();
  }
}
