import { extname } from "node:path";

/** What a picked file is sent as. The system does not say, and the usual few are enough: the user can write another. */
const TYPES: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".txt": "text/plain;charset=UTF-8",
  ".html": "text/html;charset=UTF-8",
  ".css": "text/css",
  ".csv": "text/csv",
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

export function contentTypeOf(file: string): string {
  return TYPES[extname(file).toLowerCase()] ?? "application/octet-stream";
}
