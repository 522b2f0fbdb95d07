import { extname } from "node:path";

/** No system says what a file is; the usual few are enough, since the user can write another. */
const TYPES_BY_EXTENSION: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".txt": "text/plain;charset=UTF-8",
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
  ".avif": "image/avif",
  ".pdf": "application/pdf",
  ".zip": "application/zip",
  ".gz": "application/gzip",
  ".wasm": "application/wasm",
};

/**
 * What a body is sent as where the user says nothing. By the file's extension (`""`: no file); else by what the bytes look like:
 * JSON, a form (`a=1&b=2`, as curl's `--data` sends), text, or unknown bytes.
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
