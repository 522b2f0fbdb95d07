import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, link, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, sep } from "node:path";
import type { FileContent, FileEntry } from "../../../preload/contract";
import { isSystemError, writeBeside, writeFileAtomic } from "../json-file";
import { Serial } from "../serial";
import { WorkbenchError } from "../workbench-error";
import { listFiles } from "./list-files";
import type { Place } from "./paths";
import { notFound, placeIn, unreadable, unwritable } from "./paths";

/** Longer files are not for an editor of functions. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024;
const NEW_FILE_MODE = 0o644;
const PERMISSIONS = 0o777;

/** Moves a file or folder, by its absolute path, to where it can be brought back from. */
export type Trash = (absolute: string) => Promise<void>;

/** The files of the open folder. Every path is relative to it, and is checked not to lead out of it. */
export class WorkspaceFiles {
  readonly #root: string;
  readonly #trash: Trash;
  readonly #changes = new Serial();

  /** `root`: the folder with symbolic links resolved. */
  constructor(root: string, trash: Trash) {
    this.#root = root;
    this.#trash = trash;
  }

  list(): Promise<readonly FileEntry[]> {
    return listFiles(this.#root);
  }

  /** @throws {WorkbenchError} `not-found`, `not-text`, `unreadable`, `outside-workspace` */
  async read(path: string): Promise<FileContent> {
    const place = await this.#place(path, true);
    if (!place.exists) throw notFound(path);
    return contentOf(place.path, await this.#bytes(place));
  }

  /**
   * Replaces or makes a file in one step. `basedOn`: the hash of what was read; null for a file that must not exist yet.
   * @throws {WorkbenchError} `conflict` where the file on disk is another by now; `already-exists`; then nothing was written
   */
  write(request: {
    readonly path: string;
    readonly text: string;
    readonly basedOn: string | null;
  }): Promise<FileContent> {
    return this.#changes.run(() => this.#write(request));
  }

  createFolder(path: string): Promise<null> {
    return this.#change(path, async () => {
      const place = await this.#place(path, false);
      if (place.exists) throw alreadyExists(path);
      await mkdir(place.absolute, { recursive: true });
    });
  }

  /** @throws {WorkbenchError} `already-exists`: nothing is overwritten */
  rename({ from, to }: { readonly from: string; readonly to: string }): Promise<null> {
    return this.#change(to, async () => {
      const [source, target] = await Promise.all([this.#place(from, false), this.#place(to, false)]);
      if (!source.exists) throw notFound(from);
      if (target.absolute === source.absolute) return;
      if (target.absolute.startsWith(source.absolute + sep)) {
        throw new WorkbenchError("invalid-name", `${from} can't be moved into itself: choose another folder`);
      }
      if (target.exists && !(await isSameFile(source, target))) throw alreadyExists(to);
      await mkdir(dirname(target.absolute), { recursive: true });
      await rename(source.absolute, target.absolute);
    });
  }

  delete(path: string): Promise<null> {
    return this.#change(path, async () => {
      const place = await this.#place(path, false);
      if (!place.exists) throw notFound(path);
      await this.#trash(place.absolute);
    });
  }

  /** Resolves when every change that was begun is on disk. */
  settled(): Promise<void> {
    return this.#changes.settled();
  }

  #place(path: string, follow: boolean): Promise<Place> {
    return placeIn(this.#root, path, { follow });
  }

  #change(path: string, work: () => Promise<void>): Promise<null> {
    return this.#changes.run(async () => {
      try {
        await work();
        return null;
      } catch (error) {
        throw error instanceof WorkbenchError ? error : unwritable(path, error);
      }
    });
  }

  async #write({ path, text, basedOn }: { path: string; text: string; basedOn: string | null }): Promise<FileContent> {
    const place = await this.#place(path, true);
    const bytes = Buffer.from(text, "utf8");
    if (bytes.length > MAX_FILE_BYTES) throw tooLarge(path);
    if (basedOn === null && place.exists) throw alreadyExists(path);
    if (basedOn !== null) await this.#refuseConflict(place, bytes, basedOn);
    try {
      await mkdir(dirname(place.absolute), { recursive: true });
      if (basedOn === null) await createExclusively(place.absolute, bytes);
      else await writeFileAtomic(place.absolute, bytes, (await stat(place.absolute)).mode & PERMISSIONS);
    } catch (error) {
      throw isSystemError(error, "EEXIST") ? alreadyExists(path) : unwritable(path, error);
    }
    return { path: place.path, text, hash: hashOf(bytes) };
  }

  async #refuseConflict(place: Place, bytes: Buffer, basedOn: string): Promise<void> {
    if (!place.exists) {
      throw new WorkbenchError("conflict", `${place.path} was deleted on disk: save it as a new file, or close it`);
    }
    const saved = await this.#bytes(place);
    if (hashOf(saved) === basedOn || saved.equals(bytes)) return;
    throw new WorkbenchError(
      "conflict",
      `${place.path} was changed on disk since it was read: compare, then overwrite it or read it again`,
    );
  }

  async #bytes({ path, absolute }: Place): Promise<Buffer> {
    try {
      const stats = await stat(absolute);
      if (!stats.isFile()) throw new WorkbenchError("not-text", `${path} is not a file: choose one of the files in it`);
      if (stats.size > MAX_FILE_BYTES) throw tooLarge(path);
      return await readFile(absolute);
    } catch (error) {
      if (error instanceof WorkbenchError) throw error;
      throw isSystemError(error, "ENOENT") ? notFound(path) : unreadable(path, error);
    }
  }
}

/** SHA-256, hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function contentOf(path: string, bytes: Buffer): FileContent {
  try {
    // The byte order mark stays in the text: it is written back as it was.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes("\0")) return { path, text, hash: hashOf(bytes) };
  } catch {
    // Said below.
  }
  throw new WorkbenchError("not-text", `${path} is not UTF-8 text: open it with another program`);
}

/** In one step, and never over another file. */
async function createExclusively(absolute: string, bytes: Buffer): Promise<void> {
  const temporary = await writeBeside(absolute, bytes, NEW_FILE_MODE);
  try {
    await link(temporary, absolute).catch(async (error: unknown) => {
      if (isSystemError(error, "EEXIST")) throw error;
      // Not every file system has links.
      await copyFile(temporary, absolute, constants.COPYFILE_EXCL);
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A file system that ignores case finds the old name under the new one. */
async function isSameFile(a: Place, b: Place): Promise<boolean> {
  if (a.absolute.toLowerCase() !== b.absolute.toLowerCase()) return false;
  const [first, second] = await Promise.all([stat(a.absolute), stat(b.absolute)]);
  return first.ino === second.ino && first.dev === second.dev;
}

function alreadyExists(path: string): WorkbenchError {
  return new WorkbenchError("already-exists", `${path} is there already: choose another name`);
}

function tooLarge(path: string): WorkbenchError {
  const limit = `${MAX_FILE_BYTES / 1024 / 1024} MiB`;
  return new WorkbenchError("not-text", `${path} is larger than ${limit}: open it with another program`);
}
