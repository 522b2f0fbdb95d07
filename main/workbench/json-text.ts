import { parse, printParseErrorCode } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";

/** What a text holds, or why it is not JSON. */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  /** `place`: `:line:column` from 1, to stand behind the file's name; empty where it is the whole. `what`: a few words. */
  | { readonly ok: false; readonly place: string; readonly what: string };

/** Strict JSON: neither comments nor trailing commas. */
export function parseJsonText(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, ...firstMistake(text) };
  }
}

/** V8's own message names a position in words that change between versions; this parser's offset does not. */
function firstMistake(text: string): { readonly place: string; readonly what: string } {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch {
    // It takes a stack frame for each level.
    return { place: "", what: "nests too deeply" };
  }
  const [first] = errors;
  const before = text.slice(0, first?.offset ?? 0).split("\n");
  const what = first === undefined ? "syntax error" : printParseErrorCode(first.error);
  return {
    place: `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`,
    what: `is not valid JSON: ${what.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase()}`,
  };
}
