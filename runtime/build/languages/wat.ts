import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { BuildProblem } from "../../model";
import { problem } from "../problem";
import type { ResolvedEntry } from "../resolve-entry";
import { moduleCompilation } from "../module-compilation";
import type { CompilerThreads } from "./compiler-threads";
import type { Compilation, Language, UnsavedTexts } from "./language";
import { problemsOf } from "./language";
import type { WatProblem } from "./wat/compile";

/** WebAssembly's text format, assembled by wabt. */
export const wat: Language = {
  id: "wat",
  entryNames: ["index.wat"],
  takes: (file) => file.endsWith(".wat"),
  check: async (entry, unsaved, threads) => problemsOf(await compile(entry, threads, unsaved)),
  open: (threads) => ({ compile: (entry) => compile(entry, threads), close: () => Promise.resolve() }),
};

async function compile(
  { file }: ResolvedEntry,
  threads: CompilerThreads,
  unsaved?: UnsavedTexts,
): Promise<Compilation> {
  const inputs = [file];
  const fileName = basename(file);
  const text = unsaved?.get(file) ?? (await readFile(file, "utf8"));
  const result = await threads.run("wat", { fileName, text });
  if (!result.ok)
    return { ok: false, problems: [problem("build-failed", `The assembler gave nothing: ${result.reason}`)], inputs };
  const { code, sourceMap, problems } = result.output;
  if (code === null) return { ok: false, problems: problems.map((each) => problemOf(each, file, text)), inputs };
  return moduleCompilation({ code, sourceMap, debugInfo: null, entry: fileName, warnings: [], inputs });
}

function problemOf({ message, line, column }: WatProblem, file: string, text: string): BuildProblem {
  const lineText = (text.split("\n")[line - 1] ?? "").replace(/\r$/, "");
  return problem("syntax", message, { file, line, column, lineText });
}
