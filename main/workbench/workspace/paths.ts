import { lstat, realpath } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { isSystemError } from "../json-file";
import { WorkbenchError } from "../workbench-error";

/** A file or folder of the open folder. */
export interface Place {
  /** Relative, with `/`. */
  readonly path: string;
  /** Absolute. */
  readonly absolute: string;
  readonly exists: boolean;
}

/**
 * Finds a path of the open folder, which need not exist yet. `root` is the folder with symbolic links resolved.
 * `follow`: a link stands for what it leads to, otherwise for itself.
 * @throws {WorkbenchError} `outside-workspace`, also where a link on the way leads out; `invalid-name`
 */
export async function placeIn(root: string, path: string, { follow }: { readonly follow: boolean }): Promise<Place> {
  const parts = partsOf(path);
  const named = join(root, ...parts);
  const exists = await isThere(named);
  // What is not there can't lead anywhere, but the folders above it can.
  let known = exists && follow ? named : dirname(named);
  while (!(await isThere(known)) && known !== root) known = dirname(known);
  const real = await resolved(known, path);
  if (real !== root && !real.startsWith(root + sep)) throw outside(path);
  return { path: parts.join("/"), absolute: join(real, relative(known, named)), exists };
}

/** The parts of a path as the window names it. @throws {WorkbenchError} `outside-workspace`, `invalid-name` */
function partsOf(path: string): readonly string[] {
  const parts = path.split("/");
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.startsWith("\\\\") || parts.includes("..")) {
    throw outside(path);
  }
  if (sep === "\\" && path.split("\\").includes("..")) throw outside(path);
  const bad = parts.find(
    (part) => part === "" || part === "." || part.includes("\0") || (sep === "\\" && /[\\:*?"<>|]/.test(part)),
  );
  if (bad !== undefined) {
    throw new WorkbenchError("invalid-name", `"${path}" can't be the name of a file: give one without empty parts`);
  }
  return parts;
}

/** An absolute path below `root` as the window names it. */
export function windowPath(root: string, absolute: string): string {
  return relative(root, absolute).split(sep).join("/");
}

async function isThere(absolute: string): Promise<boolean> {
  try {
    await lstat(absolute);
    return true;
  } catch (error) {
    if (isSystemError(error, "ENOENT") || isSystemError(error, "ENOTDIR")) return false;
    throw unreadable(absolute, error);
  }
}

async function resolved(absolute: string, path: string): Promise<string> {
  try {
    return await realpath(absolute);
  } catch (error) {
    if (isSystemError(error, "ENOENT")) {
      throw new WorkbenchError(
        "not-found",
        `${path} leads to a file that is not there any more: remove the link`,
        error,
      );
    }
    throw unreadable(path, error);
  }
}

function outside(path: string): WorkbenchError {
  return new WorkbenchError("outside-workspace", `${path} leads out of the open folder: open the folder it is in`);
}

export function unreadable(path: string, error: unknown): WorkbenchError {
  return new WorkbenchError("unreadable", `${path} can't be read (${reasonOf(error)}): check its permissions`, error);
}

export function unwritable(path: string, error: unknown): WorkbenchError {
  return new WorkbenchError(
    "unwritable",
    `${path} can't be written (${reasonOf(error)}): check its permissions and the space that is left`,
    error,
  );
}

export function notFound(path: string): WorkbenchError {
  return new WorkbenchError("not-found", `${path} is not there: it may have been moved or deleted`);
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
