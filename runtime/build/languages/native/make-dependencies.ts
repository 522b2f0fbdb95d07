import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The files that a compiler listed in make's form: `output: a b\ c \`. Empty where it listed none. */
export function readDependencies(file: string, folder: string): readonly string[] {
  const text = readText(file);
  const found = new Set<string>();
  for (const line of text.replaceAll(/\\\r?\n/g, " ").split("\n")) {
    const colon = line.search(/:(\s|$)/);
    if (colon < 0) continue;
    for (const word of line.slice(colon + 1).match(/(?:\\.|[^\s\\])+/g) ?? [])
      found.add(resolve(folder, word.replaceAll(/\\(.)/g, "$1")));
  }
  return [...found];
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
