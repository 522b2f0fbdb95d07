import { match, byteString, enumeration, toUpperCase, usvString } from "./web-idl.guest";
import { toText, TypeError } from "./primordials.guest";
import { parseUrl } from "./url.guest";

/** The members of `RequestInit`, not yet converted. */
export interface RequestInit {
  readonly method: unknown;
  readonly headers: unknown;
  readonly body: unknown;
  readonly signal: unknown;
  readonly duplex: unknown;
  readonly mode: unknown;
  readonly credentials: unknown;
  readonly cache: unknown;
  readonly redirect: unknown;
  readonly referrer: unknown;
  readonly referrerPolicy: unknown;
  readonly integrity: unknown;
  readonly keepalive: unknown;
  readonly priority: unknown;
  readonly window: unknown;
}

const MODES = ["navigate", "same-origin", "no-cors", "cors"] as const;
const CREDENTIALS = ["omit", "same-origin", "include"] as const;
const CACHES = ["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"] as const;
const REDIRECTS = ["follow", "error", "manual"] as const;
const POLICIES = [
  "",
  "no-referrer",
  "no-referrer-when-downgrade",
  "same-origin",
  "origin",
  "strict-origin",
  "origin-when-cross-origin",
  "strict-origin-when-cross-origin",
  "unsafe-url",
] as const;
const PRIORITIES = ["high", "low", "auto"] as const;

/** What a request says that has no meaning without a browser, and how it takes redirects. */
export interface Settings {
  readonly mode: (typeof MODES)[number];
  readonly credentials: (typeof CREDENTIALS)[number];
  readonly cache: (typeof CACHES)[number];
  readonly redirect: (typeof REDIRECTS)[number];
  readonly referrer: string;
  readonly referrerPolicy: (typeof POLICIES)[number];
  readonly integrity: string;
  readonly keepalive: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  mode: "cors",
  credentials: "same-origin",
  cache: "default",
  redirect: "follow",
  referrer: "client",
  referrerPolicy: "",
  integrity: "",
  keepalive: false,
};

/** The settings of a new request: what `init` says over what the request it is made of has. */
export function settingsOf(init: Partial<RequestInit> | null, inherited: Settings, url: string): Settings {
  if (init === null) return inherited;
  const mode = enumeration(init.mode, MODES, "Request mode");
  const credentials = enumeration(init.credentials, CREDENTIALS, "Request credentials");
  const cache = enumeration(init.cache, CACHES, "Request cache");
  const redirect = enumeration(init.redirect, REDIRECTS, "Request redirect");
  const referrerPolicy = enumeration(init.referrerPolicy, POLICIES, "Request referrerPolicy");
  enumeration(init.priority, PRIORITIES, "Request priority");
  enumeration(init.duplex, ["half"], "Request duplex");
  if (init.window !== undefined && init.window !== null) throw new TypeError("Request: window can only be null.");
  if (mode === "navigate") throw new TypeError("Request: mode can't be navigate.");
  const resulting = mode ?? inherited.mode;
  if ((cache ?? inherited.cache) === "only-if-cached" && resulting !== "same-origin") {
    throw new TypeError("Request: the cache mode only-if-cached needs the mode same-origin.");
  }
  return {
    mode: resulting,
    credentials: credentials ?? inherited.credentials,
    cache: cache ?? inherited.cache,
    redirect: redirect ?? inherited.redirect,
    referrer: init.referrer === undefined ? inherited.referrer : referrerOf(init.referrer, url),
    referrerPolicy: referrerPolicy ?? inherited.referrerPolicy,
    integrity: init.integrity === undefined ? inherited.integrity : toText(init.integrity),
    keepalive: init.keepalive === undefined ? inherited.keepalive : !!init.keepalive,
  };
}

function referrerOf(value: unknown, url: string): string {
  const text = usvString(value);
  if (text === "") return "no-referrer";
  const parsed = parseUrl(text);
  if (parsed === null) throw new TypeError(`Request: the referrer "${text}" is not a URL.`);
  const client = parsed.protocol === "about:" && parsed.pathname === "client";
  return client || parsed.origin !== parseUrl(url)?.origin ? "client" : parsed.href;
}

const NOT_TOKEN = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;

/** A method that may be used, normalized: the well-known ones in upper case, others as they are. */
export function methodOf(value: unknown): string {
  const method = byteString(value);
  if (method === "" || match(NOT_TOKEN, method) !== null) throw new TypeError(`"${method}" is not a method.`);
  const upper = toUpperCase(method);
  switch (upper) {
    case "CONNECT":
    case "TRACE":
    case "TRACK":
      throw new TypeError(`The method ${upper} is forbidden.`);
    case "DELETE":
    case "GET":
    case "HEAD":
    case "OPTIONS":
    case "POST":
    case "PUT":
      return upper;
    default:
      return method;
  }
}
