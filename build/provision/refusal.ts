import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "./cache.ts";

/** A network that refuses downloads may do so by silence, and each start would wait for it: it is asked again after a day. */
const ASK_AGAIN_MS = 24 * 60 * 60 * 1000;

export async function rememberRefusal(version: string): Promise<void> {
  try {
    await mkdir(cacheFolder(), { recursive: true });
    await writeFile(fileOf(version), "");
  } catch {
    // Then the next start asks again; whoever needs the folder says what is wrong with it.
  }
}

export async function wasRefusedLately(version: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(fileOf(version))).mtimeMs < ASK_AGAIN_MS;
  } catch {
    return false;
  }
}

function fileOf(version: string): string {
  return join(cacheFolder(), `electron-${version}-refused`);
}
