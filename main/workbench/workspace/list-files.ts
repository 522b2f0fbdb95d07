import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import type { FileEntry } from "../../../preload/contract";
import { unreadable, windowPath } from "./paths";

/** A folder with more than this is not one of functions: a list of it helps nobody, and watching it holds the program up. */
export const MOST_ENTRIES = 10_000;

/**
 * Files and folders without node_modules, hidden ones and links that lead out, folder by folder, each sorted. What is nearer to the
 * top comes first, so that of a folder with more than `most` entries the deepest are left out.
 * @throws {WorkbenchError} `unreadable`
 */
export async function listFiles(root: string, most = MOST_ENTRIES): Promise<readonly FileEntry[]> {
  const entries: FileEntry[] = [];
  const folders = [root];
  // The list grows while it is walked.
  for (const folder of folders) {
    for (const entry of await entriesOf(folder, root)) {
      const absolute = join(folder, entry.name);
      const kind = await kindOf(entry, absolute, root);
      if (kind === null) continue;
      if (entries.length >= most) return entries;
      entries.push({ path: windowPath(root, absolute), kind });
      if (kind === "folder") folders.push(absolute);
    }
  }
  return entries;
}

async function entriesOf(folder: string, root: string): Promise<readonly Dirent[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found
      .filter(({ name }) => !name.startsWith(".") && name !== "node_modules")
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    // One that can't be looked into is there all the same, and seems empty; only the open folder itself must be readable.
    if (folder === root) throw unreadable(folder, error);
    return [];
  }
}

/** Null for what is neither: a pipe can't be edited, and a linked folder may lead back to itself. */
async function kindOf(entry: Dirent, absolute: string, root: string): Promise<FileEntry["kind"] | null> {
  if (entry.isDirectory()) return "folder";
  if (entry.isFile()) return "file";
  return entry.isSymbolicLink() && (await isOwnFile(absolute, root)) ? "file" : null;
}

/** Whether a link leads to a file of this folder. */
async function isOwnFile(absolute: string, root: string): Promise<boolean> {
  try {
    const real = await realpath(absolute);
    return real.startsWith(root + sep) && (await stat(real)).isFile();
  } catch {
    return false;
  }
}
