import { toBase64, fromBase64 } from "./base64.guest";
import { bodyOfBytes, bodyOfText } from "./body.guest";
import { CallFailure } from "./call-errors.guest";
import { put, putJoined } from "./event-objects.guest";
import {
  addDefaultHeader,
  addHeader,
  eachHeader,
  fillHeaders,
  getHeader,
  hasHeader,
  newHeaderList,
} from "./headers.guest";
import { mimeTypeOf } from "./mime.guest";
import { isArray, isObject, stringify, toText, uncurry } from "./primordials.guest";
import type { RequestState } from "./request.guest";
import { requestUrl } from "./request.guest";
import type { ResponseState } from "./response.guest";
import { decodeUtf8Strictly, parseUrlEncoded } from "./url-encoded.guest";
import type { UrlParts } from "./url.guest";
import { parseUrl } from "./url.guest";
import { indexOf, slice } from "./web-idl.guest";

/**
 * API Gateway's HTTP API events, format 2.0, and how it infers a response.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */

const toIso = uncurry(Date.prototype, "toISOString");
const { Date: EngineDate } = globalThis;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** What an event is made of, beside the request. */
export interface EventFacts {
  readonly requestId: string;
  readonly epochMs: number;
}

/** `23/Nov/2026:20:01:38 +0000` */
function logTime(epochMs: number): string {
  const iso = toIso(new EngineDate(epochMs));
  const month = MONTHS[+slice(iso, 5, 7) - 1] as string;
  return `${slice(iso, 8, 10)}/${month}/${slice(iso, 0, 4)}:${slice(iso, 11, 19)} +0000`;
}

/** Types whose bodies API Gateway hands on as text; all others come as Base64. */
function isText(essence: string | undefined): boolean {
  if (essence === undefined) return true;
  return (
    slice(essence, 0, 5) === "text/" ||
    essence === "application/json" ||
    essence === "application/javascript" ||
    essence === "application/xml" ||
    slice(essence, -5) === "+json" ||
    slice(essence, -4) === "+xml"
  );
}

/** The cookies of a `cookie` header, each by itself. */
function cookiesOf(header: string): string[] {
  const cookies: string[] = [];
  for (let at = 0; at <= header.length;) {
    let end = indexOf(header, ";", at);
    if (end < 0) end = header.length;
    while (header[at] === " ") at++;
    if (end > at) put(cookies, toText(cookies.length), slice(header, at, end));
    at = end + 1;
  }
  return cookies;
}

function clientIp(request: RequestState): string {
  const forwarded = getHeader(request.headers, "x-forwarded-for");
  if (forwarded === null) return "127.0.0.1";
  const comma = indexOf(forwarded, ",");
  return comma < 0 ? forwarded : slice(forwarded, 0, comma);
}

/** The event of a request. `body` is its whole body, or null. */
export function apiGatewayEvent(request: RequestState, body: Uint8Array | null, facts: EventFacts): object {
  const url = parseUrl(requestUrl(request)) as UrlParts;
  const headers = {};
  const seen = { __proto__: null } as unknown as Record<string, string>;
  eachHeader(request.headers, (name, value) => {
    if (name !== "cookie") putJoined(headers, seen, name, value);
  });
  if (!hasHeader(request.headers, "host")) put(headers, "host", url.host);
  const event = { version: "2.0", routeKey: "$default", rawPath: url.pathname, rawQueryString: slice(url.search, 1) };
  const cookies = getHeader(request.headers, "cookie");
  if (cookies !== null) put(event, "cookies", cookiesOf(cookies));
  put(event, "headers", headers);
  const query = parseUrlEncoded(slice(url.search, 1));
  if (query.length > 0) put(event, "queryStringParameters", joinedQuery(query));
  put(event, "requestContext", requestContext(request, url, facts));
  putBody(event, request, body);
  return event;
}

function joinedQuery(query: readonly { name: string; value: string }[]): object {
  const parameters = {};
  const seen = { __proto__: null } as unknown as Record<string, string>;
  for (let i = 0; i < query.length; i++) {
    const { name, value } = query[i] as { name: string; value: string };
    putJoined(parameters, seen, name, value);
  }
  return parameters;
}

