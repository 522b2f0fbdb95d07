import type { Body, BodyOwner } from "./body.guest";
import { cloneBody, extractBody, isUnusable, mixBody } from "./body.guest";
import { dictionary } from "./events.guest";
import type { Headers, HeaderList } from "./headers.guest";
import { addDefaultHeader, addHeader, copyHeaders, fillHeaders, headersOf, newHeaderList } from "./headers.guest";
import { exposeInterface } from "./interfaces.guest";
import { isObject, RangeError, stringify, TypeError } from "./primordials.guest";
import { serializedUrl } from "./url.guest";
import { byteString, match, requireArguments, setLength, unsignedShort, usvString } from "./web-idl.guest";

export type ResponseType = "basic" | "cors" | "default" | "error" | "opaque" | "opaqueredirect";

/** A response, as the Fetch standard has it. */
export interface ResponseState extends BodyOwner {
  readonly type: ResponseType;
  /** Empty for one that was not fetched. */
  readonly url: string;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  headersObject: Headers | null;
  body: Body | null;
}

interface ResponseInit {
  readonly status?: unknown;
  readonly statusText?: unknown;
  readonly headers?: unknown;
}

/** RFC 9112's reason-phrase: tab, space, visible and upper characters. */
const NOT_IN_REASON = /[^\t\x20-\x7e\x80-\xff]/;

let stateOf: (response: unknown) => ResponseState;
let isResponseObject: (value: unknown) => value is Response;
let prepared: ResponseState | null = null;

/** Statuses whose responses never have a body. */
export function isNullBodyStatus(status: number): boolean {
  return status === 101 || status === 103 || status === 204 || status === 205 || status === 304;
}

/** The standard's "initialize a response", except for the body. */
function initialized(init: unknown): ResponseState {
  const given = dictionary<ResponseInit>(init);
  const headers = newHeaderList();
  let status = 200;
  let statusText = "";
  if (given !== null) {
    const { headers: headersInit, status: statusInit, statusText: textInit } = given;
    if (statusInit !== undefined) status = unsignedShort(statusInit);
    if (textInit !== undefined) statusText = byteString(textInit);
    if (status < 200 || status > 599) throw new RangeError(`The status must be from 200 to 599, but is ${status}.`);
    if (statusText !== "" && match(NOT_IN_REASON, statusText) !== null) throw new TypeError("Invalid statusText.");
    if (headersInit !== undefined) fillHeaders(headers, headersInit);
  }
  return { type: "default", url: "", redirected: false, status, statusText, headers, headersObject: null, body: null };
}

function attachBody(state: ResponseState, body: Body, type: string | null): void {
  if (isNullBodyStatus(state.status)) throw new TypeError(`A response with status ${state.status} can't have a body.`);
  state.body = body;
  if (type !== null) addDefaultHeader(state.headers, "content-type", type);
}

export class Response {
  #state: ResponseState;

  static {
    isResponseObject = (value): value is Response => isObject(value) && #state in value;
    stateOf = (response) => {
      if (!isResponseObject(response)) throw new TypeError("Illegal invocation");
      return response.#state;
    };
  }

  constructor(body: unknown = null, init?: unknown) {
    if (prepared !== null) {
      this.#state = prepared;
      prepared = null;
      return;
    }
    // The body is converted first, as the arguments' order wants it, and attached last.
    const extracted = body === null ? null : extractBody(body);
    this.#state = initialized(init);
    if (extracted !== null) attachBody(this.#state, extracted.body, extracted.type);
  }

  static error(): Response {
    const headers = newHeaderList();
    headers.immutable = true;
    return responseOf({
      type: "error",
      url: "",
      redirected: false,
      status: 0,
      statusText: "",
      headers,
      headersObject: null,
      body: null,
    });
  }

  static json(data: unknown, init?: unknown): Response {
    requireArguments(arguments.length, 1, "Response.json");
    const text = stringify(data) as string | undefined;
    if (text === undefined) throw new TypeError("Response.json: the value has no JSON.");
    const state = initialized(init);
    attachBody(state, extractBody(text).body, "application/json");
    return responseOf(state);
  }

  static redirect(url: string, status: unknown = 302): Response {
    requireArguments(arguments.length, 1, "Response.redirect");
    const text = usvString(url);
    const code = unsignedShort(status);
    const location = serializedUrl(text);
    if (location === null) throw new TypeError(`Response.redirect: "${text}" is not an absolute URL.`);
    if (code !== 301 && code !== 302 && code !== 303 && code !== 307 && code !== 308) {
      throw new RangeError(`Response.redirect: ${code} is not a redirect's status.`);
    }
    const state = initialized({ __proto__: null, status: code });
    addHeader(state.headers, "location", "location", location);
    state.headers.immutable = true;
    return responseOf(state);
  }

  get type(): ResponseType {
    return stateOf(this).type;
  }
  get url(): string {
    return stateOf(this).url;
  }
  get redirected(): boolean {
    return stateOf(this).redirected;
  }
  get status(): number {
    return stateOf(this).status;
  }
  get ok(): boolean {
    const { status } = stateOf(this);
    return status >= 200 && status <= 299;
  }
  get statusText(): string {
    return stateOf(this).statusText;
  }
  get headers(): Headers {
    const state = stateOf(this);
    return (state.headersObject ??= headersOf(state.headers));
  }

  clone(): Response {
    const state = stateOf(this);
    if (isUnusable(state.body)) throw new TypeError("A response whose body was read, or is locked, can't be cloned.");
    const headers = copyHeaders(state.headers, state.headers.immutable);
    const body = state.body === null ? null : cloneBody(state.body);
    return responseOf({ ...state, headers, headersObject: null, body });
  }
}

/** A response with this state. */
export function responseOf(state: ResponseState): Response {
  prepared = state;
  return new Response();
}

/** The state of a value that is a response of this guest, whatever its prototype says; null for anything else. */
export function responseState(value: unknown): ResponseState | null {
  return isResponseObject(value) ? stateOf(value) : null;
}

export function installResponse(): void {
  mixBody(Response.prototype, stateOf);
  setLength(Response, "json", 1);
  exposeInterface(Response, "Response", 0, ["error", "json", "redirect"]);
}
