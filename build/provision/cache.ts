import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import envPaths from "env-paths";
import { ProvisionError } from "./provision-error.ts";
import { isIntact, seal } from "./seal.ts";
import type { Work } from "./work.ts";

/** Where provisioned things are kept: the user's cache folder, so that every checkout shares them. */
export function cacheFolder(): string {
  return envPaths("coldframe", { suffix: "" }).cache;
}

/**
 * The folder `name` of the cache, made by `make` where it is not there or not what was made. It appears at once, whole and
 * sealed: a killed process leaves only a temporary folder, and of two that make the same the second takes the first's.
 */
export async function cached(name: string, work: Work, make: (folder: string) => Promise<void>): Promise<string> {
  const root = cacheFolder();
  const folder = join(root, name);
  if (await isIntact(folder)) return folder;
  try {
    return await made(root, folder, work, make);
  } catch (error) {
    work.signal.throwIfAborted();
    throw asUnwritable(error, root);
  }
}

async function made(
  root: string,
  folder: string,
  work: Work,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  await mkdir(root, { recursive: true });
  await sweep(root);
  const temporary = join(root, `.${basename(folder)}.${process.pid}`);
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary);
    await make(temporary);
    work.signal.throwIfAborted();
    await seal(temporary, work.signal);
    await take(temporary, folder);
    return folder;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** A full disk and a folder that may not be written are the user's to mend; what is no system's error stays what it is. */
function asUnwritable(error: unknown, root: string): unknown {
  if (!(error instanceof Error && "code" in error && "syscall" in error)) return error;
  const advice = "see to its space and permissions, or name another with XDG_CACHE_HOME";
  return new ProvisionError(`the cache folder ${root} can't be used (${String(error.code)}): ${advice}`);
}

async function take(temporary: string, folder: string): Promise<void> {
  if (await isIntact(folder)) return;
  // What is there is damaged. It is moved away first: a folder can't be replaced in one step.
  const damaged = `${temporary}.damaged`;
  await rename(folder, damaged).catch(ignoreMissing);
  try {
    await rename(temporary, folder);
  } catch (error) {
    if (!(await isIntact(folder))) throw error;
  } finally {
    await rm(damaged, { recursive: true, force: true });
  }
}

/** Removes what processes left that were killed. */
async function sweep(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    const owner = /^\..+\.(\d+)(?:\.damaged)?$/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) await rm(join(root, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
}
