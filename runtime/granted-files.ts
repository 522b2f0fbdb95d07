import { readFile } from "node:fs/promises";
import type { GrantedFile } from "./model";

export const NO_FILES: Readonly<Record<string, Uint8Array>> = {};

/**
 * The contents of granted files, by their names in the program's file system. A file that can't be read is left out: the program finds
 * none there, as it would elsewhere.
 */
export async function readGrantedFiles(files: readonly GrantedFile[]): Promise<Readonly<Record<string, Uint8Array>>> {
  const contents = await Promise.all(files.map(async ({ name, path }) => [name, await readOrNull(path)] as const));
  return Object.fromEntries(contents.filter((entry): entry is [string, Uint8Array] => entry[1] !== null));
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch {
    return null;
  }
}
