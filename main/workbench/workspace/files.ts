import { createHash, randomUUID } from "node:crypto";
import { access, link, mkdir, open, readdir, readFile, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { WorkbenchError } from "../workbench-error";
import { fileError } from "./file-errors";
import { nameInside, pathInside } from "./inside";

export interface FileEntry {
  readonly path: string;
  readonly kind: "file" | "folder";
}

export interface FileContent {
  readonly path: string;
  readonly text: string;
  /** SHA-256 of the bytes, hexadecimal. */
  readonly hash: string;
}

/** Larger files make an editor slow, and no function is written in one. */
const MOST_BYTES = 8 * 1024 * 1024;
/** Enough for any folder of functions; more is a folder that was opened by mistake. */
const MOST_ENTRIES = 20_000;
const LEFT_OUT = new Set(["node_modules"]);

/** Whether the window leaves a name out: hidden ones, and packages. */
export function isLeftOut(name: string): boolean {
  return name.startsWith(".") || LEFT_OUT.has(name);
}

/** The files and folders of a folder, sorted; a folder before what is in it. */
export async function listFiles(folder: string): Promise<readonly FileEntry[]> {
  const found: FileEntry[] = [];
  async function walk(path: string): Promise<void> {
    const entries = await readdir(path, { withFileTypes: true });
    entries.sort((a, b) => Number(b.isDirectory()) - Number(a.isDirectory()) || (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (isLeftOut(entry.name) || found.length >= MOST_ENTRIES) continue;
      const absolute = join(path, entry.name);
      if (entry.isDirectory()) {
        found.push({ path: nameInside(folder, absolute), kind: "folder" });
        // A folder that can't be read is shown, and is empty.
        await walk(absolute).catch(() => undefined);
      } else if (entry.isFile()) found.push({ path: nameInside(folder, absolute), kind: "file" });
    }
  }
  try {
    await walk(folder);
  } catch (error) {
    throw fileError(error, "list", folder);
  }
  return found;
}

export async function readTextFile(folder: string, path: string): Promise<FileContent> {
  const file = await pathInside(folder, path);
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw new WorkbenchError("not-text", `${path} is too large for the editor (${size} bytes)`);
    const bytes = await readFile(file);
    return { path, text: decode(bytes, path), hash: hashOf(bytes) };
  } catch (error) {
    throw fileError(error, "read", path);
  }
}

/**
 * Writes a file in one step: a killed process leaves the old one. `basedOn` is the hash that was read: a file that has changed
 * since is not overwritten; null: it must not be there yet.
 */
export async function writeTextFile(
  folder: string,
  request: { readonly path: string; readonly text: string; readonly basedOn: string | null },
): Promise<FileContent> {
  const { path, text, basedOn } = request;
  const file = await pathInside(folder, path);
  const bytes = Buffer.from(text);
  const temporary = join(dirname(file), `.${randomUUID()}.coldframe`);
  try {
    await checkUnchanged(file, path, basedOn);
    await mkdir(dirname(file), { recursive: true });
    const mode = basedOn === null ? 0o666 : (await stat(file)).mode;
    const handle = await open(temporary, "wx", mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link fails where another process made the file meanwhile; a rename would overwrite it.
    if (basedOn === null) await link(temporary, file);
    else await rename(temporary, file);
    return { path, text, hash: hashOf(bytes) };
  } catch (error) {
    throw fileError(error, "save", path);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

export async function makeFolder(folder: string, path: string): Promise<void> {
  const absolute = await pathInside(folder, path);
  try {
    if (await exists(absolute)) throw taken(path);
    await mkdir(absolute, { recursive: true });
  } catch (error) {
    throw fileError(error, "make", path);
  }
}

export async function renameFile(folder: string, from: string, to: string): Promise<void> {
  const source = await pathInside(folder, from);
  const target = await pathInside(folder, to);
  try {
    if (source !== target && (await exists(target))) throw taken(to);
    await mkdir(dirname(target), { recursive: true });
    await rename(source, target);
  } catch (error) {
    throw fileError(error, "rename", from);
  }
}

/** `trash` moves to the system's bin, so that it can be undone. */
export async function deleteFile(
  folder: string,
  path: string,
  trash: (absolute: string) => Promise<void>,
): Promise<void> {
  const absolute = await pathInside(folder, path);
  if (absolute === folder) throw new WorkbenchError("invalid-name", "The open folder itself can't be deleted here");
  try {
    await stat(absolute);
    await trash(absolute);
  } catch (error) {
    throw fileError(error, "delete", path);
  }
}

async function checkUnchanged(file: string, path: string, basedOn: string | null): Promise<void> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  });
  if (basedOn === null) {
    if (bytes !== null) throw taken(path);
  } else if (bytes === null) {
    throw new WorkbenchError("conflict", `${path} was deleted on disk: save it as a new file, or close it`);
  } else if (hashOf(bytes) !== basedOn) {
    throw new WorkbenchError("conflict", `${path} was changed on disk: compare, then reload it or overwrite it`);
  }
}

function taken(path: string): WorkbenchError {
  return new WorkbenchError("already-exists", `${path} is there already: choose another name`);
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new WorkbenchError("not-text", `${path} is not UTF-8 text: the editor would damage it`);
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
