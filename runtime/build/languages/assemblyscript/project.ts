import { readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { parse } from "jsonc-parser";

/** AssemblyScript's own settings file, which `asinit` writes: what has one is an AssemblyScript project. */
export const SETTINGS = "asconfig.json";

/** Where `asinit` puts the entry, and where it is when the settings name none. */
const USUAL_ENTRY = "assembly/index.ts";

/**
 * The folder of the AssemblyScript project that a `.ts` file is a source of, or null. The nearest `asconfig.json` above the file
 * decides, by the entries that it names (or the usual one): sources are in an entry's folder or below it. TypeScript that
 * stands beside them, for the browser or for tests, is no source of it.
 */
export function projectOf(file: string): string | null {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const entries = entriesIn(folder);
    if (entries !== null) {
      const isSource = entries.some((entry) =>
        `${dirname(file)}${sep}`.startsWith(`${dirname(join(folder, entry))}${sep}`),
      );
      return isSource ? folder : null;
    }
    if (folder === dirname(folder)) return null;
  }
}

/** The entries that a folder's settings name; null where there are no settings. */
function entriesIn(folder: string): readonly string[] | null {
  let text: string;
  try {
    text = readFileSync(join(folder, SETTINGS), "utf8");
  } catch {
    return null;
  }
  return entriesOf(parse(text));
}

/** The entries, best first, as parsed settings name them. */
export function entriesOf(settings: unknown): readonly string[] {
  const entries: unknown = (settings as { entries?: unknown } | null | undefined)?.entries;
  const named = Array.isArray(entries) ? entries.filter((entry): entry is string => typeof entry === "string") : [];
  return named.length > 0 ? named : [USUAL_ENTRY];
}
