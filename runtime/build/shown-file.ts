import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";

/**
 * A path as stacks have it: relative to the function's folder where it is in it. A relative one that leads to no file is of a library that
 * somebody else compiled, and has a `~` before it, as AssemblyScript's library has.
 */
export function shownFile(path: string, folder: string): string {
  const shown = oneLine(path);
  if (isOwnFile(shown)) return existsSync(resolve(folder, shown)) ? shown : `~${shown}`;
  const inFolder = relative(folder, shown);
  const isInside = inFolder !== "" && !inFolder.startsWith("..") && resolve(folder, inFolder) === resolve(shown);
  return isInside && !shown.startsWith("~") ? inFolder.split(sep).join("/") : shown;
}

/** Names and paths in debug info are whatever bytes the module holds. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, "\ufffd");
}

/** Whether a path as it is shown is of the function's own files: not of a library, and of none of its packages. */
export function isOwnFile(file: string): boolean {
  return !/^(?:[/\\~]|[A-Za-z]:)|(?:^|\/)node_modules\//.test(file);
}
