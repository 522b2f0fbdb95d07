import type { AbortSignal } from "./abort.guest";
import { abortSignal, createSignal, follow, isAbortSignal } from "./abort.guest";
import type { Body, BodyOwner } from "./body.guest";
import { cloneBody, extractBody, isUnusable, mixBody, takeBody } from "./body.guest";
import { dictionary } from "./events.guest";
import type { Headers, HeaderList } from "./headers.guest";
import { addDefaultHeader, copyHeaders, fillHeaders, headersOf, newHeaderList } from "./headers.guest";
import { exposeInterface } from "./interfaces.guest";
import { isObject, TypeError } from "./primordials.guest";
import type { RequestInit, Settings } from "./request-settings.guest";
import { DEFAULT_SETTINGS, methodOf, settingsOf } from "./request-settings.guest";
import { parseUrl, serializedUrl } from "./url.guest";
import { requireArguments, usvString } from "./web-idl.guest";

/** A request, as the Fetch standard has it. */
export interface RequestState extends BodyOwner {
  readonly method: string;
  url: string;
  /** Whether `url` still is as the host gave it. */
  raw: boolean;
  readonly headers: HeaderList;
  headersObject: Headers | null;
  body: Body | null;
  settings: Settings;
  /** Made when it is first asked for. */
  signal: AbortSignal | null;
  /** What the signal follows. */
  follows: RequestState | AbortSignal | null;
  /** The call's client went away before anybody asked for the signal. */
  cancelled: boolean;
}

let stateOf: (request: unknown) => RequestState;
let isRequestObject: (value: unknown) => value is Request;
let prepared: RequestState | null = null;

function signalOf(state: RequestState): AbortSignal {
  if (state.signal === null) {
    const { follows } = state;
    if (follows === null) state.signal = createSignal();
    else state.signal = follow([isAbortSignal(follows) ? follows : signalOf(follows)]);
    if (state.cancelled) abortSignal(state.signal);
  }
  return state.signal;
}

function urlOf(state: RequestState): string {
  if (state.raw) {
    state.raw = false;
    state.url = serializedUrl(state.url) ?? state.url;
  }
  return state.url;
}

function urlFrom(input: unknown): string {
  const text = usvString(input);
  const url = parseUrl(text);
  if (url === null) throw new TypeError(`Invalid URL: "${text}". A request needs an absolute one.`);
  if (url.hasCredentials) throw new TypeError("The URL of a request can't hold credentials.");
  return url.href;
}

/** The standard's constructor of Request. */
function constructed(input: unknown, init: unknown): RequestState {
  const source = isRequestObject(input) ? stateOf(input) : null;
  const url = source === null ? urlFrom(input) : urlOf(source);
  const given = dictionary<RequestInit>(init);
  const method = given?.method === undefined ? (source?.method ?? "GET") : methodOf(given.method);
  const settings = settingsOf(given, source?.settings ?? DEFAULT_SETTINGS, url);
  const headersInit = given?.headers;
  const headers = headersInit === undefined && source !== null ? copyHeaders(source.headers, false) : newHeaderList();
  if (headersInit !== undefined) fillHeaders(headers, headersInit);
  const state: RequestState = {
    method,
    url,
    raw: false,
    headers,
    headersObject: null,
    body: null,
    settings,
    signal: null,
    follows: followedBy(given, source),
    cancelled: false,
  };
  state.body = constructedBody(state, given, source);
  return state;
}

function followedBy(
  given: Partial<RequestInit> | null,
  source: RequestState | null,
): RequestState | AbortSignal | null {
  const signal = given?.signal;
  if (signal === undefined) return source;
  if (signal === null) return null;
  if (!isAbortSignal(signal)) throw new TypeError("Request: signal is not an AbortSignal.");
  return signal;
}

