/**
 * The only door between the guest and its host. Inside the sandbox the guest's Web APIs call `HostFunctions`, and the host
 * calls the guest's single entry function with an operation's name. Only strings, numbers, booleans, null, undefined and
 * Uint8Arrays cross, always by copy: there are no handles to forge.
 *
 * Headers cross as one string: `name\nvalue\nname\nvalue…` (a header can't hold a line feed). Times are milliseconds, with fractions.
 */

/** What the host lends the guest. Kept in a closure of the guest's Web APIs; never a property of a global. */
export interface HostFunctions {
  /** Milliseconds since the thread began the call (since the start of init while the top level runs). */
  now(): number;
  /** Milliseconds since the Unix epoch, with a fraction. */
  epochNow(): number;
  /** One console line. Returns false once the cap is reached, so that the guest can stop formatting. */
  log(level: string, text: string): boolean;
  /** Asks for the operation `timers` at this `now()`; replaces the last request. Negative: none. */
  wakeAt(atMs: number): void;
  /** The whole response at once: the common case. `body` null is an empty one. */
  respond(status: number, statusText: string, headers: string, body: string | Uint8Array | null): void;
  /** A streamed response: head, then chunks, then end. `chunk` returns false when the guest must wait for `responseCredit`. */
  head(status: number, statusText: string, headers: string): void;
  chunk(bytes: Uint8Array): boolean;
  end(): void;
  /** The call failed. `code` is a FailureCode: handler-threw, handler-shape, invalid-response, body-threw, init-threw. */
  fail(code: string, message: string, stack: string): void;
  /** The response is out and every waitUntil promise settled: the call is over. */
  settled(): void;
  /** The top level ended and its exports hold a handler: the image can be taken. `drawsIds`: its calls begin with random ids. */
  adopted(drawsIds: boolean): void;
  /** The guest wants the next chunk of the streamed request body. */
  requestPull(): void;
  /** `redirect`: follow, error or manual. `fetchId` is chosen by the guest and unique in the call. Throws never: errors come by operation `fetchError`. */
  fetch(fetchId: number, method: string, url: string, headers: string, body: Uint8Array | null, redirect: string): void;
  fetchPull(fetchId: number): void;
  fetchAbort(fetchId: number): void;
  /** Decodes with the host's decoder, for encodings other than UTF-8. Null: unknown label, or (when `fatal`) malformed bytes. */
  decodeText(label: string, bytes: Uint8Array, fatal: boolean, ignoreBom: boolean): string | null;
  /** A codec for one stream: `compress` or `decompress`, a blank, `gzip`, `deflate` or `deflate-raw`. Null: there are too many. */
  codecOpen(task: string): number | null;
  /** What comes of 4 KiB of bytes at most; `last`: the stream ends with them. Null: not of the format. Synchronous, as `crypto`. */
  codecWrite(codec: number, bytes: Uint8Array, last: boolean): Uint8Array | null;
  codecClose(codec: number): void;
  /** A span of the function's own, in `now()` time. */
  span(name: string, startMs: number, endMs: number, attributes: string): void;
  /**
   * One cryptographic primitive; see `crypto-host.ts` for the operations. `parameters` is JSON. Synchronous, so that its
   * time counts as the guest's and nothing is pending when a snapshot is taken. Null: it failed. Throws never.
   */
  crypto(operation: string, parameters: string, ...bytes: Uint8Array[]): Uint8Array | string | boolean | null;
}

/** What the host asks of the guest: `entry(operation, ...args)`. */
export interface GuestOperations {
  /** Before the top level runs: the environment variables, as JSON. */
  environment(env: string): void;
  /** `namespace` is the promise of the evaluated module's exports. Answers with `adopted` or `fail`. */
  adopt(namespace: unknown): void;
  /**
   * `body` undefined: none; `"stream"`: chunks come by `requestChunk`. `deadlineMs`: the `now()` at which the call's wall deadline
   * passes, for a Lambda context's `getRemainingTimeInMillis`. `isSerialized`: the URL is known to be as its serialization is.
   */
  request(
    method: string,
    url: string,
    headers: string,
    body: Uint8Array | "stream" | undefined,
    deadlineMs?: number,
    isSerialized?: boolean,
  ): void;
  /** A Lambda event, as JSON text. Answers with `respond` (JSON of the result) or `fail`. `deadlineMs` as in `request`. */
  event(json: string, deadlineMs?: number): void;
  requestChunk(bytes: Uint8Array): void;
  requestEnd(): void;
  requestError(message: string): void;
  responseCredit(): void;
  timers(): void;
  fetchHead(
    fetchId: number,
    url: string,
    redirected: boolean,
    status: number,
    statusText: string,
    headers: string,
  ): void;
  fetchChunk(fetchId: number, bytes: Uint8Array): void;
  fetchEnd(fetchId: number): void;
  fetchError(fetchId: number, message: string): void;
  /** The client went away: abort `request.signal`. */
  cancel(): void;
  /** A promise was rejected and nothing handled it (`handled` false), or a handler came late (`handled` true). */
  rejection(promise: unknown, reason: unknown, handled: boolean): void;
}
