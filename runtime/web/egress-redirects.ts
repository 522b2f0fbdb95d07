/** Sends one request and follows its redirects by hand, so that each hop is checked before anything is sent to it. */
import type { HeaderPair } from "../model";
import type { Send } from "./egress-transport";
import { hostOf, suggestedEntry } from "./allow-net";

/** As the standard has it: https://fetch.spec.whatwg.org/#http-redirect-fetch, step 6. */
const MAX_REDIRECTS = 20;
const REDIRECT_STATUSES: readonly number[] = [301, 302, 303, 307, 308];
/** https://fetch.spec.whatwg.org/#request-body-header-name */
const BODY_HEADERS: readonly string[] = ["content-encoding", "content-language", "content-location", "content-type"];
/** What was meant for one origin alone. */
const ORIGIN_HEADERS: readonly string[] = ["authorization", "proxy-authorization", "cookie"];
/** The connection's own headers, which would let a function speak to another host behind the same address, or smuggle requests. */
const CONNECTION_HEADERS: readonly string[] = [
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly HeaderPair[];
  readonly body: Uint8Array | null;
  readonly redirect: "follow" | "error" | "manual";
}

interface Means {
  isAllowed(url: URL): boolean;
  readonly send: Send;
  readonly signal: AbortSignal;
}

export interface FinalResponse {
  readonly response: Response;
  /** Without a fragment. */
  readonly url: string;
  readonly redirected: boolean;
}

/**
 * @throws {TypeError} with a message for the function's author when the call is not allowed or makes no sense; what `send`
 * throws when it fails.
 */
export async function followRedirects(request: OutgoingRequest, means: Means): Promise<FinalResponse> {
  let { method, body } = request;
  let url = checkUrl(request.url, undefined, "fetch to", means);
  const headers = requestHeaders(request.headers);
  for (let redirects = 0; ; redirects += 1) {
    const response = await means.send(url, { method, headers, body, signal: means.signal });
    const location = response.headers.get("location");
    if (!REDIRECT_STATUSES.includes(response.status) || location === null || request.redirect === "manual") {
      return { response, url: withoutFragment(url), redirected: redirects > 0 };
    }
    await response.body?.cancel();
    if (request.redirect === "error") throw new TypeError(`${hostOf(url)} answered with a redirect to ${location}`);
    if (redirects === MAX_REDIRECTS)
      throw new TypeError(`more than ${MAX_REDIRECTS} redirects, the last to ${location}`);
    const next = checkUrl(location, url.href, "the redirect to", means);
    if (becomesGet(response.status, method)) {
      method = "GET";
      body = null;
      for (const name of BODY_HEADERS) headers.delete(name);
    }
    if (next.origin !== url.origin) for (const name of ORIGIN_HEADERS) headers.delete(name);
    url = next;
  }
}

function checkUrl(text: string, base: string | undefined, subject: string, means: Means): URL {
  if (!URL.canParse(text, base)) throw new TypeError(`${subject} ${JSON.stringify(text)}: not a valid URL`);
  const url = new URL(text, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new TypeError(`${subject} a ${url.protocol} URL is not possible: only http: and https:`);
  }
  if (!means.isAllowed(url)) {
    const entry = suggestedEntry(url);
    throw new TypeError(`${subject} ${entry} is not allowed: run with --allow-net ${entry}`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new TypeError(`${subject} ${hostOf(url)}: the URL holds credentials, use an authorization header`);
  }
  return url;
}

/** @throws {TypeError} for a name or value that is none, such as one with a line break in it. */
function requestHeaders(pairs: readonly HeaderPair[]): Headers {
  const headers = new Headers();
  for (const [name, value] of pairs) headers.append(name, value);
  for (const name of CONNECTION_HEADERS) headers.delete(name);
  return headers;
}

/** https://fetch.spec.whatwg.org/#http-redirect-fetch, step 12. */
function becomesGet(status: number, method: string): boolean {
  if (status === 303) return method !== "GET" && method !== "HEAD";
  return (status === 301 || status === 302) && method === "POST";
}

function withoutFragment(url: URL): string {
  const copy = new URL(url);
  copy.hash = "";
  return copy.href;
}
