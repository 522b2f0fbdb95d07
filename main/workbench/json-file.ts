import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";

/**
 * The content of one of Coldframe's own files; null where there is none. One that is damaged is put aside as `….damaged`, so that
 * its user can look at it, and counts as none.
 */
export async function readJsonFile<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT") || isSystemError(error, "ENOTDIR")) return null;
    throw error;
  }
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  await rename(file, `${file}.damaged`);
  return null;
}

/** Only its owner may read it. */
export async function writeJsonFile(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify(value, null, 2)}\n`, 0o600);
}

/** Replaces a file in one step: a killed process or a full disk leaves the old one. `mode` is kept as given. */
export async function writeFileAtomic(file: string, content: string | Uint8Array, mode: number): Promise<void> {
  const temporary = await writeBeside(file, content, mode);
  try {
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes a file of another name into the same folder; resolves with its path. */
export async function writeBeside(file: string, content: string | Uint8Array, mode: number): Promise<string> {
  const temporary = temporaryName(file);
  const handle = await open(temporary, "wx", mode);
  try {
    await handle.writeFile(content);
    await handle.sync();
    await handle.close();
    // The process's own mask may have taken bits away.
    await chmod(temporary, mode);
    return temporary;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A name in the same folder, which lists and watchers leave out. */
export function temporaryName(file: string): string {
  return `${dirname(file)}/.coldframe-${randomBytes(8).toString("hex")}.tmp`;
}

export const TEMPORARY_NAME = /^\.coldframe-[0-9a-f]{16}\.tmp$/;

export function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
