import { readFile } from "node:fs/promises";
import { guessContentType } from "../workbench/content-type";
import { parseJsonText } from "../workbench/json-text";
import { UsageError } from "./exit-codes";
import { quote } from "./parse-values";

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
  try {
    // It crosses to the handler as text again, which takes a stack frame for each level of its nesting.
    JSON.stringify(event);
  } catch (error) {
    throw new UsageError(`${file}: --event nests too deeply`, { cause: error });
  }
  return event;
}

/** A JSON file that an option names. @throws {UsageError} with file, line and column. */
export async function readJson(flag: string, file: string): Promise<unknown> {
  const parsed = parseJsonText(new TextDecoder().decode(await readNamed(flag, file)));
  if (!parsed.ok) throw new UsageError(`${file}${parsed.place}: ${flag} ${parsed.what}`);
  return parsed.value;
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
