import { Buffer } from "node:buffer";
import type { UnpackedCall } from "../call-packing";
import { splitHeaders } from "../call-packing";

type HttpInput = Extract<UnpackedCall["input"], { trigger: "http" }>;

/**
 * A request as a core module gets it: an HTTP/1.1 message (RFC 9112), with the path and query as its target, a `host` header, and a
 * `content-length` where there is a body.
 */
export function requestMessage({ method, url, headers }: HttpInput, body: Uint8Array): Uint8Array {
  const pairs = splitHeaders(headers);
  const { origin, rest } = splitUrl(url);
  const named = new Set(pairs.map(([name]) => name.toLowerCase()));
  const lines = [`${method} ${rest} HTTP/1.1`];
  if (!named.has("host")) lines.push(`host: ${origin}`);
  for (const [name, value] of pairs) lines.push(`${name}: ${value}`);
  if (body.length > 0 && !named.has("content-length")) lines.push(`content-length: ${body.length}`);
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`);
  return body.length === 0 ? head : Buffer.concat([head, body]);
}

/** `http://host:1/a?b#c` is `host:1` and `/a?b`. */
function splitUrl(url: string): { readonly origin: string; readonly rest: string } {
  const [, origin = "", rest = ""] = /^[a-z]+:\/\/([^/?#]*)([^#]*)/i.exec(url) ?? [];
  return { origin: origin.slice(origin.lastIndexOf("@") + 1), rest: rest.startsWith("/") ? rest : `/${rest}` };
}
