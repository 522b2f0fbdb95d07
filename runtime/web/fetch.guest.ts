import type { AbortSignal } from "./abort.guest";
import { abortReason, addAbortAlgorithm, isAborted } from "./abort.guest";
import { bodyBytes, bodyOfBytes, bodyOfSource } from "./body.guest";
import type { GuestOperations, HostFunctions } from "./bridge";
import type { Call } from "./calls.guest";
import { currentCall } from "./calls.guest";
import { readDataUrl } from "./data-url.guest";
import { addDefaultHeader, addHeader, flatHeaderList, flattenHeaders, newHeaderList } from "./headers.guest";
import { defineGlobal } from "./interfaces.guest";
import type { BareMap } from "./primordials.guest";
import { bareMap, stringify, TypeError } from "./primordials.guest";
import { withResolvers } from "./promises.guest";
import type { RequestState } from "./request.guest";
import { fetchState, requestUrl, signalWanted } from "./request.guest";
import type { Response } from "./response.guest";
import { isNullBodyStatus, responseOf } from "./response.guest";
import type { StreamController } from "./stream-access.guest";
import { createByteStream } from "./stream-access.guest";
import { indexOf, requireArguments, setLength, slice } from "./web-idl.guest";

/** One call out, from `fetch` to the last byte of its body. */
interface Exchange {
  readonly id: number;
  readonly call: Call;
  readonly method: string;
  readonly url: string;
  readonly startMs: number;
  readonly resolve: (response: Response) => void;
  readonly reject: (reason: unknown) => void;
  /** The response's body, once there is a head. */
  controller: StreamController | null;
  /** The host was asked for the next chunk and did not answer yet. */
  pulling: boolean;
  headed: boolean;
  /** What came of the body before anybody read it: its end, or its failure. */
  ended: boolean;
  failure: Error | null;
  /** Takes the abort algorithm off the signal. */
  release: () => void;
}

const exchanges: BareMap<number, Exchange> = bareMap();
let nextId = 1;
const NOTHING = () => undefined;

function spanOf(exchange: Exchange, outcome: { status: number } | { error: string }): void {
  const attributes = {
    __proto__: null,
    "http.request.method": exchange.method,
    "url.full": exchange.url,
    ...("status" in outcome
      ? { "http.response.status_code": outcome.status }
      : { "error.type": "TypeError", "error.message": outcome.error }),
  };
  const { host } = exchange.call;
  host.span("fetch", exchange.startMs, host.now(), stringify(attributes));
}

/** The exchange of an operation, if it still matters. */
function exchangeOf(id: number): Exchange | null {
  const exchange = exchanges.get(id);
  return exchange === undefined || exchange.call.over ? null : exchange;
}

/** A new call begins: what the last one fetched and never read to its end is let go. */
export function forgetExchanges(): void {
  exchanges.clear();
}

function finish(exchange: Exchange): void {
  exchanges.delete(exchange.id);
  exchange.release();
}

function pullFor(exchange: Exchange, controller: StreamController): void {
  exchange.controller = controller;
  if (exchange.failure !== null) controller.error(exchange.failure);
  else if (exchange.ended) controller.close();
  else if (exchange.call.over) controller.error(new TypeError("The call that this fetch belongs to is over."));
  else if (!exchange.pulling) {
    exchange.pulling = true;
    exchange.call.host.fetchPull(exchange.id);
  }
}

function openBody(exchange: Exchange): ReturnType<typeof createByteStream> {
  return createByteStream({
    pull(controller) {
      pullFor(exchange, controller);
    },
    cancel() {
      if (exchange.ended) return;
      exchange.ended = true;
      if (!exchange.call.over) exchange.call.host.fetchAbort(exchange.id);
      finish(exchange);
    },
  });
}

function abort(exchange: Exchange, signal: AbortSignal): void {
  if (!exchange.call.over) exchange.call.host.fetchAbort(exchange.id);
  exchanges.delete(exchange.id);
  const reason = abortReason(signal);
  if (!exchange.headed) {
    spanOf(exchange, { error: "aborted" });
    exchange.reject(reason);
  }
  exchange.failure = reason as Error;
  exchange.controller?.error(reason);
}

