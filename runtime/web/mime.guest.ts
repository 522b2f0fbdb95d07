import { append, bareArray } from "./primordials.guest";
import { getHeader, type HeaderList } from "./headers.guest";
import { indexOf, match, slice, toLowerCase } from "./web-idl.guest";

/** A MIME type as the MIME Sniffing standard parses it. Parameters keep their order. */
export interface MimeType {
  /** `type/subtype`, lower case. */
  readonly essence: string;
  readonly parameters: { readonly name: string; readonly value: string }[];
}

const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const NOT_QUOTED = /[^\t\x20-\x7e\x80-\xff]/;

function isToken(text: string): boolean {
  return text !== "" && match(NOT_TOKEN, text) === null;
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}

function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text[start])) start++;
  while (end > start && isSpace(text[end - 1])) end--;
  return slice(text, start, end);
}

/** The standard's "parse a MIME type"; null is failure. */
export function parseMimeType(input: string): MimeType | null {
  const text = trim(input);
  const slash = indexOf(text, "/");
  if (slash < 0) return null;
  const type = slice(text, 0, slash);
  let semicolon = indexOf(text, ";", slash);
  if (semicolon < 0) semicolon = text.length;
  const subtype = trim(slice(text, slash + 1, semicolon));
  if (!isToken(type) || !isToken(subtype)) return null;
  return { essence: toLowerCase(type + "/" + subtype), parameters: parseParameters(text, semicolon) };
}

/** `name=value;…` from the semicolon at `start` on; malformed ones are left out, of several of one name the first counts. */
function parseParameters(text: string, start: number): { name: string; value: string }[] {
  const parameters = bareArray<{ name: string; value: string }>();
  let at = start;
  while (at < text.length) {
    at++;
    while (isSpace(text[at])) at++;
    const nameStart = at;
    while (at < text.length && text[at] !== ";" && text[at] !== "=") at++;
    const name = toLowerCase(slice(text, nameStart, at));
    if (at >= text.length) break;
    if (text[at] === ";") continue;
    at++;
    let value: string;
    if (text[at] === '"') {
      const quoted = readQuoted(text, at);
      ({ value } = quoted);
      at = nextSemicolon(text, quoted.end);
    } else {
      const end = nextSemicolon(text, at);
      value = trim(slice(text, at, end));
      at = end;
      if (value === "") continue;
    }
    if (isToken(name) && match(NOT_QUOTED, value) === null && !has(parameters, name))
      append(parameters, { name, value });
  }
  return parameters;
}

function nextSemicolon(text: string, from: number): number {
  const at = indexOf(text, ";", from);
  return at < 0 ? text.length : at;
}

function readQuoted(text: string, quote: number): { value: string; end: number } {
  let value = "";
  let at = quote + 1;
  while (at < text.length && text[at] !== '"') {
    if (text[at] === "\\" && at + 1 < text.length) at++;
    value += text[at] as string;
    at++;
  }
  return { value, end: at + 1 };
}

function has(parameters: readonly { name: string }[], name: string): boolean {
  for (let i = 0; i < parameters.length; i++) if (parameters[i]?.name === name) return true;
  return false;
}

export function mimeParameter(type: MimeType, name: string): string | null {
  for (let i = 0; i < type.parameters.length; i++) {
    const parameter = type.parameters[i];
    if (parameter?.name === name) return parameter.value;
  }
  return null;
}

export function serializeMimeType(type: MimeType): string {
  let text = type.essence;
  for (let i = 0; i < type.parameters.length; i++) {
    const { name, value } = type.parameters[i] as { name: string; value: string };
    text += ";" + name + "=" + (isToken(value) ? value : quote(value));
  }
  return text;
}

function quote(value: string): string {
  let quoted = '"';
  for (let i = 0; i < value.length; i++) {
    const character = value[i] as string;
    quoted += character === '"' || character === "\\" ? "\\" + character : character;
  }
  return quoted + '"';
}

/**
 * The Fetch standard's "extract a MIME type" of a header list: of several `content-type` values the last that parses counts, and
 * takes over an earlier one's charset when it is of the same type without one.
 */
export function mimeTypeOf(list: HeaderList): MimeType | null {
  const header = getHeader(list, "content-type");
  if (header === null) return null;
  let charset: string | null = null;
  let result: MimeType | null = null;
  for (let at = 0; at <= header.length;) {
    const end = nextComma(header, at);
    const type = parseMimeType(slice(header, at, end));
    at = end + 1;
    if (type === null || type.essence === "*/*") continue;
    const own = mimeParameter(type, "charset");
    if (type.essence !== result?.essence) charset = own;
    else if (own === null && charset !== null) append(type.parameters, { name: "charset", value: charset });
    else if (own !== null) charset = own;
    result = type;
  }
  return result;
}

/** The next comma outside of a quoted string, or the end. */
function nextComma(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (character === "," && !quoted) return at;
  }
  return text.length;
}
