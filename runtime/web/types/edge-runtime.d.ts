/**
 * What a function finds in Coldframe's sandbox beside the language: these globals and no others, so that `document`, `localStorage`,
 * `XMLHttpRequest` or `WebSocket` are errors before they are called. The editor knows it; for `tsc` and other editors, in tsconfig.json:
 *
 *     { "compilerOptions": { "lib": ["ESNext"], "types": ["./node_modules/coldframe/runtime/web/types/edge-runtime"] } }
 *
 * `tsc` takes the language from its own libraries and so knows an `Intl` and an `Atomics`, which the sandbox has not; the editor doesn't.
 *
 * `any` stands where the platforms' own declarations have it (a reason, a thrown value, a chunk without a type): what compiles for them
 * must compile here.
 *
 * A test holds every name in it against the sandbox, and the sandbox against it.
 */

/// <reference path="./http.d.ts" />
/// <reference path="./language.d.ts" />
/// <reference path="./streams-and-crypto.d.ts" />

// ---------------------------------------------------------------- handlers

/** The variables that the call was granted. */
interface Env {
  readonly [name: string]: string;
}

/** The last argument of a fetch handler. */
interface ExecutionContext {
  /** The call is not over before the promise settled; the response does not wait for it. */
  waitUntil(promise: unknown): void;
  /** Nothing stands behind a local function: it may be called, and does nothing. */
  passThroughOnException(): void;
  readonly props: object;
}

type FetchHandler<Variables = Env> = (
  request: Request,
  env: Variables,
  ctx: ExecutionContext,
) => Response | Promise<Response>;

/** `export default { fetch } satisfies ExportedHandler` */
interface ExportedHandler<Variables = Env> {
  fetch: FetchHandler<Variables>;
}

/** The last argument of a Lambda handler. */
interface LambdaContext {
  callbackWaitsForEmptyEventLoop: boolean;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  getRemainingTimeInMillis(): number;
}

/** `export const handler: LambdaHandler<HttpApiEvent, HttpApiResult> = async (event, context) => …` */
type LambdaHandler<Event = unknown, Result = unknown> = (
  event: Event,
  context: LambdaContext,
) => Result | Promise<Result>;

