import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { FunctionInfo } from "../../../preload/contract";
import { listFunctions } from "../gateway/functions";
import { unreadable, windowPath } from "./paths";

/**
 * The functions of the open folder, as `serve` finds them: the folder itself where it has an entry, otherwise its files and
 * folders that are functions. @throws {WorkbenchError} `unreadable`
 */
export async function findFunctions(root: string): Promise<readonly FunctionInfo[]> {
  const { hasEntry } = await import("../../../runtime");
  if (hasEntry(root)) return [await describe(root, root, basename(root))];
  try {
    const listed = await listFunctions(root, hasEntry);
    return await Promise.all(listed.map(({ name, entry }) => describe(root, entry, name)));
  } catch (error) {
    throw unreadable(root, error);
  }
}

/** `place`: the absolute path of a function's file or folder. */
async function describe(root: string, place: string, name: string): Promise<FunctionInfo> {
  const { resolveEntry, localHost } = await import("../../../runtime");
  const { result } = resolveEntry(place);
  // One whose entry can't be read is a function all the same: building it says what is wrong.
  const entry = result.ok ? result.value.entry : place;
  return {
    name,
    path: place === root ? "." : windowPath(root, place),
    entryFile: entry === root ? "." : windowPath(root, entry),
    url: `http://${localHost(result.ok ? result.value.name : name)}/`,
    takesEvents: takesEvents(await readFile(entry, "utf8").catch(() => "")),
  };
}

const EXPORTS_HANDLER =
  /\bexport\s+(?:declare\s+)?(?:async\s+)?(?:function\s*\*?|const|let|var)\s+handler\b|\bexport\s*\{[^}]*\bhandler\b[^}]*\}|\bexports\.handler\s*=/;
const EXPORTS_DEFAULT = /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/;

/** A guess from the source: an export named `handler`, and no default one, which would be asked first. */
export function takesEvents(source: string): boolean {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
  return EXPORTS_HANDLER.test(code) && !EXPORTS_DEFAULT.test(code);
}
