import type { JSONVisitor, ParseErrorCode } from "jsonc-parser";
import { format, applyEdits, parse, printParseErrorCode, visit } from "jsonc-parser";

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false } as const;

const PHRASES: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is no JSON word: text stands in double quotes",
  InvalidNumberFormat: "this is no number",
  PropertyNameExpected: "a name in double quotes is expected, or there is a comma too many",
  ValueExpected: "a value is expected",
  ColonExpected: "a colon is expected",
  CommaExpected: "a comma is expected",
  CloseBraceExpected: "a } is missing",
  CloseBracketExpected: "a ] is missing",
  EndOfFileExpected: "there is something after the end",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfComment: "JSON has no comments",
  UnexpectedEndOfString: "the text's closing quote is missing",
  UnexpectedEndOfNumber: "the number is not complete",
  InvalidUnicode: "this is no Unicode escape",
  InvalidEscapeCharacter: "this is no escape",
  InvalidCharacter: "this character has to be escaped",
};

/** What is wrong with JSON text and where, one line; null: nothing. */
export function problemOfJson(text: string): string | null {
  let reason: string;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  if (text.trim() === "") return "it is empty.";
  const errors: { error: ParseErrorCode; offset: number; length: number }[] = [];
  parse(text, errors, STRICT);
  const [first] = errors;
  if (first === undefined) return reason;
  const before = text.slice(0, first.offset).split("\n");
  const code = printParseErrorCode(first.error);
  return `${PHRASES[code] ?? code} (line ${before.length}, column ${(before.at(-1) ?? "").length + 1}).`;
}

/** Indented by two; numbers and escapes stay as they were written. Text that is not JSON stays as it is. */
export function formatJson(text: string): string {
  if (problemOfJson(text) !== null) return text;
  const options = { insertSpaces: true, tabSize: 2, eol: "\n", insertFinalNewline: false, keepLines: false };
  return applyEdits(text, format(text, undefined, options)).trim();
}

/** One line of pretty JSON. Tokens are as in the source, so that no digit of a long number is lost. */
export interface JsonRow {
  readonly depth: number;
  /** With its quotes; null in arrays and at the top. */
  readonly key: string | null;
  readonly kind: "string" | "number" | "word" | "empty" | "open" | "close";
  readonly text: string;
  comma: boolean;
  /** Of `open`: the index of its `close`, and how many values are in it. */
  end: number;
  count: number;
}

/** More lines than anyone unfolds; making them stops the window for as long as they take. */
const MOST_ROWS = 250_000;

/** The lines of JSON text, or why there are none, one line. */
export type JsonReading = { readonly rows: readonly JsonRow[] } | { readonly rows: null; readonly problem: string };

export function jsonRows(text: string, most = MOST_ROWS): JsonReading {
  const builder = new RowBuilder(text, most);
  try {
    visit(text, builder.visitor, STRICT);
  } catch (error) {
    if (error instanceof TooManyRows) {
      return { rows: null, problem: `The JSON has more than ${most.toLocaleString("en")} lines: shown as text.` };
    }
    // The parser calls itself for each level.
    if (error instanceof RangeError) return { rows: null, problem: "The JSON is nested too deeply: shown as text." };
    throw error;
  }
  if (builder.rows.length > 0 && !builder.failed) return { rows: builder.rows };
  return { rows: null, problem: "The body says it is JSON, but it is not." };
}

class TooManyRows extends Error {}

/** The indexes of the lines that are shown while some `open` lines are folded. */
export function shownRows(rows: readonly JsonRow[], folded: ReadonlySet<number>): readonly number[] {
  const shown: number[] = [];
  for (let index = 0; index < rows.length; index += 1) {
    shown.push(index);
    if (folded.has(index)) index = rows[index]?.end ?? index;
  }
  return shown;
}

class RowBuilder {
  readonly rows: JsonRow[] = [];
  failed = false;
  readonly #text: string;
  readonly #most: number;
  readonly #open: number[] = [];
  #key: string | null = null;

  constructor(text: string, most: number) {
    this.#text = text;
    this.#most = most;
  }

  readonly visitor: JSONVisitor = {
    onObjectBegin: () => {
      this.#begin("{");
    },
    onArrayBegin: () => {
      this.#begin("[");
    },
    onObjectProperty: (_name, offset, length) => {
      this.#key = this.#text.slice(offset, offset + length);
    },
    onLiteralValue: (value: unknown, offset, length) => {
      const kind = typeof value === "string" ? "string" : typeof value === "number" ? "number" : "word";
      this.#add(kind, this.#text.slice(offset, offset + length));
    },
    onObjectEnd: () => {
      this.#close("}");
    },
    onArrayEnd: () => {
      this.#close("]");
    },
    onSeparator: (character) => {
      const last = this.rows.at(-1);
      if (character === "," && last !== undefined) last.comma = true;
    },
    onError: () => {
      this.failed = true;
    },
  };

  #begin(text: string): void {
    this.#add("open", text);
    this.#open.push(this.rows.length - 1);
  }

  #add(kind: JsonRow["kind"], text: string): void {
    const parent = this.rows[this.#open.at(-1) ?? -1];
    if (parent !== undefined) parent.count += 1;
    this.#push({ depth: this.#open.length, key: this.#key, kind, text, comma: false, end: -1, count: 0 });
    this.#key = null;
  }

  #close(text: string): void {
    const at = this.#open.pop();
    const open = at === undefined ? undefined : this.rows[at];
    if (at === undefined || open === undefined) return;
    if (open.count === 0) {
      this.rows[at] = { ...open, kind: "empty", text: open.text + text };
      return;
    }
    this.#push({ depth: open.depth, key: null, kind: "close", text, comma: false, end: -1, count: 0 });
    open.end = this.rows.length - 1;
  }

  #push(row: JsonRow): void {
    if (this.rows.length >= this.#most) throw new TooManyRows();
    this.rows.push(row);
  }
}
