import { basename } from "node:path";
import type { FunctionInfo, TakenEvents } from "../../../preload/contract";
import { listFunctions } from "../gateway/functions";
import { MAX_FILE_BYTES } from "./files";
import { unreadable, windowPath } from "./paths";
import { readText } from "./read-text";

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
  const language = result.ok ? result.value.language.id : null;
  return {
    name,
    path: place === root ? "." : windowPath(root, place),
    entryFile: entry === root ? "." : windowPath(root, entry),
    url: `http://${localHost(result.ok ? result.value.name : name)}/`,
    takesEvents: language === "javascript" ? takenEvents((await readText(entry, MAX_FILE_BYTES)) ?? "") : null,
    language,
  };
}

const DECLARES_HANDLER =
  /\bexport\s+(?:declare\s+)?(?:async\s+)?(?:function\s*\*?|const|let|var)\s+handler\b|\bexports\.handler\s*=/;
/** As the runtime asks for it: see `handler-shape.guest`. */
const IS_FOR_CLOUDFRONT = /\bevent\s*:\s*["']cloudfront["']/;
const DECLARES_DEFAULT = /\bexport\s+default\b/;

/**
 * A guess from the source: an export named `handler`, and no default one, which would be asked first. It takes time in proportion
 * to the source, whatever is in it: nobody may stop the program by a file.
 */
export function takenEvents(source: string): TakenEvents | null {
  const code = withoutComments(source);
  const lists = [...code.matchAll(/\bexport\s*\{([^{}]*)\}/g)].map(([, names]) => names ?? "");
  const hasHandler = DECLARES_HANDLER.test(code) || lists.some((names) => /\bhandler\b/.test(names));
  const hasDefault = DECLARES_DEFAULT.test(code) || lists.some((names) => /\bas\s+default\b/.test(names));
  if (!hasHandler || hasDefault) return null;
  return IS_FOR_CLOUDFRONT.test(code) ? "cloudfront" : "api-gateway";
}

function withoutComments(source: string): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const start = source.indexOf("/*", at);
    const end = start < 0 ? -1 : source.indexOf("*/", start + 2);
    if (end < 0) break;
    kept.push(source.slice(at, start));
    at = end + 2;
  }
  kept.push(source.slice(at));
  return kept.join("").replace(/(^|\s)\/\/.*$/gm, "$1");
}
