import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { problem } from "../problem";
import { hasDebugSections } from "../../wasm";
import type { ResolvedEntry } from "../resolve-entry";
import { MAX_MODULE_BYTES, moduleCompilation } from "../module-compilation";
import type { Compilation, Language } from "./language";

/** A module that somebody else compiled. */
export const wasm: Language = {
  id: "wasm",
  entryNames: ["index.wasm"],
  takes: (file) => file.endsWith(".wasm"),
  open: () => ({ compile, close: () => Promise.resolve() }),
};

async function compile({ file, folder }: ResolvedEntry): Promise<Compilation> {
  const inputs = [file];
  const fileName = basename(file);
  const { size } = await stat(file);
  if (size > MAX_MODULE_BYTES) {
    const message = `${fileName} has ${size} bytes, more than the ${MAX_MODULE_BYTES} that a function may have`;
    return { ok: false, problems: [problem("refused-module", message)], inputs };
  }
  const code = await readFile(file);
  // What is in the file is what is deployed: debug sections of its own stay in it.
  const debugInfo = hasDebugSections(code) ? { sections: code, folder } : null;
  return moduleCompilation({ code, sourceMap: null, debugInfo, entry: fileName, warnings: [], inputs });
}
