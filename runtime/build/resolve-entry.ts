import { accessSync, constants, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { type BuildProblem, FUNCTION_EXTENSIONS } from "../model";
import { type Attempt, problem } from "./problem";
import { PROJECT_FILES, isProjectFile, readProjectFile } from "./project-file";
import { projectOf } from "./languages/assemblyscript/project";
import { ENTRY_NAMES, languageOf } from "./languages";
import type { Language } from "./languages/language";

/** Where a function is. All paths are absolute. */
export interface ResolvedEntry {
  /** The folder's name for a folder or an index file, else the file's without its extension. */
  readonly name: string;
  /** The entry file, by the path it was asked for. */
  readonly entry: string;
  /** The entry file with symbolic links resolved. */
  readonly file: string;
  /** The function's own folder, with symbolic links resolved: where its paths begin. */
  readonly folder: string;
  /** Which compiler builds it. */
  readonly language: Language;
}

export interface EntryResolution {
  readonly result: Attempt<ResolvedEntry>;
  /** Every path that had a say, there or not: a change of any may change the answer. */
  readonly consulted: readonly string[];
}

/**
 * Finds the entry of a function: a source file; a platform's project file; or a folder with a project file, a package.json or
 * an `index.*` that names one, in this order, because the first is the most explicit.
 */
export function resolveEntry(path: string): EntryResolution {
  const given = resolve(path);
  const consulted = [given];
  const stats = statOf(given, path);
  if (!stats.ok) return { result: stats, consulted };
  if (stats.value.isDirectory()) return { result: resolveFolder(given, path, consulted, null), consulted };
  if (isProjectFile(given)) {
    const found = resolveFolder(dirname(given), dirname(path), consulted, basename(given));
    return { result: found, consulted };
  }
  const isIndex = basename(given, extname(given)) === "index";
  const project = projectOf(given);
  const name = isIndex ? folderName(project ?? dirname(given)) : basename(given, extname(given));
  return { result: resolveFile(given, path, stats.value, { name, folder: project }), consulted };
}

/** Whether a folder is a function: something in it names an entry, even where that can't be read or does not build. */
export function hasEntry(folder: string): boolean {
  if (unreadableFolder(resolve(folder), folder) !== null) return false;
  const { result } = resolveEntry(folder);
  return result.ok || result.problem.code !== "no-entry-in-folder";
}

function statOf(absolute: string, shown: string): Attempt<Stats> {
  try {
    return { ok: true, value: statSync(absolute) };
  } catch (error) {
    return { ok: false, problem: entryProblem(absolute, shown, error) };
  }
}

function entryProblem(absolute: string, shown: string, error: unknown): BuildProblem {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "EACCES" || code === "EPERM")
    return problem("entry-unreadable", `${shown} can't be read (${code}): give this user permission to read it.`);
  if (code === "ELOOP")
    return problem("entry-unreadable", `${shown} can't be read (${code}): its symbolic links lead back to themselves.`);
  if (code !== "ENOENT" && code !== "ENOTDIR" && code !== "ERR_INVALID_ARG_VALUE")
    return problem("entry-unreadable", `${shown} can't be read (${code}): choose another path or repair the file.`);
  const neighbour = FUNCTION_EXTENSIONS.find((extension) => exists(absolute + extension));
  const advice =
    neighbour === undefined
      ? "check the path; it is taken from the current folder"
      : `did you mean ${shown}${neighbour}?`;
  return problem("entry-not-found", `${shown === "" ? "the empty path" : shown} does not exist: ${advice}`);
}

