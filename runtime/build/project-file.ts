import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type ParseError, parse as parseJsonc, printParseErrorCode } from "jsonc-parser";
import { TomlError, parse as parseToml } from "smol-toml";
import type { SourceLocation } from "../model";
import { SETTINGS, entriesOf } from "./languages/assemblyscript/project";
import { type Attempt, problem } from "./problem";

/**
 * Platforms' own project files, and AssemblyScript's, that name one entry file, most explicit first. Wrangler prefers JSON to TOML, and so does
 * this list. Files that name no single source (fastly.toml, netlify.toml, vercel.json, spin.toml, SAM templates) are left
 * out: their projects have a package.json or an index file.
 */
export const PROJECT_FILES = [
  ...["wrangler.json", "wrangler.jsonc", "wrangler.toml", "deno.json", "deno.jsonc"],
  SETTINGS,
] as const;

export function isProjectFile(path: string): boolean {
  return (PROJECT_FILES as readonly string[]).includes(basename(path));
}

/** What is longer is no settings file, and parsing it would hold everything else up. */
const MAX_BYTES = 4 * 1024 * 1024;

/**
 * The entries that a project file names, relative to its folder, best first; empty when it names none. Null where there is no such
 * file; a problem where it can't be parsed.
 */
export function readProjectFile(folder: string, fileName: string): Attempt<readonly string[]> | null {
  const path = join(folder, fileName);
  const text = readText(path);
  if (text === null) return null;
  const document = parsed(text, path);
  if (!document.ok) return document;
  return { ok: true, value: namedEntries(fileName, document.value) };
}

/** Null for what is no regular file too: reading a pipe would never end. */
function readText(path: string): string | null {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= MAX_BYTES ? readFileSync(path, "utf8") : null;
  } catch {
    return null;
  }
}

function parsed(text: string, path: string): Attempt<unknown> {
  try {
    return path.endsWith(".toml") ? readToml(text, path) : readJsonc(text, path);
  } catch (error) {
    // The parsers call themselves for each level.
    if (!(error instanceof RangeError)) throw error;
    return broken("it is nested too deeply", locate(text, path, 1, 1));
  }
}

function namedEntries(fileName: string, document: unknown): readonly string[] {
  if (fileName.startsWith("wrangler.")) return strings(member(document, "main"));
  if (fileName.startsWith("deno."))
    return strings(member(member(document, "deploy"), "entrypoint"), exported(member(document, "exports")));
  if (fileName === SETTINGS) return entriesOf(document);
  return strings(member(document, "main"), member(document, "module"), exported(member(document, "exports")));
}

/** What `exports` gives for the package itself: a string, or the first string under `.` and its conditions. */
function exported(exports: unknown): unknown {
  if (typeof exports === "string") return exports;
  const root = member(exports, ".") ?? exports;
  if (typeof root === "string") return root;
  for (const condition of ["workerd", "worker", "browser", "import", "default"]) {
    const target = member(root, condition);
    if (typeof target === "string") return target;
  }
  return undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function strings(...values: readonly unknown[]): readonly string[] {
  return values.filter((value): value is string => typeof value === "string" && value !== "");
}

function readToml(text: string, path: string): Attempt<unknown> {
  try {
    return { ok: true, value: parseToml(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split("\n")[0] ?? "";
    return broken(reason, locate(text, path, error.line, error.column));
  }
}

function readJsonc(text: string, path: string): Attempt<unknown> {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined) return { ok: true, value };
  const before = text.slice(0, first.offset).split("\n");
  const location = locate(text, path, before.length, (before.at(-1)?.length ?? 0) + 1);
  return broken(printParseErrorCode(first.error), location);
}

function locate(text: string, file: string, line: number, column: number): SourceLocation {
  return { file, line, column, lineText: text.split("\n")[line - 1]?.replace(/\r$/, "") ?? "" };
}

function broken(reason: string, location: SourceLocation): Attempt<never> {
  const message = `${basename(location.file)} can't be parsed: ${reason}. Correct it there.`;
  return { ok: false, problem: problem("syntax", message, location) };
}
