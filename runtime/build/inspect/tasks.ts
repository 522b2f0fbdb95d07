import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import wabt from "wabt";
import type { ModuleReport } from "../../model";
import { ModuleRefused, readModule } from "../../wasm";
import { MAX_MODULE_BYTES } from "../module-compilation";
import { FEATURES } from "../languages/wat/compile";
import { importedFunctions, inspectModule } from "./inspect-module";
import { withOneFunction } from "./one-function";

/** What a module's thread answers: what was asked for, or why there is nothing of the kind. */
export type Inspected<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

/** More text than anyone reads of one function. */
const MOST_CHARACTERS = 400_000;

export async function inspectFile(file: string): Promise<Inspected<ModuleReport>> {
  return await reading(file, (bytes) => Promise.resolve(inspectModule(bytes, dirname(file))));
}

export interface FunctionPlace {
  readonly file: string;
  /** Among all functions, imported ones first. */
  readonly index: number;
}

/** One function in the text format. */
export async function disassemble({ file, index }: FunctionPlace): Promise<Inspected<string>> {
  return await reading(file, async (bytes) => {
    const module = readModule(bytes);
    const at = index - importedFunctions(module);
    if (at < 0 || index >= module.functions.length)
      throw new ModuleRefused(`the module has no function ${index} with code of its own`);
    const text = functionText(await textOf(withOneFunction(module, at)), at);
    return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n;; and so on` : text;
  });
}

async function reading<T>(file: string, read: (bytes: Uint8Array) => Promise<T>): Promise<Inspected<T>> {
  try {
    const { size } = await stat(file);
    if (size > MAX_MODULE_BYTES)
      throw new ModuleRefused(`the module has ${size} bytes: ${MAX_MODULE_BYTES} are the most that are read`);
    return { ok: true, value: await read(new Uint8Array(await readFile(file))) };
  } catch (error) {
    if (!(error instanceof ModuleRefused)) throw error;
    return { ok: false, message: error.message };
  }
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const disassembler = await wabt();
  try {
    return readText(disassembler, bytes, true);
  } catch {
    // A name section that is malformed is no reason to show nothing.
    try {
      return readText(disassembler, bytes, false);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new ModuleRefused(`its code can't be read: ${message.trim().replace(/\s*\n\s*/g, " ")}`);
    }
  }
}

function readText(tool: Awaited<ReturnType<typeof wabt>>, bytes: Uint8Array, readDebugNames: boolean): string {
  const module = tool.readWasm(bytes, { ...FEATURES, readDebugNames, check: false });
  try {
    if (readDebugNames) module.applyNames();
    return module.toText({ foldExprs: false, inlineExport: false });
  } finally {
    module.destroy();
  }
}

/** The function at that place among those of a module's text. Fields are indented by two, and what is in them by more. */
function functionText(text: string, at: number): string {
  let start = -1;
  for (let found = -1; found < at; found += 1) {
    start = text.indexOf("\n  (func ", start + 1);
    if (start < 0) throw new ModuleRefused("the function is not in the module's text");
  }
  const next = text.indexOf("\n  (", start + 1);
  const field = text.slice(start + 1, next < 0 ? text.lastIndexOf(")") : next);
  return field.replace(/^ {2}/gm, "").trimEnd();
}