/** An HTTP request as API Gateway (payload 2.0) and function URLs hand it over. */
interface HttpApiEvent {
  readonly version: "2.0";
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly http: {
      readonly method: string;
      readonly path: string;
      readonly protocol: string;
      readonly sourceIp: string;
      readonly userAgent: string;
    };
    readonly requestId: string;
    readonly domainName: string;
    readonly timeEpoch: number;
    readonly [more: string]: unknown;
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** A string or any other JSON value is a 200 with that body. */
type HttpApiResult =
  | {
      statusCode: number;
      headers?: Record<string, string | number | boolean>;
      cookies?: string[];
      body?: string;
      isBase64Encoded?: boolean;
    }
  | string;

/** Headers as CloudFront writes them: lists by lower-case name. */
type CloudFrontHeaders = Record<string, { key?: string; value: string }[]>;

interface CloudFrontRequest {
  method: string;
  uri: string;
  querystring: string;
  headers: CloudFrontHeaders;
  clientIp?: string;
  body?: { data: string; encoding: "base64" | "text"; inputTruncated?: boolean; action?: string };
}

/** Lambda@Edge's event; the module says so: `export const config = { event: "cloudfront" }`. */
interface CloudFrontEvent {
  Records: { cf: { config: Record<string, string>; request: CloudFrontRequest } }[];
}

interface CloudFrontResponse {
  status: string | number;
  statusDescription?: string;
  headers?: CloudFrontHeaders;
  body?: string;
  bodyEncoding?: "text" | "base64";
}

// ---------------------------------------------------------------- global scope

declare var self: typeof globalThis;
/** The build puts the granted variables in its place; there is nothing else of a process. */
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
declare var console: Console;
declare var crypto: Crypto;
declare var performance: Performance;
declare var navigator: Navigator;

declare function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
declare function atob(data: string): string;
declare function btoa(data: string): string;
declare function queueMicrotask(callback: () => void): void;
declare function reportError(error: unknown): void;
type Transferable = ArrayBuffer | ReadableStream | WritableStream | TransformStream;
declare function structuredClone<T>(value: T, options?: { transfer?: Transferable[] }): T;
// A handler that gets nothing may ask for something: a promise’s `resolve` does.
declare function setTimeout(handler: (...args: never[]) => void, ms?: number): number;
declare function setTimeout<Args extends unknown[]>(
  handler: (...args: Args) => void,
  ms?: number,
  ...args: Args
): number;
declare function setInterval(handler: (...args: never[]) => void, ms?: number): number;
declare function setInterval<Args extends unknown[]>(
  handler: (...args: Args) => void,
  ms?: number,
  ...args: Args
): number;
declare function clearTimeout(id?: number | null): void;
declare function clearInterval(id?: number | null): void;
declare function addEventListener<Type extends keyof GlobalEventMap>(
  type: Type,
  listener: EventListenerOf<GlobalEventMap[Type]>,
  options?: AddEventListenerOptions | boolean,
): void;
declare function addEventListener(
  type: string,
  listener: EventListenerOf<Event> | null,
  options?: AddEventListenerOptions | boolean,
): void;
declare function removeEventListener(
  type: string,
  listener: EventListenerOf<never> | null,
  options?: EventListenerOptions | boolean,
): void;
declare function dispatchEvent(event: Event): boolean;

interface GlobalEventMap {
  fetch: FetchEvent;
  error: ErrorEvent;
  unhandledrejection: PromiseRejectionEvent;
  rejectionhandled: PromiseRejectionEvent;
}

interface Console {
  assert(condition?: unknown, ...data: unknown[]): void;
  clear(): void;
  count(label?: string): void;
  countReset(label?: string): void;
  debug(...data: unknown[]): void;
  dir(item?: unknown, options?: object): void;
  dirxml(...data: unknown[]): void;
  error(...data: unknown[]): void;
  group(...data: unknown[]): void;
  groupCollapsed(...data: unknown[]): void;
  groupEnd(): void;
  info(...data: unknown[]): void;
  log(...data: unknown[]): void;
  table(data?: unknown, columns?: string[]): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  timeLog(label?: string, ...data: unknown[]): void;
  trace(...data: unknown[]): void;
  warn(...data: unknown[]): void;
}

declare class Performance extends EventTarget {
  private constructor();
  readonly timeOrigin: number;
  now(): number;
  mark(name: string, options?: PerformanceMarkOptions): PerformanceMark;
  measure(name: string, startOrOptions?: string | PerformanceMeasureOptions, endMark?: string): PerformanceMeasure;
  clearMarks(name?: string): void;
  clearMeasures(name?: string): void;
  getEntries(): PerformanceEntry[];
  getEntriesByName(name: string, type?: string): PerformanceEntry[];
  getEntriesByType(type: string): PerformanceEntry[];
  toJSON(): { timeOrigin: number };
}

interface PerformanceMarkOptions {
  detail?: unknown;
  startTime?: number;
}

interface PerformanceMeasureOptions {
  detail?: unknown;
  start?: string | number;
  end?: string | number;
  duration?: number;
}

declare class PerformanceEntry {
  protected constructor();
  readonly name: string;
  readonly entryType: string;
  readonly startTime: number;
  readonly duration: number;
  toJSON(): unknown;
}

declare class PerformanceMark extends PerformanceEntry {
  constructor(name: string, options?: PerformanceMarkOptions);
  readonly detail: unknown;
}

declare class PerformanceMeasure extends PerformanceEntry {
  private constructor();
  readonly detail: unknown;
}

declare class Navigator {
  private constructor();
  readonly userAgent: string;
}

declare class DOMException extends Error {
  constructor(message?: string, name?: string);
  readonly name: string;
  readonly message: string;
  readonly code: number;
  readonly INDEX_SIZE_ERR: 1;
  readonly DOMSTRING_SIZE_ERR: 2;
  readonly HIERARCHY_REQUEST_ERR: 3;
  readonly WRONG_DOCUMENT_ERR: 4;
  readonly INVALID_CHARACTER_ERR: 5;
  readonly NO_DATA_ALLOWED_ERR: 6;
  readonly NO_MODIFICATION_ALLOWED_ERR: 7;
  readonly NOT_FOUND_ERR: 8;
  readonly NOT_SUPPORTED_ERR: 9;
  readonly INUSE_ATTRIBUTE_ERR: 10;
  readonly INVALID_STATE_ERR: 11;
  readonly SYNTAX_ERR: 12;
  readonly INVALID_MODIFICATION_ERR: 13;
  readonly NAMESPACE_ERR: 14;
  readonly INVALID_ACCESS_ERR: 15;
  readonly VALIDATION_ERR: 16;
  readonly TYPE_MISMATCH_ERR: 17;
  readonly SECURITY_ERR: 18;
  readonly NETWORK_ERR: 19;
  readonly ABORT_ERR: 20;
  readonly URL_MISMATCH_ERR: 21;
  readonly QUOTA_EXCEEDED_ERR: 22;
  readonly TIMEOUT_ERR: 23;
  readonly INVALID_NODE_TYPE_ERR: 24;
  readonly DATA_CLONE_ERR: 25;
  static readonly INDEX_SIZE_ERR: 1;
  static readonly DOMSTRING_SIZE_ERR: 2;
  static readonly HIERARCHY_REQUEST_ERR: 3;
  static readonly WRONG_DOCUMENT_ERR: 4;
  static readonly INVALID_CHARACTER_ERR: 5;
  static readonly NO_DATA_ALLOWED_ERR: 6;
  static readonly NO_MODIFICATION_ALLOWED_ERR: 7;
  static readonly NOT_FOUND_ERR: 8;
  static readonly NOT_SUPPORTED_ERR: 9;
  static readonly INUSE_ATTRIBUTE_ERR: 10;
  static readonly INVALID_STATE_ERR: 11;
  static readonly SYNTAX_ERR: 12;
  static readonly INVALID_MODIFICATION_ERR: 13;
  static readonly NAMESPACE_ERR: 14;
  static readonly INVALID_ACCESS_ERR: 15;
  static readonly VALIDATION_ERR: 16;
  static readonly TYPE_MISMATCH_ERR: 17;
  static readonly SECURITY_ERR: 18;
  static readonly NETWORK_ERR: 19;
  static readonly ABORT_ERR: 20;
  static readonly URL_MISMATCH_ERR: 21;
  static readonly QUOTA_EXCEEDED_ERR: 22;
  static readonly TIMEOUT_ERR: 23;
  static readonly INVALID_NODE_TYPE_ERR: 24;
  static readonly DATA_CLONE_ERR: 25;
}

// ---------------------------------------------------------------- events

interface EventInit {
  bubbles?: boolean;
  cancelable?: boolean;
  composed?: boolean;
}
interface CustomEventInit<T = unknown> extends EventInit {
  detail?: T;
}
interface ErrorEventInit extends EventInit {
  message?: string;
  filename?: string;
  lineno?: number;
  colno?: number;
  error?: unknown;
}
interface PromiseRejectionEventInit extends EventInit {
  promise: Promise<unknown>;
  reason?: unknown;
}
interface EventListenerOptions {
  capture?: boolean;
}
interface AddEventListenerOptions extends EventListenerOptions {
  once?: boolean;
  passive?: boolean;
  signal?: AbortSignal;
}
type EventListenerOf<Kind> = ((event: Kind) => unknown) | { handleEvent(event: Kind): unknown };
interface EventListener {
  (event: Event): void;
}
interface EventListenerObject {
  handleEvent(event: Event): void;
}
type EventListenerOrEventListenerObject = EventListener | EventListenerObject;

declare class Event {
  constructor(type: string, init?: EventInit);
  readonly type: string;
  readonly target: EventTarget | null;
  /** @deprecated It is `target`. */
  readonly srcElement: EventTarget | null;
  readonly currentTarget: EventTarget | null;
  readonly eventPhase: number;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly composed: boolean;
  readonly defaultPrevented: boolean;
  readonly timeStamp: number;
  /** @deprecated Use `stopPropagation`. */
  cancelBubble: boolean;
  /** @deprecated Use `preventDefault`. */
  returnValue: boolean;
  composedPath(): EventTarget[];
  preventDefault(): void;
  stopPropagation(): void;
  stopImmediatePropagation(): void;
  /** @deprecated Use the constructor. */
  initEvent(type: string, bubbles?: boolean, cancelable?: boolean): void;
  readonly NONE: 0;
  readonly CAPTURING_PHASE: 1;
  readonly AT_TARGET: 2;
  readonly BUBBLING_PHASE: 3;
  static readonly NONE: 0;
  static readonly CAPTURING_PHASE: 1;
  static readonly AT_TARGET: 2;
  static readonly BUBBLING_PHASE: 3;
}
declare class CustomEvent<T = any> extends Event {
  constructor(type: string, init?: CustomEventInit<T>);
  readonly detail: T;
  /** @deprecated Use the constructor. */
  initCustomEvent(type: string, bubbles?: boolean, cancelable?: boolean, detail?: T): void;
}
declare class ErrorEvent extends Event {
  constructor(type: string, init?: ErrorEventInit);
  readonly message: string;
  readonly filename: string;
  readonly lineno: number;
  readonly colno: number;
  readonly error: any;
}
declare class PromiseRejectionEvent extends Event {
  constructor(type: string, init: PromiseRejectionEventInit);
  readonly promise: Promise<any>;
  readonly reason: any;
}
declare class FetchEvent extends Event {
  private constructor();
  readonly request: Request;
  respondWith(response: Response | PromiseLike<Response>): void;
  waitUntil(promise: unknown): void;
}
declare class EventTarget {
  constructor();
  addEventListener(
    type: string,
    listener: EventListenerOf<any> | null,
    options?: AddEventListenerOptions | boolean,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOf<any> | null,
    options?: EventListenerOptions | boolean,
  ): void;
  dispatchEvent(event: Event): boolean;
}
declare class AbortSignal extends EventTarget {
  private constructor();
  readonly aborted: boolean;
  readonly reason: any;
  onabort: ((this: AbortSignal, event: Event) => unknown) | null;
  throwIfAborted(): void;
  static abort(reason?: unknown): AbortSignal;
  static any(signals: Iterable<AbortSignal>): AbortSignal;
  static timeout(ms: number): AbortSignal;
}
declare class AbortController {
  constructor();
  readonly signal: AbortSignal;
  abort(reason?: unknown): void;
}
