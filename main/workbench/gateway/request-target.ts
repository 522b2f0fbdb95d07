import type { IncomingMessage } from "node:http";
import { judgeHost } from "./host";

/** Where a request goes: `origin` is `http://host:port`, `path` begins with a slash and holds the query. */
export type RequestTarget =
  | { readonly ok: true; readonly origin: string; readonly path: string }
  | { readonly ok: false; readonly status: 400 | 421; readonly message: string };

const ABSOLUTE_FORM = /^http:\/\/([^/?#]*)(.*)$/i;

/** Reads a request's target and Host. `port` is the gateway's own. Never throws. */
export function requestTarget(request: IncomingMessage, port: number): RequestTarget {
  const raw = request.url ?? "";
  const host = onlyHost(request);
  if (host === null) {
    return refused(400, "The request has several Host headers; send one.");
  }
  const absolute = raw.startsWith("/") ? null : ABSOLUTE_FORM.exec(raw);
  if (absolute === null && !raw.startsWith("/")) {
    return refused(400, "The request target is neither a path nor an http:// URL.");
  }
  // RFC 9112, section 3.2.2: an absolute target's authority wins over Host. HTTP/1.0 may send none at all.
  const authority = (absolute?.[1] ?? host).toLowerCase() || `localhost:${port}`;
  const verdict = judgeHost(authority, port);
  if (verdict === "invalid") {
    return refused(400, "The Host header is not a valid host.");
  }
  if (verdict === "foreign") {
    return refused(421, `This gateway answers to localhost:${port} only, not to the host ${authority}.`);
  }
  return {
    ok: true,
    origin: `http://${authority}`,
    path: absolute === null ? raw : pathOf(absolute[2]),
  };
}

function refused(status: 400 | 421, message: string): RequestTarget {
  return { ok: false, status, message };
}

/** The Host header's value, "" without one, null when there are several that differ. */
function onlyHost(request: IncomingMessage): string | null {
  const raw = request.rawHeaders;
  let found: string | null = null;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") {
      if (found !== null) {
        return null;
      }
      found = raw[index + 1] ?? "";
    }
  }
  return found ?? "";
}

function pathOf(rest: string | undefined): string {
  const path = (rest ?? "").replace(/#.*$/, "");
  return path.startsWith("/") ? path : `/${path}`;
}
