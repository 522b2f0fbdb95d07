import { relative, resolve, sep } from "node:path";
import type { BuildFailureCode, BuildProblem } from "../../model";
import { problem } from "../problem";
import type { ResolvedEntry } from "../resolve-entry";
import { moduleCompilation } from "../module-compilation";
import type { AssemblyScriptProblem } from "./assemblyscript/compile";
import { projectOf } from "./assemblyscript/project";
import type { CompilerThreads } from "./compiler-threads";
import type { Compilation, Language, UnsavedTexts } from "./language";
import { problemsOf } from "./language";

/**
 * AssemblyScript, by the `assemblyscript` package. A file that ends in `.as` is AssemblyScript; one that ends in `.ts` is where an
 * `asconfig.json` says so (see `projectOf`), so that no TypeScript function is ever taken for it.
 */
export const assemblyScript: Language = {
  id: "assemblyscript",
  entryNames: ["index.as"],
  takes: (file) => file.endsWith(".as") || (/(?<!\.d)\.ts$/.test(file) && projectOf(file) !== null),
  check: async (entry, unsaved, threads) => problemsOf(await compile(entry, threads, unsaved)),
  open: (threads) => ({ compile: (entry) => compile(entry, threads), close: () => Promise.resolve() }),
};

async function compile(
  { file, folder }: ResolvedEntry,
  threads: CompilerThreads,
  unsaved: UnsavedTexts = new Map(),
): Promise<Compilation> {
  const project = projectOf(file) ?? folder;
  const entry = relative(project, file).split(sep).join("/");
  const result = await threads.run("assemblyscript", { folder: project, entry, unsaved });
  if (!result.ok)
    return {
      ok: false,
      problems: [problem("build-failed", `AssemblyScript's compiler gave nothing: ${result.reason}`)],
      inputs: [file],
    };
  const { code, sourceMap, problems, inputs } = result.output;
  const said = problems.map((each) => problemOf(each, project));
  if (code === null) return { ok: false, problems: said.filter((_, at) => problems[at]?.isError), inputs };
  const warnings = said.map((each) => ({ ...each, code: "suspicious-code" as const }));
  return moduleCompilation({ code, sourceMap, debugInfo: null, entry, warnings, inputs });
}

/** TypeScript's own numbers: 1000 to 1999 are its parser's, and these are of imports. */
const NOT_FOUND = /^TS(?:2307|6054):/;

function problemOf({ message, place }: AssemblyScriptProblem, folder: string): BuildProblem {
  if (place === null) return problem("build-failed", message);
  const { file, line, column, lineText } = place;
  // A file of the compiler's own library is none of the user's.
  if (file.startsWith("~lib/")) return problem(codeOf(message), `${message} (in ${file}:${line}:${column})`);
  return problem(codeOf(message), message, { file: resolve(folder, file), line, column, lineText });
}

function codeOf(message: string): BuildFailureCode {
  if (NOT_FOUND.test(message)) return "unresolved-import";
  return /^TS1\d{3}:/.test(message) ? "syntax" : "compile-error";
}