function begin(host: HostFunctions, call: Call, state: RequestState, body: Uint8Array | null): Promise<Response> {
  const { promise, resolve, reject } = withResolvers<Response>();
  const signal = signalWanted(state);
  if (signal !== null && isAborted(signal)) {
    reject(abortReason(signal));
    return promise;
  }
  const id = nextId++;
  const { method } = state;
  const url = requestUrl(state);
  const exchange: Exchange = {
    id,
    call,
    method,
    url,
    startMs: host.now(),
    resolve,
    reject,
    controller: null,
    pulling: false,
    headed: false,
    ended: false,
    failure: null,
    release: NOTHING,
  };
  exchanges.set(id, exchange);
  if (signal !== null) {
    exchange.release = addAbortAlgorithm(signal, () => {
      abort(exchange, signal);
    });
  }
  addDefaultHeader(state.headers, "accept", "*/*");
  host.fetch(id, method, withoutFragment(url), flattenHeaders(state.headers), body, state.settings.redirect);
  return promise;
}

function withoutFragment(url: string): string {
  const hash = indexOf(url, "#");
  return hash < 0 ? url : slice(url, 0, hash);
}

function dataResponse(state: RequestState): Response {
  const url = requestUrl(state);
  const data = readDataUrl(withoutFragment(url));
  if (data === null) throw new TypeError("fetch failed: the data URL is malformed.");
  const headers = newHeaderList();
  addHeader(headers, "content-type", "content-type", data.type);
  headers.immutable = true;
  const body = state.method === "HEAD" ? null : bodyOfBytes(data.bytes);
  return responseOf({
    type: "basic",
    url,
    redirected: false,
    status: 200,
    statusText: "OK",
    headers,
    headersObject: null,
    body,
  });
}

function schemeOf(url: string): string {
  return slice(url, 0, indexOf(url, ":") + 1);
}

/** The operations by which the host answers a `fetch`. */
function operationsOf(): Partial<GuestOperations> {
  return {
    fetchHead(id, url, redirected, status, statusText, headers) {
      const exchange = exchangeOf(id);
      if (exchange === null || exchange.headed) return;
      exchange.headed = true;
      spanOf(exchange, { status });
      const bodiless = exchange.method === "HEAD" || isNullBodyStatus(status);
      const body = bodiless ? null : bodyOfSource(() => openBody(exchange));
      exchange.resolve(
        responseOf({
          type: "basic",
          url: withoutFragment(url),
          redirected,
          status,
          statusText,
          headers: flatHeaderList(headers, true),
          headersObject: null,
          body,
        }),
      );
    },
    fetchChunk(id, bytes) {
      const exchange = exchangeOf(id);
      if (exchange === null) return;
      exchange.pulling = false;
      exchange.controller?.enqueue(bytes);
      if (bytes.length === 0 && exchange.controller !== null) pullFor(exchange, exchange.controller);
    },
    fetchEnd(id) {
      const exchange = exchangeOf(id);
      if (exchange === null) return;
      exchange.ended = true;
      exchange.controller?.close();
      finish(exchange);
    },
    fetchError(id, message) {
      const exchange = exchangeOf(id);
      if (exchange === null) return;
      const error = new TypeError(message);
      if (!exchange.headed) {
        spanOf(exchange, { error: message });
        exchange.reject(error);
      }
      exchange.ended = true;
      exchange.failure = error;
      exchange.controller?.error(error);
      finish(exchange);
    },
  };
}

async function fetchOut(host: HostFunctions, input: unknown, init: unknown): Promise<Response> {
  const state = fetchState(input, init);
  const call = currentCall();
  if (call === null) {
    throw new TypeError(
      "fetch can't be used while the module's top level runs, nor between calls: fetch inside of the handler.",
    );
  }
  const signal = signalWanted(state);
  if (signal !== null && isAborted(signal)) throw abortReason(signal);
  const scheme = schemeOf(requestUrl(state));
  if (scheme === "data:") return dataResponse(state);
  if (scheme !== "http:" && scheme !== "https:") {
    throw new TypeError(`fetch failed: URLs with ${scheme} can't be fetched, only http:, https: and data:.`);
  }
  const body = state.body === null ? null : await bodyBytes(state.body);
  if (call.over) throw new TypeError("The call that this fetch belongs to is over.");
  return begin(host, call, state, body);
}

/** Installs `fetch`. Every call out goes through the host, which decides whether it is allowed. */
export function installFetch(host: HostFunctions): Partial<GuestOperations> {
  const holder = {
    async fetch(input: unknown, init?: unknown): Promise<Response> {
      requireArguments(arguments.length, 1, "fetch");
      return fetchOut(host, input, init);
    },
  };
  setLength(holder, "fetch", 1);
  const { fetch: method } = holder as { readonly fetch: unknown };
  defineGlobal("fetch", method);
  return operationsOf();
}
