import { assemblyScript } from "./assemblyscript";
import { javaScript } from "./javascript";
import type { Language } from "./language";
import { NATIVE } from "./native";
import { wasm } from "./wasm";
import { wat } from "./wat";

const COMPILED: readonly Language[] = [javaScript, assemblyScript, wat, ...NATIVE, wasm];

/** The language of a file that can be an entry, or null. */
export function languageOf(file: string): Language | null {
  return COMPILED.find(({ takes }) => takes(file)) ?? null;
}

/** Names of a folder's entry file, in the order in which they are looked for. */
export const ENTRY_NAMES: readonly string[] = COMPILED.flatMap(({ entryNames }) => entryNames);
