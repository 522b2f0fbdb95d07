import { globalTarget, hasListener } from "./events.guest";
import { isObject, ownKeys, uncurry } from "./primordials.guest";
import { slice } from "./web-idl.guest";

export type Callable = (...args: unknown[]) => unknown;

/** What answers HTTP requests. */
export type HttpHandler =
  /** `export default { fetch(request, env, ctx) }`, or a class instance, or an app: called as its method. */
  | { readonly kind: "fetch"; readonly self: object; readonly call: Callable }
  /** `export default function (request, env, ctx)` */
  | { readonly kind: "function"; readonly self: undefined; readonly call: Callable }
  /** `export function GET(request)` … */
  | { readonly kind: "methods"; readonly methods: Readonly<Record<string, Callable>>; readonly allow: string }
  /** `addEventListener("fetch", …)` */
  | { readonly kind: "listener" }
  /** `export const handler = async (event, context)`; `cloudFront` when the module says that its events are CloudFront's. */
  | { readonly kind: "lambda"; readonly call: Callable; readonly cloudFront: boolean };

/** What a module answers with. `event` takes events that are given as they are. */
export interface Handlers {
  readonly http: HttpHandler;
  readonly event: Callable | null;
}

/** The methods that a module can export, in the order in which `Allow` lists them. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

const UNDERSTOOD =
  "export default { fetch(request, env, ctx) }, export default function (request, env, ctx), named GET, POST, …, " +
  'addEventListener("fetch", …), or export const handler = async (event, context)';

const sourceOf = uncurry(Function.prototype, "toString");

type Exports = Readonly<Record<string, unknown>>;

/** The module's handlers, or one line that says what it exports instead. Reading an export may throw what a getter throws. */
export function handlersOf(namespace: object): Handlers | string {
  const exports = unwrapped(namespace as Exports);
  const { handler } = exports;
  const main = exports.default;
  const inner = isObject(main) ? unwrapped(main as Exports) : null;
  const lambda = callable(handler) ?? callable(inner?.handler);
  const config = exports.config ?? inner?.config;
  const http =
    defaultHandler(main) ??
    methodsOf(exports) ??
    (inner === null ? null : methodsOf(inner)) ??
    (lambda === null ? null : ({ kind: "lambda", call: lambda, cloudFront: isCloudFront(config) } as const)) ??
    (hasListener(globalTarget, "fetch") ? ({ kind: "listener" } as const) : null);
  return http === null ? wrongShape(exports) : { http, event: lambda };
}

/** CommonJS that was compiled from ES modules holds its exports one level deeper. */
function unwrapped(exports: Exports): Exports {
  const inner = exports.default;
  if (!isObject(inner)) return exports;
  const compiled = (inner as Exports).__esModule === true;
  return compiled ? (inner as Exports) : exports;
}

function callable(value: unknown): Callable | null {
  return typeof value === "function" ? (value as Callable) : null;
}

function defaultHandler(main: unknown): HttpHandler | null {
  if (!isObject(main)) return null;
  const { fetch } = main as { fetch?: unknown };
  if (typeof fetch === "function") return { kind: "fetch", self: main, call: fetch as Callable };
  if (typeof main === "function" && !isClass(main))
    return { kind: "function", self: undefined, call: main as Callable };
  return null;
}

function isClass(value: unknown): boolean {
  return typeof value === "function" && slice(sourceOf(value), 0, 6) === "class ";
}

function methodsOf(exports: Exports): HttpHandler | null {
  const methods = { __proto__: null } as unknown as Record<string, Callable>;
  let allow = "";
  for (let i = 0; i < METHODS.length; i++) {
    const method = METHODS[i] as string;
    const call = callable(exports[method]);
    const listed = call !== null || (method === "HEAD" && methods.GET !== undefined);
    if (call !== null) methods[method] = call;
    if (listed) allow += allow === "" ? method : ", " + method;
  }
  return allow === "" ? null : { kind: "methods", methods, allow };
}

/**
 * Nothing in a handler tells CloudFront's events from API Gateway's, so the module says it: `export const config = { event: "cloudfront" }`.
 */
function isCloudFront(config: unknown): boolean {
  return isObject(config) && (config as { event?: unknown }).event === "cloudfront";
}

function wrongShape(exports: Exports): string {
  const keys = ownKeys(exports);
  let found = "";
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== "string") continue;
    found += (found === "" ? "" : ", ") + key + " (" + kindOf(exports[key]) + ")";
  }
  const what = found === "" ? "exports nothing and adds no fetch listener" : "exports only " + found;
  return "the module " + what + "; a function is one of: " + UNDERSTOOD;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (isClass(value)) return "class";
  if (typeof value !== "object") return typeof value;
  let keys = "";
  const names = ownKeys(value);
  for (let i = 0; i < names.length && i < 5; i++) {
    const name = names[i];
    if (typeof name === "string") keys += (keys === "" ? "" : ", ") + name;
  }
  return keys === "" ? "an object without keys" : "an object with " + keys + (names.length > 5 ? ", …" : "");
}
