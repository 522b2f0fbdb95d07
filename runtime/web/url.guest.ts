import { exposeInterface } from "./interfaces.guest";
import {
  defineProperty,
  getOwnPropertyDescriptor,
  isObject,
  TypeError,
  uncurry,
  uncurryGetter,
} from "./primordials.guest";
import type { URLSearchParams } from "./url-search-params.guest";
import { installUrlSearchParams, linkedParams, replaceParams } from "./url-search-params.guest";
import { match, requireArguments, slice, usvString } from "./web-idl.guest";

/** The engine's own URL: a complete parser and setters, without `searchParams` and `parse`. */
const NativeUrl = URL;
type NativeUrl = URL;

const { prototype: native } = NativeUrl;

function getter(key: keyof NativeUrl): (url: NativeUrl) => string {
  return uncurryGetter<unknown, string>(native, key);
}

function setter(key: keyof NativeUrl): (url: NativeUrl, value: string) => void {
  const descriptor = getOwnPropertyDescriptor(native, key) as { set: (this: NativeUrl, value: string) => void };
  return uncurry(descriptor, "set") as unknown as (url: NativeUrl, value: string) => void;
}

const { canParse } = NativeUrl as { readonly canParse: (url: string, base?: string) => boolean };
const getHref = getter("href");
const getSearch = getter("search");
const getUsername = getter("username");
const getPassword = getter("password");
const getOrigin = getter("origin");
const getProtocol = getter("protocol");
const getPathname = getter("pathname");
const getHost = getter("host");
const getHash = getter("hash");
const setHref = setter("href");
const setSearch = setter("search");

let nativeOf: (url: unknown) => NativeUrl;
let paramsOf: (url: unknown) => URLSearchParams | null;

const WEB_SCHEME = /^https?:/i;
const FRAGMENT_ONLY = /^[\0-\x20]*#/;

/** Whether a URL has an opaque path, as `mailto:a@b` has: one that nothing but a fragment can be resolved against. */
function hasOpaquePath(url: NativeUrl): boolean {
  return getHref(url)[getProtocol(url).length] !== "/";
}

/** The engine's parser takes a base with an opaque path for any input that holds a `#`; the standard only for one that begins with it. */
function canResolve(url: string, base: string): boolean {
  if (!canParse(url, base)) return false;
  if (match(WEB_SCHEME, base) !== null || match(FRAGMENT_ONLY, url) !== null) return true;
  return canParse(url) || !hasOpaquePath(new NativeUrl(base));
}

function parse(url: string, base: string | undefined): NativeUrl | null {
  if (!(base === undefined ? canParse(url) : canResolve(url, base))) return null;
  return base === undefined ? new NativeUrl(url) : new NativeUrl(url, base);
}

class GuestUrl {
  #native: NativeUrl;
  #params: URLSearchParams | null = null;

  static {
    nativeOf = (url) => {
      if (!isObject(url) || !(#native in url)) throw new TypeError("Illegal invocation");
      return url.#native;
    };
    paramsOf = (url) => (url as GuestUrl).#params;
  }

  constructor(url: string, base?: string) {
    requireArguments(arguments.length, 1, "URL");
    const text = usvString(url);
    const parsed = parse(text, base === undefined ? undefined : usvString(base));
    if (parsed === null) throw new TypeError(`Invalid URL: "${text}"`);
    this.#native = parsed;
  }

  static canParse(url: string, base?: string): boolean {
    requireArguments(arguments.length, 1, "URL.canParse");
    const text = usvString(url);
    return base === undefined ? canParse(text) : canResolve(text, usvString(base));
  }

  static parse(url: string, base?: string): GuestUrl | null {
    requireArguments(arguments.length, 1, "URL.parse");
    const text = usvString(url);
    const on = base === undefined ? undefined : usvString(base);
    return parse(text, on) === null ? null : on === undefined ? new GuestUrl(text) : new GuestUrl(text, on);
  }

  get href(): string {
    return getHref(nativeOf(this));
  }
  set href(value: string) {
    const url = nativeOf(this);
    const text = usvString(value);
    if (!canParse(text)) throw new TypeError(`Invalid URL: "${text}"`);
    setHref(url, text);
    syncParams(this, url);
  }

  get search(): string {
    return getSearch(nativeOf(this));
  }
  set search(value: string) {
    const url = nativeOf(this);
    setSearch(url, usvString(value));
    syncParams(this, url);
  }

  get searchParams(): URLSearchParams {
    const url = nativeOf(this);
    this.#params ??= linkedParams(slice(getSearch(url), 1), (query) => {
      setSearch(url, query);
    });
    return this.#params;
  }

  toString(): string {
    return getHref(nativeOf(this));
  }
  toJSON(): string {
    return getHref(nativeOf(this));
  }
}

function syncParams(url: GuestUrl, inner: NativeUrl): void {
  const params = paramsOf(url);
  if (params !== null) replaceParams(params, slice(getSearch(inner), 1));
}

/** The components that are only the engine's, in the standard's order. */
const COMPONENTS = [
  "origin",
  "protocol",
  "username",
  "password",
  "host",
  "hostname",
  "port",
  "pathname",
  "hash",
] as const;

function defineComponent(key: (typeof COMPONENTS)[number]): void {
  const get = getter(key);
  const holder = {
    get [key](): string {
      return get(nativeOf(this));
    },
  };
  const descriptor = getOwnPropertyDescriptor(holder, key) as PropertyDescriptor;
  if (key !== "origin") {
    const change = setter(key);
    const writer = {
      set [key](value: string) {
        change(nativeOf(this), usvString(value));
      },
    };
    const { set } = getOwnPropertyDescriptor(writer, key) as { set: (value: string) => void };
    descriptor.set = set;
  }
  defineProperty(GuestUrl.prototype, key, descriptor);
}

/** The parts of a URL that the rest of the guest asks for. */
export interface UrlParts {
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly host: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly hasCredentials: boolean;
}

/** Parses an absolute URL; null for anything else. */
export function parseUrl(input: string): UrlParts | null {
  if (!canParse(input)) return null;
  const url = new NativeUrl(input);
  return {
    href: getHref(url),
    origin: getOrigin(url),
    protocol: getProtocol(url),
    host: getHost(url),
    pathname: getPathname(url),
    search: getSearch(url),
    hash: getHash(url),
    hasCredentials: getUsername(url) !== "" || getPassword(url) !== "",
  };
}

/** A URL as it is serialized; null for what is none. */
export function serializedUrl(input: string): string | null {
  return canParse(input) ? getHref(new NativeUrl(input)) : null;
}

export function installUrl(): void {
  for (const key of COMPONENTS) defineComponent(key);
  exposeInterface(GuestUrl, "URL", 1, ["canParse", "parse"]);
  installUrlSearchParams();
}
