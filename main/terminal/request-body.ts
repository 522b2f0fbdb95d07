import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parse, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";

const TYPES_BY_EXTENSION: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".html": "text/html;charset=UTF-8",
  ".css": "text/css;charset=UTF-8",
  ".csv": "text/csv;charset=UTF-8",
  ".js": "text/javascript;charset=UTF-8",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".pdf": "application/pdf",
  ".wasm": "application/wasm",
};

/** A body, and the content type it has where the user gave none. */
export interface BodyArgument {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** `--data`: the text itself, `@file`, or `@-` for stdin. Throws UsageError when the file can't be read. */
export async function readBody(data: string, readInput: () => Promise<Uint8Array>): Promise<BodyArgument> {
  if (!data.startsWith("@")) {
    const bytes = Buffer.from(data);
    return { bytes, contentType: guessContentType(bytes, "") };
  }
  const file = data.slice(1);
  if (file === "") throw new UsageError("--data @ names no file: write @file, or @- for stdin");
  const bytes = file === "-" ? await readInput() : await readNamed("--data", file);
  return { bytes, contentType: guessContentType(bytes, file) };
}

/** `--event`: a file that holds one JSON value. Throws UsageError with file, line and column. */
export async function readEvent(file: string): Promise<unknown> {
  const event = await readJson("--event", file);
  // It crosses to the handler as text again.
  orTooDeep(file, () => JSON.stringify(event));
  return event;
}

/** A JSON file that an option names. @throws {UsageError} with file, line and column. */
export async function readJson(flag: string, file: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readNamed(flag, file));
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(
      orTooDeep(file, () => describeJsonError(flag, file, text)),
      { cause: error },
    );
  }
}

/** Text that takes a stack frame for each level of its nesting. */
function orTooDeep(file: string, work: () => string): string {
  try {
    return work();
  } catch (error) {
    throw new UsageError(`${file}: --event nests too deeply for a handler to read`, { cause: error });
  }
}

/** V8's own message names a position in words that change between versions; this parser's offset does not. */
function describeJsonError(flag: string, file: string, text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  const before = text.slice(0, first?.offset ?? 0).split("\n");
  const place = `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  const what = first === undefined ? "syntax error" : printParseErrorCode(first.error);
  return `${place}: ${flag} is not valid JSON: ${what.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase()}`;
}

/**
 * By the file's extension; else by what the bytes look like: JSON, a form (`a=1&b=2`, as curl's `--data` sends), text, or
 * unknown bytes.
 */
export function guessContentType(bytes: Uint8Array, file: string): string {
  const byExtension = TYPES_BY_EXTENSION[extname(file).toLowerCase()];
  if (byExtension !== undefined) return byExtension;
  const text = textOrNull(bytes);
  if (text === null) return "application/octet-stream";
  if (/^\s*[{[]/.test(text) && isJson(text)) return "application/json";
  if (/^[\w.~%+*-]+=[^\s]*$/.test(text)) return "application/x-www-form-urlencoded";
  return "text/plain;charset=UTF-8";
}

/** A file that an option names. @throws {UsageError} when it can't be read. */
export async function readNamed(flag: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new UsageError(`${flag}: can't read ${quote(file)}: ${reason(error)}`, { cause: error });
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "no such file";
  if (code === "EISDIR") return "it is a folder";
  if (code === "EACCES") return "permission denied";
  return error instanceof Error ? error.message : String(error);
}

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
