import type {
  Field,
  FormField,
  InvokeInput,
  InvokeRequest,
  PickedFile,
  SavedBody,
  SavedRequest,
  TakenEvents,
} from "../../../preload/contract";
import type { HeaderPair } from "../../../runtime/model";
import { type EncodedBody, encodeBody } from "./body-model";
import { isJsonType } from "./content-type";
import type { CurlRequest } from "./curl-model";
import { usualEvent } from "./event-templates";
import { problemOfJson } from "./json-model";
import { paramsOf, resolveUrl } from "./url-model";

/** Memory sizes that platforms sell, MiB. */
export const MEMORY_TIERS = [128, 256, 512, 1024, 2048, 4096] as const;
export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;

/** Files by the names that a request's body has for them. */
export type PickedFiles = Readonly<Record<string, PickedFile>>;

/** What a function is called with before anyone said otherwise. */
export function newRequest(takesEvents: TakenEvents | null): SavedRequest {
  return {
    name: "",
    mode: takesEvents === null ? "http" : "event",
    method: "GET",
    url: "/",
    query: [],
    headers: [],
    cookies: [],
    body: { kind: "none" },
    event: usualEvent(takesEvents),
    env: [],
    allowNet: [],
    allowFile: [],
    start: "auto",
    memoryMb: 128,
    timeoutMs: 10_000,
  };
}

export type Prepared =
  | { readonly ok: true; readonly input: InvokeInput }
  /** `at`: the part of the console where it is put right. */
  | { readonly ok: false; readonly at: RequestPart; readonly message: string };
export type RequestPart = "url" | "body" | "event" | "headers";

/** What is sent. `base`: the function's local address. */
export async function prepareInput(request: SavedRequest, files: PickedFiles, base: string): Promise<Prepared> {
  if (request.mode === "event") return prepareEvent(request.event);
  const method = request.method.trim() === "" ? "GET" : request.method.trim();
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(method)) return refuse("url", `“${method}” can't be a method.`);
  if (resolveUrl(request.url, base) === null) return refuse("url", `“${request.url}” can't be read as a URL.`);
  const badHeader = liveFields(request.headers).find(({ name }) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name));
  if (badHeader !== undefined) return refuse("headers", `“${badHeader.name}” can't be a header's name.`);
  const body = takesBody(method) ? await encodeBody(request.body, files) : NO_BODY;
  if (!body.ok) return refuse("body", body.message);
  const headers = sentHeaders(request, body);
  return { ok: true, input: { trigger: "http", method, url: request.url, headers, body: body.bytes } };
}

const NO_BODY = { ok: true, bytes: null, contentType: null } as const;

/** Fetch's own rule: such a request can't even be made with a body. */
export function takesBody(method: string): boolean {
  return !/^(get|head)$/i.test(method.trim());
}

