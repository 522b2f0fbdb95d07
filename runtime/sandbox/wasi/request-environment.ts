import type { UnpackedCall } from "../call-packing";
import { splitHeaders } from "../call-packing";

type HttpInput = Extract<UnpackedCall["input"], { trigger: "http" }>;

/** How a program is started for one request. */
export interface Invocation {
  /** After the program's own name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** CGI keeps a server's own variables from a client: `Proxy: …` must not become HTTP_PROXY (CVE-2016-5385). */
const UNSAFE_HEADERS = new Set(["proxy"]);
/** Those that CGI gives without HTTP_ (RFC 3875, 4.1.2 and 4.1.3). */
const OWN_VARIABLES: Readonly<Record<string, string>> = {
  "content-length": "CONTENT_LENGTH",
  "content-type": "CONTENT_TYPE",
};

/**
 * A request as a CGI program gets it (RFC 3875): its parts in environment variables, and a query without `=` as arguments, words
 * between `+` (4.4). The function's own variables come last: who grants `QUERY_STRING` means it.
 */
export function requestInvocation(input: HttpInput, granted: Readonly<Record<string, string>>): Invocation {
  const url = new URL(input.url);
  const env: Record<string, string> = {
    GATEWAY_INTERFACE: "CGI/1.1",
    SERVER_PROTOCOL: "HTTP/1.1",
    SERVER_SOFTWARE: "Coldframe",
    SERVER_NAME: url.hostname,
    SERVER_PORT: url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port,
    REMOTE_ADDR: "127.0.0.1",
    REQUEST_METHOD: input.method,
    REQUEST_URI: url.pathname + url.search,
    SCRIPT_NAME: "",
    PATH_INFO: decoded(url.pathname),
    QUERY_STRING: url.search.slice(1),
    ...(url.protocol === "https:" && { HTTPS: "on" }),
  };
  for (const [name, value] of splitHeaders(input.headers)) addHeader(env, name.toLowerCase(), value);
  if (!("HTTP_HOST" in env)) env.HTTP_HOST = url.host;
  if (input.body instanceof Uint8Array) env.CONTENT_LENGTH = String(input.body.byteLength);
  return { args: queryWords(env.QUERY_STRING ?? ""), env: { ...env, ...granted } };
}

/** Lines of one name are joined as HTTP joins them. */
function addHeader(env: Record<string, string>, name: string, value: string): void {
  if (UNSAFE_HEADERS.has(name)) return;
  const variable = OWN_VARIABLES[name] ?? `HTTP_${name.replaceAll("-", "_").toUpperCase()}`;
  const former = env[variable];
  env[variable] = former === undefined ? value : `${former}${name === "cookie" ? "; " : ", "}${value}`;
}

function queryWords(query: string): readonly string[] {
  if (query === "" || query.includes("=")) return [];
  return query.split("+").map(decoded);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
