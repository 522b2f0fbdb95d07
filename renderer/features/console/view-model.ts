import { charsetOf, isJsonType, mediaType } from "./content-type";

/** How a body can be looked at. */
export const VIEWS = ["json", "text", "image", "html", "hex"] as const;
export type View = (typeof VIEWS)[number];

/** Beyond it JSON is shown as text: nobody unfolds that much, and reading it would stop the window. */
const JSON_LIMIT_BYTES = 16 * 1024 * 1024;

const IMAGES = /^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon|apng)$/;

/** The views that fit a body, the best first. */
export function viewsOf(contentType: string, bytes: Uint8Array): readonly View[] {
  const type = mediaType(contentType);
  const asText: readonly View[] =
    bytes.length <= JSON_LIMIT_BYTES && looksLikeJson(bytes) ? ["text", "json", "hex"] : ["text", "hex"];
  if (isJsonType(contentType)) return bytes.length <= JSON_LIMIT_BYTES ? ["json", "text", "hex"] : asText;
  if (type === "image/svg+xml") return ["image", "text", "hex"];
  if (IMAGES.test(type)) return ["image", "hex"];
  if (type === "text/html" || type === "application/xhtml+xml") return ["html", "text", "hex"];
  if (type.startsWith("text/") || /[/+](xml|javascript|yaml|x-www-form-urlencoded|x-ndjson)$/.test(type)) return asText;
  if (type !== "" && type !== "application/octet-stream") return isText(bytes) ? asText : ["hex", "text"];
  if (!isText(bytes)) return ["hex", "text"];
  return asText.includes("json") ? ["json", "text", "hex"] : asText;
}

export interface DecodedText {
  readonly text: string;
  readonly charset: string;
  /** One line about what could not be decoded as the header says; null: nothing. */
  readonly problem: string | null;
}

/** The text of a body: by its byte order mark, else as its content type says, else UTF-8. */
export function decodeText(contentType: string, bytes: Uint8Array): DecodedText {
  const named = charsetOf(contentType);
  const wanted = byteOrderMark(bytes) ?? named ?? "utf-8";
  const decoder = decoderOf(wanted);
  const text = (decoder ?? new TextDecoder()).decode(bytes);
  const charset = decoder?.encoding ?? "utf-8";
  if (decoder === null) return { text, charset, problem: `The charset “${wanted}” is not known: read as UTF-8.` };
  const isBroken = text.includes("\uFFFD") && !decodes(charset, bytes);
  return { text, charset, problem: isBroken ? `Not all of it is ${charset.toUpperCase()}: see Hex.` : null };
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}

function decodes(charset: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
}

const PROBE_BYTES = 8192;

/** UTF-8 without control characters, as far as its beginning shows. */
function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, PROBE_BYTES);
  // `stream`: the end may cut a letter in two.
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: bytes.length > head.length });
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
  } catch {
    return false;
  }
}

function looksLikeJson(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart();
  return head.startsWith("{") || head.startsWith("[");
}

/** What may be in a preview: its own styles and images that it carries, and nothing that runs or comes from elsewhere. */
const PREVIEW_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'";

/** A document for a frame without any rights. Its links open nowhere. */
export function previewDocument(html: string): string {
  return `<!doctype html><meta http-equiv="Content-Security-Policy" content="${PREVIEW_POLICY}"><base target="_blank">${html}`;
}