function requestContext(request: RequestState, url: UrlParts, { requestId, epochMs }: EventFacts): object {
  const dot = indexOf(url.host, ".");
  return {
    accountId: "anonymous",
    apiId: "local",
    domainName: url.host,
    domainPrefix: dot < 0 ? url.host : slice(url.host, 0, dot),
    http: {
      method: request.method,
      path: url.pathname,
      protocol: "HTTP/1.1",
      sourceIp: clientIp(request),
      userAgent: getHeader(request.headers, "user-agent") ?? "",
    },
    requestId,
    routeKey: "$default",
    stage: "$default",
    time: logTime(epochMs),
    timeEpoch: epochMs,
  };
}

function putBody(event: object, request: RequestState, body: Uint8Array | null): void {
  const text = body !== null && isText(mimeTypeOf(request.headers)?.essence) ? decodeUtf8Strictly(body) : null;
  if (body !== null && body.length > 0) put(event, "body", text ?? toBase64(body));
  put(event, "isBase64Encoded", body !== null && body.length > 0 && text === null);
}

function invalid(what: string): CallFailure {
  return new CallFailure("invalid-response", what);
}

interface LambdaResult {
  readonly statusCode?: unknown;
  readonly headers?: unknown;
  readonly cookies?: unknown;
  readonly body?: unknown;
  readonly isBase64Encoded?: unknown;
}

/** A response without headers and body. */
export function emptyResponse(status: number, statusText = ""): ResponseState {
  return {
    type: "default",
    url: "",
    redirected: false,
    status,
    statusText,
    headers: newHeaderList(),
    headersObject: null,
    body: null,
  };
}

/**
 * The response of a handler's result: an object with `statusCode` says it all, and any other JSON value is a body of JSON.
 * @throws {CallFailure} when it is neither.
 */
export function apiGatewayResponse(result: unknown): ResponseState {
  if (isObject(result) && (result as LambdaResult).statusCode !== undefined) return explicitResponse(result);
  const response = emptyResponse(200);
  const text = typeof result === "string" ? result : jsonOf(result);
  response.body = bodyOfText(text);
  addHeader(response.headers, "content-type", "content-type", "application/json");
  return response;
}

/** @throws {CallFailure} when the value has no JSON. */
export function jsonOf(value: unknown): string {
  let text: string | undefined;
  try {
    text = stringify(value);
  } catch {
    throw invalid("the handler's result can't be written as JSON");
  }
  if (typeof text !== "string") throw invalid("the handler returned nothing instead of a result");
  return text;
}

/** @throws {CallFailure} when it is no status that a response can have. */
export function statusOf(value: unknown, name: string): number {
  const status = typeof value === "string" ? +value : value;
  if (typeof status === "number" && status >= 200 && status <= 599 && status % 1 === 0) return status;
  throw invalid(`the handler's result has a ${name} that is not a whole number from 200 to 599`);
}

function explicitResponse(result: LambdaResult): ResponseState {
  const response = emptyResponse(statusOf(result.statusCode, "statusCode"));
  const { headers, cookies, body, isBase64Encoded } = result;
  if (headers !== undefined && headers !== null) fillValid(response, headers);
  if (cookies !== undefined && cookies !== null) {
    if (!isArray(cookies)) throw invalid("the handler's result has cookies that are not an array");
    for (let i = 0; i < cookies.length; i++) fillValid(response, { "set-cookie": cookies[i] });
  }
  if (body !== undefined && body !== null) response.body = resultBody(body, !!isBase64Encoded);
  if (response.body !== null) addDefaultHeader(response.headers, "content-type", "text/plain;charset=UTF-8");
  return response;
}

function fillValid(response: ResponseState, headers: unknown): void {
  try {
    fillHeaders(response.headers, headers);
  } catch {
    throw invalid("the handler's result has a header that is not valid");
  }
}

/** @throws {CallFailure} when it is no string, or no Base64 though it should be. */
export function resultBody(body: unknown, isBase64: boolean): ReturnType<typeof bodyOfText> {
  if (typeof body !== "string") throw invalid("the handler's result has a body that is not a string");
  if (!isBase64) return bodyOfText(body);
  const bytes = fromBase64(body);
  if (bytes === null) throw invalid("the handler's result says that its body is Base64, but it is not");
  return bodyOfBytes(bytes);
}