function constructedBody(
  state: RequestState,
  given: Partial<RequestInit> | null,
  source: RequestState | null,
): Body | null {
  const init = given?.body;
  const inherits = init === undefined || init === null;
  const inherited = source?.body ?? null;
  if ((!inherits || inherited !== null) && (state.method === "GET" || state.method === "HEAD")) {
    throw new TypeError(`A request with method ${state.method} can't have a body.`);
  }
  if (inherits) {
    if (inherited === null) return null;
    if (isUnusable(inherited)) throw new TypeError("The body of the given request was already read, or is locked.");
    return takeBody(inherited);
  }
  const { body, type } = extractBody(init);
  if (type !== null) addDefaultHeader(state.headers, "content-type", type);
  if (body.stream !== null && given?.duplex === undefined) {
    throw new TypeError('A request with a stream as its body needs duplex: "half".');
  }
  return body;
}

export class Request {
  #state: RequestState;

  static {
    isRequestObject = (value): value is Request => isObject(value) && #state in value;
    stateOf = (request) => {
      if (!isRequestObject(request)) throw new TypeError("Illegal invocation");
      return request.#state;
    };
  }

  constructor(input: unknown, init?: unknown) {
    if (prepared !== null) {
      this.#state = prepared;
      prepared = null;
      return;
    }
    requireArguments(arguments.length, 1, "Request");
    this.#state = constructed(input, init);
  }

  get method(): string {
    return stateOf(this).method;
  }
  get url(): string {
    return urlOf(stateOf(this));
  }
  get headers(): Headers {
    const state = stateOf(this);
    return (state.headersObject ??= headersOf(state.headers));
  }
  get destination(): string {
    stateOf(this);
    return "";
  }
  get referrer(): string {
    const { referrer } = stateOf(this).settings;
    return referrer === "client" ? "about:client" : referrer === "no-referrer" ? "" : referrer;
  }
  get referrerPolicy(): string {
    return stateOf(this).settings.referrerPolicy;
  }
  get mode(): string {
    return stateOf(this).settings.mode;
  }
  get credentials(): string {
    return stateOf(this).settings.credentials;
  }
  get cache(): string {
    return stateOf(this).settings.cache;
  }
  get redirect(): string {
    return stateOf(this).settings.redirect;
  }
  get integrity(): string {
    return stateOf(this).settings.integrity;
  }
  get keepalive(): boolean {
    return stateOf(this).settings.keepalive;
  }
  get isReloadNavigation(): boolean {
    stateOf(this);
    return false;
  }
  get isHistoryNavigation(): boolean {
    stateOf(this);
    return false;
  }
  get signal(): AbortSignal {
    return signalOf(stateOf(this));
  }
  get duplex(): string {
    stateOf(this);
    return "half";
  }

  clone(): Request {
    const state = stateOf(this);
    if (isUnusable(state.body)) throw new TypeError("A request whose body was read, or is locked, can't be cloned.");
    return requestOf({
      ...state,
      url: urlOf(state),
      raw: false,
      headers: copyHeaders(state.headers, state.headers.immutable),
      headersObject: null,
      body: state.body === null ? null : cloneBody(state.body),
      signal: null,
      follows: state,
      cancelled: false,
    });
  }
}

/** A request with this state. */
export function requestOf(state: RequestState): Request {
  prepared = state;
  return new Request(undefined);
}

/** The state of a request as the host gives it: nothing in it is parsed before somebody asks. `raw`: the URL is not serialized yet. */
export function incomingState(
  method: string,
  url: string,
  raw: boolean,
  headers: HeaderList,
  body: Body | null,
): RequestState {
  return {
    method,
    url,
    raw,
    headers,
    headersObject: null,
    body,
    settings: DEFAULT_SETTINGS,
    signal: null,
    follows: null,
    cancelled: false,
  };
}

/** What `fetch` works on: the state of a new request of its arguments. */
export function fetchState(input: unknown, init: unknown): RequestState {
  return constructed(input, init);
}

/** The signal of a request if anything could abort it; null when nobody could. */
export function signalWanted(state: RequestState): AbortSignal | null {
  return state.follows === null && state.signal === null ? null : signalOf(state);
}

/** The client went away: aborts the signal, or notes it for whoever asks for it later. */
export function cancelRequest(state: RequestState): void {
  state.cancelled = true;
  if (state.signal !== null) abortSignal(state.signal);
}

/** A request's absolute URL, serialized. */
export function requestUrl(state: RequestState): string {
  return urlOf(state);
}

export function installRequest(): void {
  mixBody(Request.prototype, stateOf);
  exposeInterface(Request, "Request", 1);
}
