import { readFile, stat } from "node:fs/promises";

/**
 * The text of a regular file of at most `mostBytes`. Null for anything else, and for what can't be read: a folder that came from
 * elsewhere may hold a pipe, which would never end, or a file that fills the memory.
 */
export async function readText(file: string, mostBytes: number): Promise<string | null> {
  try {
    const stats = await stat(file);
    return stats.isFile() && stats.size <= mostBytes ? await readFile(file, "utf8") : null;
  } catch {
    return null;
  }
}
