import type { HeaderPair, ResponseSink } from "../../../runtime";

/** Headers that say an address of the function's own. */
const ADDRESSES = new Set(["location", "content-location"]);

/**
 * A sink for a function that is mounted under `prefix` and does not know it: its redirect to `/next` must reach the client as
 * `<prefix>/next`. Reverse proxies do the same (nginx: `proxy_redirect`). `origin`: of the request, as the function saw it.
 */
export function mounted(sink: ResponseSink, prefix: string, origin: string): ResponseSink {
  if (prefix === "") return sink;
  return {
    head: (head) => {
      sink.head({ ...head, headers: head.headers.map((pair) => underPrefix(pair, prefix, origin)) });
    },
    chunk: (bytes) => sink.chunk(bytes),
    end: () => {
      sink.end();
    },
  };
}

function underPrefix([name, value]: HeaderPair, prefix: string, origin: string): HeaderPair {
  if (!ADDRESSES.has(name.toLowerCase())) return [name, value];
  const own = value.startsWith(`${origin}/`) ? origin : "";
  const path = value.slice(own.length);
  // `//host/path` is another host's; a function that read x-forwarded-prefix has done it itself.
  if (!path.startsWith("/") || path.startsWith("//") || isUnder(path, prefix)) return [name, value];
  return [name, own + prefix + path];
}

function isUnder(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && ["/", "?", "#", undefined].includes(path[prefix.length]);
}
