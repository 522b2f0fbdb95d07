import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { problem } from "../problem";
import type { ResolvedEntry } from "../resolve-entry";
import { moduleOutput } from "../wasm-module/module-output";
import { MalformedModule } from "../wasm-module/byte-reader";
import type { Compilation, Language } from "./language";

/** What is larger is no edge function: platforms take 100 MB at most, with everything in it. */
const MAX_BYTES = 100 * 1024 * 1024;

/** A module that somebody else compiled. */
export const wasm: Language = {
  id: "wasm",
  entryNames: ["index.wasm"],
  takes: (file) => file.endsWith(".wasm"),
  open: () => ({ compile, close: () => Promise.resolve() }),
};

async function compile({ file }: ResolvedEntry): Promise<Compilation> {
  const inputs = [file];
  const fileName = basename(file);
  const failed = (why: string): Compilation => ({
    ok: false,
    problems: [problem("build-failed", `${fileName} ${why}`)],
    inputs,
  });
  const { size } = await stat(file);
  if (size > MAX_BYTES) return failed(`has ${size} bytes, more than the ${MAX_BYTES} that a function may have`);
  try {
    return { ok: true, output: moduleOutput(await readFile(file), null, fileName), warnings: [], inputs };
  } catch (error) {
    if (!(error instanceof MalformedModule)) throw error;
    return failed(`is no module that can run: ${error.message}`);
  }
}
