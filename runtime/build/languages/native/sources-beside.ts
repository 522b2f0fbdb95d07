import { readdirSync } from "node:fs";
import { join } from "node:path";

/** A function's files of these endings, for a compiler that does not list what it read: those in its own folder. */
export function sourcesBeside(folder: string, endings: readonly string[]): readonly string[] {
  return readdirSync(folder)
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => join(folder, name));
}
