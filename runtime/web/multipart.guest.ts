import { blobBytes, blobType, fileName, fileOf } from "./blob.guest";
import { ByteGatherer, byteLength, copyBytes, indexOfByte, partOf } from "./bytes.guest";
import { encodeUtf8 } from "./encoding.guest";
import type { FormEntry } from "./form-data.guest";
import { append, bareArray, TypeError } from "./primordials.guest";
import { decodeUtf8WithBom } from "./url-encoded.guest";
import { indexOf, match, slice, toLowerCase } from "./web-idl.guest";

/**
 * `multipart/form-data`: written as the HTML standard's encoding algorithm, read as the Fetch standard describes it.
 */

const CR = 0x0d;
const LF = 0x0a;
const DASH = 0x2d;
const COLON = 0x3a;
const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/** Writes entries. `boundary` must not occur in them: use random ones. */
export function writeMultipart(entries: readonly FormEntry[], boundary: string): Uint8Array<ArrayBuffer> {
  const gatherer = new ByteGatherer();
  for (let i = 0; i < entries.length; i++) {
    const { name, value } = entries[i] as FormEntry;
    const head = "--" + boundary + '\r\nContent-Disposition: form-data; name="' + escapeName(withCrlf(name)) + '"';
    if (typeof value === "string") {
      gatherer.add(encodeUtf8(head + "\r\n\r\n" + withCrlf(value) + "\r\n"));
      continue;
    }
    const type = blobType(value) === "" ? "application/octet-stream" : blobType(value);
    gatherer.add(
      encodeUtf8(head + '; filename="' + escapeName(fileName(value)) + '"\r\nContent-Type: ' + type + "\r\n\r\n"),
    );
    gatherer.add(blobBytes(value));
    gatherer.add(encodeUtf8("\r\n"));
  }
  gatherer.add(encodeUtf8("--" + boundary + "--\r\n"));
  return gatherer.bytes();
}

function escapeName(name: string): string {
  let result = "";
  for (let i = 0; i < name.length; i++) {
    const character = name[i] as string;
    result += character === "\n" ? "%0A" : character === "\r" ? "%0D" : character === '"' ? "%22" : character;
  }
  return result;
}

/** Every line break as CR LF. */
function withCrlf(text: string): string {
  if (indexOf(text, "\n") < 0 && indexOf(text, "\r") < 0) return text;
  let result = "";
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (character === "\r") {
      result += "\r\n";
      if (text[i + 1] === "\n") i++;
    } else result += character === "\n" ? "\r\n" : character;
  }
  return result;
}

/** A place in the bytes that are read. */
interface Cursor {
  readonly bytes: Uint8Array;
  readonly length: number;
  at: number;
}

interface PartHead {
  readonly name: string;
  readonly filename: string | null;
  readonly type: string;
}

/**
 * Reads a body.
 * @throws {TypeError} when it is malformed.
 */
export function readMultipart(body: Uint8Array, boundary: string): FormEntry[] {
  const delimiter = encodeUtf8("--" + boundary);
  const cursor: Cursor = { bytes: body, length: byteLength(body), at: 0 };
  const entries = bareArray<FormEntry>();
  skipLineBreak(cursor);
  for (;;) {
    if (!startsWith(cursor, delimiter, cursor.at)) throw malformed("a part does not begin with the boundary");
    cursor.at += byteLength(delimiter);
    if (byteAt(cursor, 0) === DASH && byteAt(cursor, 1) === DASH) {
      cursor.at += 2;
      skipLineBreak(cursor);
      if (cursor.at !== cursor.length) throw malformed("something follows the last boundary");
      return entries;
    }
    if (!skipLineBreak(cursor)) throw malformed("a boundary is not followed by a line break");
    const head = readHead(cursor);
    const end = findEnd(cursor, delimiter);
    if (end < 0) throw malformed("the last boundary is missing");
    append(entries, entryOf(head, partOf(body, cursor.at, end)));
    cursor.at = end + 2;
  }
}

function malformed(why: string): TypeError {
  return new TypeError(`The multipart body is malformed: ${why}.`);
}

function byteAt(cursor: Cursor, offset: number): number | undefined {
  return cursor.bytes[cursor.at + offset];
}

function skipLineBreak(cursor: Cursor): boolean {
  if (byteAt(cursor, 0) !== CR || byteAt(cursor, 1) !== LF) return false;
  cursor.at += 2;
  return true;
}

function startsWith(cursor: Cursor, wanted: Uint8Array, at: number): boolean {
  const length = byteLength(wanted);
  if (at + length > cursor.length) return false;
  for (let i = 0; i < length; i++) if (cursor.bytes[at + i] !== wanted[i]) return false;
  return true;
}

