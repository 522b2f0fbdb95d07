import { decodeUtf8, encodeUtf8 } from "./encoding.guest";
import { partOf } from "./bytes.guest";
import { append, bareArray, uncurry } from "./primordials.guest";
import { charCodeAt, indexOf, match, slice, wellFormed } from "./web-idl.guest";

/** One name and value of `application/x-www-form-urlencoded`. */
export interface FormPair {
  name: string;
  value: string;
}

const decodeComponent = decodeURIComponent;
const encodeComponent = encodeURIComponent;
const numberToText = uncurry(Number.prototype, "toString");
/** What encodeURIComponent leaves as it is and the form's encoding does not, and the space. */
const STILL_PLAIN = /[!'()~]|%20/;
const ONLY_PLAIN = /[^0-9A-Za-z*\-._]/;

/** The URL standard's parser; the input is a string without a leading `?`. */
export function parseUrlEncoded(input: string): FormPair[] {
  const pairs = bareArray<FormPair>();
  const text = wellFormed(input);
  let at = 0;
  while (at < text.length) {
    let end = indexOf(text, "&", at);
    if (end < 0) end = text.length;
    if (end > at) {
      const equals = indexOf(text, "=", at);
      const named = equals >= 0 && equals < end;
      const name = decode(slice(text, at, named ? equals : end));
      append(pairs, { name, value: named ? decode(slice(text, equals + 1, end)) : "" });
    }
    at = end + 1;
  }
  return pairs;
}

function decode(text: string): string {
  const spaced = indexOf(text, "+") < 0 ? text : replacePlus(text);
  if (indexOf(spaced, "%") < 0) return spaced;
  try {
    return decodeComponent(spaced);
  } catch {
    return decodeLoosely(spaced);
  }
}

/** Not `replaceAll`: it looks up `Symbol.replace` where a function can define it. */
function replacePlus(text: string): string {
  let result = "";
  let at = 0;
  for (let plus = indexOf(text, "+"); plus >= 0; plus = indexOf(text, "+", at)) {
    result += slice(text, at, plus);
    result += " ";
    at = plus + 1;
  }
  return result + slice(text, at);
}

/** Percent-decodes what can be, and replaces what is no UTF-8. */
function decodeLoosely(text: string): string {
  return decodeUtf8WithBom(percentDecode(text));
}

export function percentDecode(text: string): Uint8Array {
  const bytes = encodeUtf8(text);
  const length = bytes.length;
  let end = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] as number;
    const high = byte === 0x25 && i + 2 < length ? hexDigit(bytes[i + 1] as number) : -1;
    const low = high < 0 ? -1 : hexDigit(bytes[i + 2] as number);
    if (low < 0) bytes[end++] = byte;
    else {
      bytes[end++] = high * 16 + low;
      i += 2;
    }
  }
  return partOf(bytes, 0, end);
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** UTF-8 decode without taking off a byte order mark. */
export function decodeUtf8WithBom(bytes: Uint8Array): string {
  const marked = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return marked ? "\ufeff" + decodeUtf8(partOf(bytes, 3, bytes.length)) : decodeUtf8(bytes);
}

const StrictDecoder = TextDecoder;
const decodeStrictly = uncurry(TextDecoder.prototype, "decode");

/** The text of UTF-8 bytes; null when they are none. */
export function decodeUtf8Strictly(bytes: Uint8Array): string | null {
  const options = { __proto__: null, fatal: true, ignoreBOM: true } as { fatal: boolean; ignoreBOM: boolean };
  try {
    return decodeStrictly(new StrictDecoder("utf-8", options), bytes);
  } catch {
    return null;
  }
}

/** The URL standard's serializer. */
export function serializeUrlEncoded(pairs: readonly FormPair[]): string {
  let text = "";
  for (let i = 0; i < pairs.length; i++) {
    const { name, value } = pairs[i] as FormPair;
    if (i > 0) text += "&";
    text += encode(name);
    text += "=";
    text += encode(value);
  }
  return text;
}

function encode(text: string): string {
  if (match(ONLY_PLAIN, text) === null) return text;
  const encoded = encodeComponent(text);
  if (match(STILL_PLAIN, encoded) === null) return encoded;
  let result = "";
  for (let i = 0; i < encoded.length; i++) {
    const character = encoded[i] as string;
    if (character === "%" && encoded[i + 1] === "2" && encoded[i + 2] === "0") {
      result += "+";
      i += 2;
    } else if (match(STILL_PLAIN, character) !== null) {
      result += "%" + upperHex(charCodeAt(character, 0));
    } else result += character;
  }
  return result;
}

function upperHex(code: number): string {
  return code === 0x7e ? "7E" : numberToText(code, 16);
}
