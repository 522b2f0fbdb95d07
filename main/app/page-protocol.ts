import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { protocol } from "electron";
import { CONTENT_SECURITY_POLICY } from "./content-security-policy";
import { isOwnUrl, SCHEME } from "./origin";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ttf": "font/ttf",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** To be called before Electron is ready: the scheme is as good as https, and its scripts may be kept compiled. */
export function announcePageProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the files of `folder`, and nothing else. `onRequest` is told of each. */
export function servePages(folder: string, onRequest: () => void): void {
  protocol.handle(SCHEME, async ({ method, url }) => {
    onRequest();
    const file = method === "GET" ? pageFile(folder, url) : null;
    const type = file === null ? undefined : CONTENT_TYPES[extname(file)];
    const bytes = file === null || type === undefined ? null : await readFile(file).catch(() => null);
    if (bytes === null || type === undefined) return new Response(null, { status: 404, headers: HEADERS });
    return new Response(bytes, { headers: { ...HEADERS, "content-type": type } });
  });
}

const HEADERS = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** The file that a URL of the window names; null where it names none in `folder`. */
export function pageFile(folder: string, url: string): string | null {
  if (!isOwnUrl(url)) return null;
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    if (path.includes("\0") || path.includes("\\")) return null;
    const file = join(folder, path === "/" ? "index.html" : path);
    return file.startsWith(folder + sep) ? file : null;
  } catch {
    return null;
  }
}