/** The table's headers, then what body and cookies add where the table doesn't say it itself. */
function sentHeaders(
  request: Pick<SavedRequest, "headers" | "cookies">,
  { contentType }: Pick<Extract<EncodedBody, { ok: true }>, "contentType">,
): readonly HeaderPair[] {
  const headers: HeaderPair[] = liveFields(request.headers).map(({ name, value }) => [name, value.trim()]);
  const cookie = liveFields(request.cookies)
    .map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const own = headers.findIndex(([name]) => name.toLowerCase() === "cookie");
  if (cookie !== "" && own === -1) headers.push(["Cookie", cookie]);
  else if (cookie !== "") headers[own] = ["Cookie", `${headers[own]?.[1] ?? ""}; ${cookie}`];
  if (contentType === null) return headers;
  // A multipart body without the boundary that it was written with can't be read.
  const types = headers.filter(([name]) => name.toLowerCase() === "content-type");
  const isUnbounded = types.some(([, type]) => /^multipart\//i.test(type) && !/boundary=/i.test(type));
  if (types.length > 0 && !isUnbounded) return headers;
  return [...headers.filter(([name]) => name.toLowerCase() !== "content-type"), ["Content-Type", contentType]];
}

export function grantsOf(request: SavedRequest): InvokeRequest["grants"] {
  return {
    env: Object.fromEntries(liveFields(request.env).map(({ name, value }) => [name, value])),
    allowNet: request.allowNet,
    allowFile: request.allowFile,
    memoryMb: request.memoryMb,
    timeoutMs: request.timeoutMs,
  };
}

/** Names of files that the body has but whose content is not here: after a restart they are picked again. */
export function missingFiles(body: SavedBody, files: PickedFiles): readonly string[] {
  if (body.kind === "file") return body.name in files ? [] : [body.name];
  if (body.kind !== "form") return [];
  return liveFields(body.fields)
    .filter(({ isFile, value }) => isFile && !(value in files))
    .map(({ value }) => value);
}

/** The lines that count: on, and with a name. */
function liveFields<T extends Field>(fields: readonly T[]): readonly T[] {
  return fields.filter(({ name, on }) => on && name.trim() !== "");
}

/** How many lines count, for a tab's label. */
export function liveCount(fields: readonly Field[]): number {
  return liveFields(fields).length;
}

/** Takes a pasted curl command over; what curl can't say (environment, hosts, files, start, limits) stays as it is. */
export function withCurl(request: SavedRequest, curl: CurlRequest): SavedRequest {
  const field = ([name, value]: HeaderPair): Field => ({ name, value, on: true });
  const type = curl.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? null;
  const body = bodyOfCurl(curl, type);
  // What the body says by itself need not stand in the table.
  const isImplied = (value: string): boolean =>
    (body.kind === "json" && value.toLowerCase() === "application/json") ||
    (body.kind === "form" && /^(application\/x-www-form-urlencoded|multipart\/form-data)/i.test(value));
  return {
    ...request,
    mode: "http",
    method: curl.method,
    url: curl.url,
    query: paramsOf(curl.url),
    headers: curl.headers
      .filter(([name, value]) => name.toLowerCase() !== "content-type" || !isImplied(value))
      .map(field),
    cookies: curl.cookies.map(field),
    body,
  };
}

function bodyOfCurl({ body }: CurlRequest, type: string | null): SavedBody {
  if (body.kind === "multipart") return { kind: "form", fields: body.parts.map((part) => ({ ...part, on: true })) };
  if (body.kind !== "text") return body;
  if (type !== null && isJsonType(type)) return { kind: "json", text: body.text };
  const fields = type === null || /^application\/x-www-form-urlencoded\b/i.test(type) ? formOf(body.text) : null;
  return fields === null ? { kind: "text", text: body.text } : { kind: "form", fields };
}

/** A form's lines, where the text is one: written again, it gives the same text. Null: it is something else. */
function formOf(text: string): readonly FormField[] | null {
  const params = new URLSearchParams(text);
  const isForm = text !== "" && [...params.keys()].every((name) => name !== "") && text.includes("=");
  if (!isForm || comparable(params.toString()) !== comparable(text)) return null;
  return [...params].map(([name, value]) => ({ name, value, on: true, isFile: false }));
}

function comparable(form: string): string {
  try {
    return decodeURIComponent(form.replaceAll("+", "%20"));
  } catch {
    return form;
  }
}

/** The same request for curl, with the headers that are really sent. */
export async function curlOf(request: SavedRequest, base: string): Promise<CurlRequest> {
  const method = request.method.trim() === "" ? "GET" : request.method.trim();
  const { body } = request;
  const headers = liveFields(request.headers).map(({ name, value }) => [name, value.trim()] as const);
  const cookies = liveFields(request.cookies).map(({ name, value }) => [name, value] as const);
  const url = resolveUrl(request.url, base) ?? request.url;
  if (!takesBody(method) || body.kind === "none") return { method, url, headers, cookies, body: { kind: "none" } };
  if (body.kind === "file") return { method, url, headers, cookies, body };
  if (body.kind === "form" && liveFields(body.fields).some(({ isFile }) => isFile)) {
    const parts = liveFields(body.fields).map(({ name, value, isFile }) => ({ name, value, isFile }));
    return { method, url, headers, cookies, body: { kind: "multipart", parts } };
  }
  const encoded = await encodeBody(body, {});
  const text = encoded.ok && encoded.bytes !== null ? new TextDecoder().decode(encoded.bytes) : "";
  const sent = encoded.ok ? sentHeaders({ headers: request.headers, cookies: [] }, encoded) : headers;
  return { method, url, headers: sent, cookies, body: { kind: "text", text } };
}

function prepareEvent(text: string): Prepared {
  if (problemOfJson(text) !== null) return refuse("event", "The event is not JSON.");
  const event: unknown = JSON.parse(text);
  return { ok: true, input: { trigger: "event", event } };
}

function refuse(at: RequestPart, message: string): Prepared {
  return { ok: false, at, message };
}
