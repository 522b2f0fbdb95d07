import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { builtinModules } from "node:module";
import { dirname, extname, join } from "node:path";
import { z } from "zod";
import { isFunctionFile } from "../../../runtime/model";
import { isSystemError } from "../json-file";
import { WorkbenchError } from "../workbench-error";
import { examplesFolder } from "./examples";
import { importedPackages } from "./imported-packages";
import { unwritable } from "./paths";

export interface NewFunction {
  /** The folder of Coldframe's own package: its examples, and the packages that they import. */
  readonly packageFolder: string;
  /** The open folder. */
  readonly root: string;
  readonly example: string;
  readonly name: string;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** Names that Windows keeps for itself, and those that would not be seen as a function. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|\.$|^node_modules$/i;
const MANIFEST = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).optional(),
});

/**
 * Copies an example into a folder of its own. The npm packages that it imports come along, from Coldframe's own, so that it builds
 * without a network. All or nothing: the folder takes its name when it is whole. Resolves with the function's absolute path.
 * @throws {WorkbenchError} `invalid-name`, `already-exists`, `not-found`, `unwritable`
 */
export async function createFunction({ packageFolder, root, example, name }: NewFunction): Promise<string> {
  if (!NAME.test(name) || RESERVED.test(name)) {
    throw new WorkbenchError("invalid-name", `"${name}" can't be a function's name: use letters, digits, - and _`);
  }
  const source = await exampleFolder(packageFolder, example);
  const target = join(root, name);
  await refuseExisting(root, name);
  const draft = join(root, `.coldframe-${randomBytes(8).toString("hex")}.tmp`);
  try {
    await copyTree(source, draft);
    await addPackages(packageFolder, draft, name);
    await rename(draft, target);
    return target;
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    if (isSystemError(error, "ENOTEMPTY") || isSystemError(error, "EEXIST")) throw exists(name);
    throw error instanceof WorkbenchError ? error : unwritable(target, error);
  }
}

async function exampleFolder(packageFolder: string, example: string): Promise<string> {
  const folder = examplesFolder(packageFolder);
  // One of the listed names, never a path.
  if ((await readdir(folder)).includes(example)) return join(folder, example);
  throw new WorkbenchError("not-found", `There is no example "${example}": choose one from the list`);
}

/** A file `name.ts` would be a function of the same name, and would hide the new one. */
async function refuseExisting(root: string, name: string): Promise<void> {
  const taken = await readdir(root).catch((error: unknown) => {
    throw unwritable(root, error);
  });
  const wanted = name.toLowerCase();
  const isTaken = (found: string): boolean =>
    found.toLowerCase() === wanted ||
    (isFunctionFile(found) && found.slice(0, -extname(found).length).toLowerCase() === wanted);
  if (taken.some(isTaken)) throw exists(name);
}

function exists(name: string): WorkbenchError {
  return new WorkbenchError("already-exists", `"${name}" is there already: choose another name`);
}

/** Reads and writes: a packaged program's files are inside an archive, which nothing else looks into. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && entry.name !== "node_modules") await copyTree(source, target);
    else if (entry.isFile()) await writeFile(target, await readFile(source));
  }
}

async function addPackages(packageFolder: string, folder: string, name: string): Promise<void> {
  const wanted = new Set<string>();
  for (const file of await readdir(folder)) {
    if (!/\.[cm]?[jt]sx?$/.test(file)) continue;
    for (const found of importedPackages(await readFile(join(folder, file), "utf8"))) {
      if (!builtinModules.includes(found)) wanted.add(found);
    }
  }
  if (wanted.size === 0) return;
  const dependencies: Record<string, string> = {};
  const copied = new Set<string>();
  for (const found of [...wanted].sort()) {
    dependencies[found] = await copyPackage(found, packageFolder, folder, copied);
  }
  const manifest = { name: name.toLowerCase(), private: true, type: "module", dependencies };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** With what it depends on, flat. Resolves with its version. */
async function copyPackage(name: string, from: string, folder: string, copied: Set<string>): Promise<string> {
  const source = await packageSource(name, from);
  const manifest = MANIFEST.parse(JSON.parse(await readFile(join(source, "package.json"), "utf8")));
  if (copied.has(name)) return manifest.version;
  copied.add(name);
  await copyTree(source, join(folder, "node_modules", name));
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    await copyPackage(dependency, source, folder, copied);
  }
  return manifest.version;
}

/** The nearest folder of that package, as Node looks for it. */
async function packageSource(name: string, from: string): Promise<string> {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, "node_modules", name);
    const stats = await stat(join(found, "package.json")).catch(() => null);
    if (stats !== null) return found;
    if (dirname(folder) === folder) {
      throw new WorkbenchError(
        "not-found",
        `The package ${name}, which this example imports, is not installed with Coldframe`,
      );
    }
  }
}
