import { emptyResponse, jsonOf, resultBody, statusOf } from "./api-gateway.guest";
import type { EventFacts } from "./api-gateway.guest";
import { toBase64 } from "./base64.guest";
import { bodyOfText } from "./body.guest";
import { CallFailure } from "./call-errors.guest";
import { put } from "./event-objects.guest";
import { addHeader, eachHeader, fillHeaders, hasHeader } from "./headers.guest";
import { isArray, isObject, ownKeys, toText } from "./primordials.guest";
import type { RequestState } from "./request.guest";
import { requestUrl } from "./request.guest";
import type { ResponseState } from "./response.guest";
import type { UrlParts } from "./url.guest";
import { parseUrl } from "./url.guest";
import { byteString, slice } from "./web-idl.guest";

/**
 * Lambda@Edge's viewer-request event, for a module that says `export const config = { event: "cloudfront" }`. Over HTTP, its
 * handler's result is either a response, which is the answer, or the request that CloudFront would go on with: there is no origin
 * behind it here, so the answer is JSON that tells that request.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html
 */

interface CloudFrontHeader {
  readonly key: string;
  readonly value: string;
}

/** The event of a request. `body` is its whole body, or null. */
export function cloudFrontEvent(request: RequestState, body: Uint8Array | null, { requestId }: EventFacts): object {
  const url = parseUrl(requestUrl(request)) as UrlParts;
  const headers: Record<string, CloudFrontHeader[]> = {};
  const lists = { __proto__: null } as unknown as Record<string, CloudFrontHeader[]>;
  const add = (name: string, value: string): void => {
    const list = lists[name] ?? [];
    put(list, toText(list.length), { key: name, value });
    put(lists, name, list);
    put(headers, name, list);
  };
  eachHeader(request.headers, add);
  if (!hasHeader(request.headers, "host")) add("host", url.host);
  const forwarded = lists["x-forwarded-for"]?.[0];
  const inner = {
    clientIp: forwarded === undefined ? "127.0.0.1" : forwarded.value,
    headers,
    method: request.method,
    querystring: slice(url.search, 1),
    uri: url.pathname,
  };
  if (body !== null && body.length > 0) {
    put(inner, "body", { action: "read-only", data: toBase64(body), encoding: "base64", inputTruncated: false });
  }
  const config = {
    distributionDomainName: url.host,
    distributionId: "LOCAL",
    eventType: "viewer-request",
    requestId,
  };
  return { Records: [{ cf: { config, request: inner } }] };
}

interface CloudFrontResult {
  readonly status?: unknown;
  readonly statusDescription?: unknown;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly bodyEncoding?: unknown;
  readonly uri?: unknown;
}

function invalid(what: string): CallFailure {
  return new CallFailure("invalid-response", what);
}

/**
 * The response of a handler's result.
 * @throws {CallFailure} when it is neither a response nor a request.
 */
export function cloudFrontResponse(result: unknown): ResponseState {
  if (!isObject(result)) throw invalid("the handler returned neither a CloudFront request nor a response");
  const { status, uri } = result as CloudFrontResult;
  if (status !== undefined) return generatedResponse(result);
  if (typeof uri !== "string") {
    throw invalid("the handler's result is no CloudFront request (no uri) and no response (no status)");
  }
  const response = emptyResponse(200, "");
  response.body = bodyOfText(jsonOf({ forwarded: result }));
  addHeader(response.headers, "content-type", "content-type", "application/json");
  addHeader(response.headers, "x-coldframe-cloudfront", "x-coldframe-cloudfront", "forwarded");
  return response;
}

function generatedResponse(result: CloudFrontResult): ResponseState {
  const { status, statusDescription, headers, body, bodyEncoding } = result;
  const described = typeof statusDescription === "string" ? byteString(statusDescription) : "";
  const response = emptyResponse(statusOf(status, "status"), described);
  if (isObject(headers)) fillHeaderLists(response, headers);
  if (body !== undefined && body !== null) response.body = resultBody(body, bodyEncoding === "base64");
  return response;
}

/** CloudFront's headers: lists of `{ key, value }` under the name in lower case. */
function fillHeaderLists(response: ResponseState, headers: object): void {
  const names = ownKeys(headers);
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const list = (headers as Record<string, unknown>)[name];
    if (!isArray(list))
      throw invalid(`the handler's result has a header "${name}" that is not a list of { key, value }`);
    for (let j = 0; j < list.length; j++) fillOne(response, name, list[j]);
  }
}

function fillOne(response: ResponseState, name: string, entry: unknown): void {
  if (!isObject(entry))
    throw invalid(`the handler's result has a header "${name}" that is not a list of { key, value }`);
  const { key, value } = entry as Partial<CloudFrontHeader>;
  const pair = {};
  put(pair, key ?? name, value);
  try {
    fillHeaders(response.headers, pair);
  } catch {
    throw invalid(`the handler's result has a header "${name}" that is not valid`);
  }
}
