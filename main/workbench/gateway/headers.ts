import type { HeaderPair } from "../../../runtime";

/** Belong to one connection, not to the message (RFC 9110, section 7.6.1, and the older ones that are still sent). */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The headers that a Connection header names as its own hop's. */
function namedByConnection(value: string): string[] {
  return value
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}

/** What of a request's raw headers (name, value, name, value…) the function sees. `expect` is answered by the gateway. */
export function guestHeaders(raw: readonly string[]): HeaderPair[] {
  const headers: HeaderPair[] = [];
  let dropped: string[] | null = null;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? "";
    const value = raw[index + 1] ?? "";
    const lower = name.toLowerCase();
    if (lower === "connection" && value !== "keep-alive" && value !== "close") {
      const named = namedByConnection(value).filter((own) => own !== "close" && own !== "keep-alive");
      dropped = named.length === 0 ? dropped : [...(dropped ?? []), ...named];
    }
    if (!HOP_BY_HOP.has(lower) && lower !== "expect") {
      headers.push([name, value]);
    }
  }
  if (dropped === null) {
    return headers;
  }
  const names = new Set(dropped);
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}

/** A response's headers as they go to the client, flat as Node wants them. */
export interface ClientHeaders {
  /** Name, value, name, value…; without `content-length`, which the gateway writes itself. */
  readonly flat: string[];
  /** What the function said its body's length is; null when it said nothing, nothing valid, or two different things. */
  readonly declaredLength: number | null;
}

const LENGTH = /^[0-9]{1,15}$/;

/** What of a function's headers may go to the client. */
export function clientHeaders(headers: readonly HeaderPair[]): ClientHeaders {
  const flat: string[] = [];
  let lengths: Set<string> | null = null;
  let dropped: Set<string> | null = null;
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === "content-length") {
      lengths = (lengths ?? new Set<string>()).add(value.trim());
    } else if (!HOP_BY_HOP.has(lower)) {
      flat.push(name, value);
    } else if (lower === "connection") {
      dropped = new Set([...(dropped ?? []), ...namedByConnection(value)]);
    }
  }
  return { flat: dropped === null ? flat : without(flat, dropped), declaredLength: agreedLength(lengths) };
}

function without(flat: readonly string[], names: ReadonlySet<string>): string[] {
  return flat.filter((_, index) => !names.has((flat[index - (index % 2)] ?? "").toLowerCase()));
}

function agreedLength(lengths: ReadonlySet<string> | null): number | null {
  if (lengths?.size !== 1) {
    return null;
  }
  const [length = ""] = lengths;
  return LENGTH.test(length) ? Number(length) : null;
}
