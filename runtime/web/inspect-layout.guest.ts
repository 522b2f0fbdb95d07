import { append, floor, max, min, round, sqrt, uncurry } from "./primordials.guest";

/** How wide a line gets before what is in it is broken over several. The same rules as Node's `util.inspect`. */
export const BREAK_LENGTH = 80;
/** How many of the innermost levels of a value may share one line. */
const COMPACT_LEVELS = 3;
const MAX_COLUMNS = 15;
const SEPARATOR = 2;

export const repeat = uncurry(String.prototype, "repeat");
export const sliceText = uncurry(String.prototype, "slice") as (text: string, from: number, to?: number) => string;
const searchText = uncurry(String.prototype, "indexOf") as (text: string, part: string, from?: number) => number;
const padStart = uncurry(String.prototype, "padStart") as (text: string, length: number) => string;
const padEnd = uncurry(String.prototype, "padEnd") as (text: string, length: number) => string;
const unitAt = uncurry(String.prototype, "charCodeAt");
const toRadix = uncurry(Number.prototype, "toString");

export function indexOf(text: string, part: string, from = 0): number {
  return searchText(text, part, from);
}

export function join(parts: readonly string[], separator: string): string {
  let text = "";
  for (let i = 0; i < parts.length; i++) text += i === 0 ? (parts[i] as string) : separator + (parts[i] as string);
  return text;
}

/** Splits at line feeds and puts `indentation` blanks before every line but the first. */
export function indentLines(text: string, indentation: number): string {
  if (indentation === 0) return text;
  const blanks = repeat(" ", indentation);
  let result = "";
  let from = 0;
  for (let at = indexOf(text, "\n"); at >= 0; at = indexOf(text, "\n", from)) {
    result += sliceText(text, from, at + 1) + blanks;
    from = at + 1;
  }
  return result + sliceText(text, from);
}

/** The parts of one value and how they are held together. */
export interface Parts {
  /** Before the opening brace: an error's stack, a function's name, a reference mark. */
  readonly base: string;
  readonly open: string;
  readonly close: string;
  readonly entries: string[];
  /** For arrays: their elements may be laid out in columns. */
  readonly columns: "none" | "left" | "right";
  /** The last entry says how many more there are: not a column. */
  readonly more: boolean;
  readonly indentation: number;
  /** Levels below this one. */
  readonly levels: number;
}

/** Puts the parts on one line where they fit, else each on its own. */
export function layOut(parts: Parts): string {
  const { open, close, indentation } = parts;
  const before = parts.base === "" ? open : `${parts.base} ${open}`;
  const entries = parts.columns !== "none" && parts.entries.length > 6 ? group(parts) : parts.entries;
  if (parts.levels < COMPACT_LEVELS && entries === parts.entries && fits(parts)) {
    const line = join(entries, ", ");
    if (indexOf(line, "\n") < 0) return `${before} ${line} ${close}`;
  }
  const lineStart = `\n${repeat(" ", indentation)}`;
  return `${before}${lineStart}  ${join(entries, `,${lineStart}  `)}${lineStart}${close}`;
}

function fits({ base, open, entries, indentation }: Parts): boolean {
  let length = 2 * entries.length + indentation + open.length + base.length + 10;
  if (length + entries.length > BREAK_LENGTH) return false;
  for (let i = 0; i < entries.length; i++) length += (entries[i] as string).length;
  return length <= BREAK_LENGTH && indexOf(base, "\n") < 0;
}

/** Lays many short entries out in columns; returns the same array where that would not look better. */
function group({ entries, columns: side, more, indentation }: Parts): string[] {
  const count = more ? entries.length - 1 : entries.length;
  let total = 0;
  let longest = 0;
  for (let i = 0; i < count; i++) {
    const { length } = entries[i] as string;
    total += length + SEPARATOR;
    if (length > longest) longest = length;
  }
  const widest = longest + SEPARATOR;
  if (widest * 3 + indentation >= BREAK_LENGTH || (total / widest <= 5 && longest > 6)) return entries;
  const biased = max(widest - 3 - sqrt(widest - total / entries.length), 1);
  const columns = min(
    // A square of entries, taking a letter to be 2.5 times as high as wide.
    round(sqrt(2.5 * biased * count) / biased),
    floor((BREAK_LENGTH - indentation) / widest),
    COMPACT_LEVELS * 4,
    MAX_COLUMNS,
  );
  if (columns <= 1) return entries;
  const lines = inColumns(entries, count, columns, side);
  if (more) append(lines, entries[count] as string);
  return lines;
}

function inColumns(entries: readonly string[], count: number, columns: number, side: Parts["columns"]): string[] {
  const widths: number[] = [];
  for (let column = 0; column < columns; column++) {
    let width = 0;
    for (let i = column; i < count; i += columns) width = max(width, (entries[i] as string).length);
    append(widths, width + SEPARATOR);
  }
  const lines: string[] = [];
  for (let row = 0; row < count; row += columns) {
    const end = min(row + columns, count);
    let line = "";
    for (let i = row; i < end; i++) {
      const entry = entries[i] as string;
      const width = widths[i - row] as number;
      if (i < end - 1) line += side === "right" ? padStart(`${entry}, `, width) : padEnd(`${entry}, `, width);
      else line += side === "right" ? padStart(entry, width - SEPARATOR) : entry;
    }
    append(lines, line);
  }
  return lines;
}

/** Text in quotes: single ones, or others where that saves escapes. */
export function quote(text: string): string {
  let mark = "'";
  if (indexOf(text, "'") >= 0) {
    if (indexOf(text, '"') < 0) mark = '"';
    else if (indexOf(text, "`") < 0 && indexOf(text, "${") < 0) mark = "`";
  }
  let quoted = mark;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = unitAt(text, i);
    const escape = escapeOf(text, i, unit, mark);
    if (escape === "pair") i++;
    else if (escape !== null) {
      quoted += sliceText(text, from, i) + escape;
      from = i + 1;
    }
  }
  return quoted + sliceText(text, from) + mark;
}

function escapeOf(text: string, at: number, unit: number, mark: string): string | null {
  if (unit >= 32 && unit < 127) {
    if (unit === 92) return "\\\\";
    // Only single quotes are ever escaped: the others are chosen where there is nothing to escape.
    return unit === 39 && mark === "'" ? "\\'" : null;
  }
  if (unit === 8) return "\\b";
  if (unit === 9) return "\\t";
  if (unit === 10) return "\\n";
  if (unit === 12) return "\\f";
  if (unit === 13) return "\\r";
  if (unit < 160) return `\\x${padHex(unit)}`;
  if (unit < 0xd800 || unit > 0xdfff) return null;
  const next = at + 1 < text.length ? unitAt(text, at + 1) : 0;
  return unit <= 0xdbff && next >= 0xdc00 && next <= 0xdfff ? "pair" : `\\u${toRadix(unit, 16)}`;
}

const HEX = "0123456789ABCDEF";

function padHex(byte: number): string {
  return (HEX[byte >> 4] as string) + (HEX[byte & 15] as string);
}