/** Where the part's bytes end: before the line break that a boundary follows. */
function findEnd(cursor: Cursor, delimiter: Uint8Array): number {
  for (let at = indexOfByte(cursor.bytes, CR, cursor.at); at >= 0; at = indexOfByte(cursor.bytes, CR, at + 1)) {
    if (cursor.bytes[at + 1] === LF && startsWith(cursor, delimiter, at + 2)) return at;
  }
  return -1;
}

function entryOf({ name, filename, type }: PartHead, bytes: Uint8Array): FormEntry {
  if (filename === null) return { name, value: decodeUtf8WithBom(bytes) };
  return { name, value: fileOf(copyBytes(bytes), type, filename) };
}

function readHead(cursor: Cursor): PartHead {
  let name: string | null = null;
  let filename: string | null = null;
  let type = "text/plain";
  while (!skipLineBreak(cursor)) {
    const line = readLine(cursor);
    const colon = indexOfByte(line, COLON, 0);
    const header = colon < 0 ? "" : toLowerCase(trimmed(decodeUtf8WithBom(partOf(line, 0, colon))));
    if (header === "" || match(NOT_TOKEN, header) !== null) throw malformed("a part's header has no name");
    const value = trimmed(decodeUtf8WithBom(partOf(line, colon + 1, byteLength(line))));
    if (header === "content-disposition") ({ name, filename } = readDisposition(value));
    else if (header === "content-type") type = value;
  }
  if (name === null) throw malformed("a part has no name");
  return { name, filename, type };
}

/** The bytes of a header's line; the cursor goes behind its line break. */
function readLine(cursor: Cursor): Uint8Array {
  const end = indexOfByte(cursor.bytes, CR, cursor.at);
  if (end < 0 || cursor.bytes[end + 1] !== LF) throw malformed("a part's header does not end");
  const line = partOf(cursor.bytes, cursor.at, end);
  cursor.at = end + 2;
  return line;
}

function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && (text[start] === " " || text[start] === "\t")) start++;
  while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  return slice(text, start, end);
}

/** `form-data; name="…"; filename="…"`; parameters of other names are skipped. */
function readDisposition(value: string): { name: string; filename: string | null } {
  let at = indexOf(value, ";");
  const kind = at < 0 ? value : slice(value, 0, at);
  if (toLowerCase(trimmed(kind)) !== "form-data") throw malformed("a part's disposition is not form-data");
  let name: string | null = null;
  let filename: string | null = null;
  while (at >= 0 && at < value.length) {
    const equals = indexOf(value, "=", at);
    if (equals < 0) {
      if (trimmed(slice(value, at + 1)) !== "") throw malformed("a parameter has no value");
      break;
    }
    const parameter = toLowerCase(trimmed(slice(value, at + 1, equals)));
    const read = readParameterValue(value, equals + 1);
    if (parameter === "name") name = read.value;
    else if (parameter === "filename") ({ value: filename } = read);
    at = read.end;
  }
  if (name === null) throw malformed("a part has no name");
  return { name, filename };
}

/** A token or a quoted string; `end` is the place of the semicolon behind it, or the end. */
function readParameterValue(text: string, start: number): { value: string; end: number } {
  if (text[start] !== '"') {
    const semicolon = indexOf(text, ";", start);
    const end = semicolon < 0 ? text.length : semicolon;
    return { value: trimmed(slice(text, start, end)), end };
  }
  const quote = indexOf(text, '"', start + 1);
  if (quote < 0) throw malformed("a quoted parameter does not end");
  const semicolon = indexOf(text, ";", quote);
  const end = semicolon < 0 ? text.length : semicolon;
  if (trimmed(slice(text, quote + 1, end)) !== "") throw malformed("something follows a quoted parameter");
  return { value: unescapeName(slice(text, start + 1, quote)), end };
}

/** Undoes what a browser escapes: line breaks and quotes, and no other percent sign. */
function unescapeName(text: string): string {
  if (indexOf(text, "%") < 0) return text;
  let result = "";
  for (let i = 0; i < text.length; i++) {
    const escaped = text[i] === "%" ? toLowerCase(slice(text, i + 1, i + 3)) : "";
    if (escaped === "0a") result += "\n";
    else if (escaped === "0d") result += "\r";
    else if (escaped === "22") result += '"';
    else {
      result += text[i] as string;
      continue;
    }
    i += 2;
  }
  return result;
}

/** A boundary that no body holds but by an unlikely accident. `uuid` is a random one. */
export function boundaryOf(uuid: string): string {
  return "----coldframe-" + uuid;
}
