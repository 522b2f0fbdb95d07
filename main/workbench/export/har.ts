import type { HeaderPair, Invocation, RecordedBody } from "../../../runtime";

/** What stands before the entries of a HAR 1.2 file, and after them. Entries are separated by commas. */
export function harFrame(creatorVersion: string): { readonly before: string; readonly after: string } {
  const creator = { name: "Coldframe", version: creatorVersion };
  const start = JSON.stringify({ log: { version: "1.2", creator, entries: [] } });
  return { before: start.slice(0, -"]}}".length), after: "]}}" };
}

/** One call as an entry of HAR 1.2; what HAR has no place for is in `_coldframe`. Times are milliseconds. */
export function harEntry(invocation: Invocation) {
  const { request, response, usage } = invocation;
  return {
    startedDateTime: new Date(invocation.startedAtMs).toISOString(),
    time: usage.wallUs / 1000,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: "HTTP/1.1",
      cookies: requestCookies(request.headers),
      headers: named(request.headers),
      queryString: queryOf(request.url),
      ...postData(request.headers, request.body),
      headersSize: -1,
      bodySize: request.body.bytes,
    },
    response: {
      // A response that never came has the status 0, as browsers write it.
      status: response?.status ?? 0,
      statusText: response?.statusText ?? "",
      httpVersion: "HTTP/1.1",
      cookies: responseCookies(response?.headers ?? []),
      headers: named(response?.headers ?? []),
      content: contentOf(response),
      redirectURL: headerOf(response?.headers ?? [], "location") ?? "",
      headersSize: -1,
      bodySize: response?.body.bytes ?? -1,
    },
    cache: {},
    timings: timingsOf(invocation),
    _coldframe: {
      id: invocation.id,
      function: invocation.functionName,
      version: invocation.version,
      trigger: invocation.trigger,
      start: invocation.start,
      outcome: invocation.outcome,
      error: invocation.error,
      logs: invocation.logs,
      spans: invocation.spans,
      usage,
      requestBodySha256: request.body.sha256,
      responseBodySha256: response?.body.sha256 ?? null,
    },
  };
}

/** `blocked`: until a sandbox was ready for the call; `wait`: the function; `receive`: taking its answer. They add up to `time`. */
function timingsOf({ spans, usage }: Invocation) {
  const top = spans.filter(({ parent }) => parent === null);
  const handler = top.find(({ name }) => name === "handler");
  const serialize = top.find(({ name }) => name === "serialize");
  const within = (us: number): number => Math.min(Math.max(us, 0), usage.wallUs);
  const startedUs = within(handler?.startUs ?? serialize?.startUs ?? usage.wallUs);
  const answeredUs = Math.max(startedUs, within(serialize?.startUs ?? usage.wallUs));
  return {
    blocked: startedUs / 1000,
    dns: -1,
    connect: -1,
    ssl: -1,
    send: 0,
    wait: (answeredUs - startedUs) / 1000,
    receive: (usage.wallUs - answeredUs) / 1000,
  };
}

function contentOf(response: Invocation["response"]) {
  if (response === null) return { size: 0, mimeType: "x-unknown" };
  const { headers, body } = response;
  const mimeType = headerOf(headers, "content-type") ?? "application/octet-stream";
  const kept = textOf(body);
  return { size: body.bytes, mimeType, ...(kept ?? { comment: "The body was too long to be kept" }) };
}

function postData(headers: readonly HeaderPair[], body: RecordedBody) {
  if (body.bytes === 0) return {};
  const mimeType = headerOf(headers, "content-type") ?? "application/octet-stream";
  const kept = textOf(body);
  // HAR names no encoding of a request's body; readers take the one of a response's by custom.
  return { postData: { mimeType, params: [], text: "", ...(kept ?? { comment: "The body was too long to be kept" }) } };
}

/** Text where the bytes are UTF-8, otherwise base64: either form gives the same bytes back. Null: not kept. */
function textOf({ bytes, content }: RecordedBody): { text: string; encoding?: "base64" } | null {
  if (content === null) return bytes === 0 ? { text: "" } : null;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    return { text: Buffer.from(content).toString("base64"), encoding: "base64" };
  }
}

function named(headers: readonly HeaderPair[]) {
  return headers.map(([name, value]) => ({ name, value }));
}

function headerOf(headers: readonly HeaderPair[], wanted: string): string | null {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null;
}

function queryOf(url: string) {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
}

function requestCookies(headers: readonly HeaderPair[]) {
  return headers
    .filter(([name]) => name.toLowerCase() === "cookie")
    .flatMap(([, value]) => value.split(";"))
    .flatMap(cookieOf);
}

function responseCookies(headers: readonly HeaderPair[]) {
  return headers
    .filter(([name]) => name.toLowerCase() === "set-cookie")
    .flatMap(([, value]) => cookieOf(value.split(";")[0] ?? ""));
}

function cookieOf(pair: string): { name: string; value: string }[] {
  const text = pair.trim();
  const equals = text.indexOf("=");
  if (text === "") return [];
  return [{ name: equals < 0 ? "" : text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() }];
}