function exists(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A folder that can't be looked into seems empty, file by file. */
function unreadableFolder(absolute: string, shown: string): BuildProblem | null {
  try {
    accessSync(absolute, constants.R_OK | constants.X_OK);
    return null;
  } catch (error) {
    return entryProblem(absolute, shown, error);
  }
}

function resolveFile(
  absolute: string,
  shown: string,
  stats: Stats,
  asked: { readonly name: string; readonly folder: string | null },
): Attempt<ResolvedEntry> {
  const language = languageOf(absolute);
  if (!stats.isFile() || language === null) {
    const what = stats.isFile() ? `a ${extname(absolute) || "file without an extension"}` : "not a regular file";
    return {
      ok: false,
      problem: problem(
        "unsupported-entry",
        `${shown} is ${what}, which Coldframe does not build: name a ${FUNCTION_EXTENSIONS.join(" ")} file or a folder.`,
      ),
    };
  }
  try {
    accessSync(absolute, constants.R_OK);
    const file = realpathSync(absolute);
    const folder = asked.folder === null ? dirname(file) : realpathSync(asked.folder);
    return { ok: true, value: { name: asked.name, entry: absolute, file, folder, language } };
  } catch (error) {
    return { ok: false, problem: entryProblem(absolute, shown, error) };
  }
}

function resolveFolder(
  folder: string,
  shown: string,
  consulted: string[],
  only: string | null,
): Attempt<ResolvedEntry> {
  const asked = { name: folderName(folder), folder };
  const unreadable = unreadableFolder(folder, shown);
  if (unreadable !== null) return { ok: false, problem: unreadable };
  const missing: string[] = [];
  for (const fileName of only === null ? [...PROJECT_FILES, "package.json"] : [only]) {
    consulted.push(join(folder, fileName));
    const named = readProjectFile(folder, fileName);
    if (named === null) continue;
    if (!named.ok) return named;
    for (const entry of named.value) {
      const target = join(folder, entry);
      const found = withExtension(target, consulted);
      if (found === null) missing.push(`${fileName} names ${entry}, which does not exist`);
      else if (languageOf(found) !== null)
        return resolveFile(found, join(shown, relative(folder, found)), statSync(found), asked);
      else if (fileName !== "package.json") return resolveFile(found, join(shown, entry), statSync(found), asked);
    }
  }
  for (const name of only === null ? ENTRY_NAMES : []) {
    const file = join(folder, name);
    consulted.push(file);
    if (exists(file)) return resolveFile(file, join(shown, name), statSync(file), asked);
  }
  if (only === null && exists(join(folder, "Cargo.toml"))) return { ok: false, problem: cargoPackage(shown) };
  return { ok: false, problem: noEntry(shown, only, missing) };
}

/** Cargo runs the build scripts and macros of a package and of all that it depends on, on this machine: opening a folder must not. */
function cargoPackage(shown: string): BuildProblem {
  const message =
    `${shown} is a Cargo package, which Coldframe does not build, since its build scripts and macros would run on this machine: run ` +
    "`cargo build --release --target wasm32-wasip1` and name the .wasm file, or name src/main.rs where it has no dependencies.";
  return problem("no-entry-in-folder", message);
}

/** The file as named, or with the extension, or the folder's index, that a package.json may leave out. */
function withExtension(target: string, consulted: string[]): string | null {
  const candidates = [
    target,
    ...FUNCTION_EXTENSIONS.map((extension) => target + extension),
    ...FUNCTION_EXTENSIONS.map((extension) => join(target, `index${extension}`)),
  ];
  consulted.push(target);
  return candidates.find(exists) ?? null;
}

function noEntry(shown: string, only: string | null, missing: readonly string[]): BuildProblem {
  const why = missing.length === 0 ? "" : ` (${missing.join("; ")})`;
  const message =
    only === null
      ? `${shown} has no entry${why}: add an index.ts, or name the entry in package.json "main" or in wrangler.toml "main".`
      : `${join(shown, only)} names no entry that exists${why}: name it in ${only.startsWith("deno") ? '"deploy.entrypoint"' : '"main"'}.`;
  return problem("no-entry-in-folder", message);
}

function folderName(folder: string): string {
  const name = basename(folder);
  return name === "" || name === sep ? "function" : name;
}
