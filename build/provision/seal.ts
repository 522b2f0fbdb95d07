import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

const SEAL = "sealed.json";

/** Of each file, by its path in the folder. */
interface SealedFile {
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly sha256: string;
}

type Seal = Readonly<Record<string, SealedFile>>;

/** Writes down what is in the folder, as its last file. */
export async function seal(folder: string, signal: AbortSignal): Promise<void> {
  const files: Record<string, SealedFile> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(path);
    files[path.slice(folder.length + 1)] = { bytes: size, modifiedMs: mtimeMs, sha256: await sha256Of(path, signal) };
  }
  await writeFile(join(folder, SEAL), JSON.stringify(files, null, 1));
}

/**
 * Whether the folder is there and each file as it was sealed. A file whose size and time are the same is not read again:
 * hundreds of megabytes at each start would cost more than the start.
 */
export async function isIntact(folder: string): Promise<boolean> {
  const files = await readSeal(folder);
  if (files === null) return false;
  const checks = Object.entries(files).map(([path, file]) => isSame(join(folder, path), file));
  return (await Promise.all(checks)).every(Boolean);
}

async function readSeal(folder: string): Promise<Seal | null> {
  try {
    return JSON.parse(await readFile(join(folder, SEAL), "utf8")) as Seal;
  } catch {
    return null;
  }
}

async function isSame(path: string, file: SealedFile): Promise<boolean> {
  try {
    const { size, mtimeMs } = await stat(path);
    if (size !== file.bytes) return false;
    return mtimeMs === file.modifiedMs || (await sha256Of(path)) === file.sha256;
  } catch {
    return false;
  }
}

/** SHA-256 of a file, in hexadecimal. */
async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash, { ...(signal !== undefined && { signal }) });
  return hash.digest("hex");
}
