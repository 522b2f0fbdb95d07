import { parseMimeType, serializeMimeType } from "./mime.guest";
import { fromBase64 } from "./base64.guest";
import { decodeUtf8WithBom, percentDecode } from "./url-encoded.guest";
import { indexOf, match, slice } from "./web-idl.guest";

const BASE64_SUFFIX = /; *base64$/i;
const DEFAULT_TYPE = "text/plain;charset=US-ASCII";

/** What a `data:` URL holds. */
export interface DataUrl {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The Fetch standard's "data: URL processor" of a serialized URL without its fragment; null is failure. */
export function readDataUrl(url: string): DataUrl | null {
  const comma = indexOf(url, ",");
  if (comma < 0) return null;
  let type = trimmed(slice(url, 5, comma));
  const encoded = match(BASE64_SUFFIX, type);
  let bytes = percentDecode(slice(url, comma + 1));
  if (encoded !== null) {
    type = slice(type, 0, encoded.index);
    const decoded = fromBase64(decodeUtf8WithBom(bytes));
    if (decoded === null) return null;
    bytes = decoded;
  }
  const parsed = parseMimeType(type[0] === ";" ? "text/plain" + type : type);
  return { type: parsed === null ? DEFAULT_TYPE : serializeMimeType(parsed), bytes };
}

function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === " ") start++;
  while (end > start && text[end - 1] === " ") end--;
  return slice(text, start, end);
}
