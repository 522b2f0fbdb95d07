/**
 * The host's side of the guest's `fetch`: it runs in the runtime's main thread and makes those calls that `--allow-net` allows. The
 * guest is hostile: it must reach no other host, whether by the URL, a redirect, or a header.
 *
 * What a name resolves to is not checked: whoever allows a host trusts its DNS.
 */
import { allowedBy } from "./allow-net";
import { followRedirects } from "./egress-redirects";
import type { EgressAnswer, EgressFetch, EgressRequest } from "./egress-messages";
import type { Send, Transport } from "./egress-transport";
import { createTransport } from "./egress-transport";

export { parseAllowNet } from "./allow-net";
export interface EgressOptions {
  /** `host` or `host:port`, as `parseAllowNet` understands them. */
  readonly allowNet: readonly string[];
  /** For tests; otherwise Node's HTTP client. */
  readonly send?: Send;
}

export interface Egress {
  /** Starts, feeds or ends one fetch. Never throws: failures are answered as `fetch-error`. */
  handle(message: EgressRequest): void;
  /** Aborts all fetches and their connections; nothing is answered afterwards. */
  close(): void;
}

const CHUNK_BYTES = 65_536;
/** Calls that wait for their response's head at once; more take their turn. */
const MAX_WAITING = 32;
/** Calls whose responses aren't read to their end. More are refused: each holds a connection. */
const MAX_OPEN = 512;
/** Bytes of request bodies of one call's fetches that are not sent yet: they are held outside of the function's own memory limit. */
const MAX_UNSENT_BYTES = 32 * 1024 * 1024;

/** Makes the outgoing calls of one invocation. `answer` takes what the sandbox is to be told. */
export function createEgress(options: EgressOptions, answer: (message: EgressAnswer) => void): Egress {
  return new CallEgress(options, answer);
}

/** One fetch: from the guest's request to its response's last byte. */
interface Exchange {
  /** Without its body once that is sent, or never will be. */
  request: EgressFetch;
  readonly controller: AbortController;
  reader: ReadableStreamDefaultReader<Uint8Array> | null;
  /** What of the last chunk didn't fit into a message. */
  rest: Uint8Array;
  /** How many chunks the guest has asked for and not got. */
  wanted: number;
  reading: boolean;
}

class CallEgress implements Egress {
  readonly #isAllowed: (url: URL) => boolean;
  readonly #transport: Transport;
  readonly #send: Send;
  readonly #answer: (message: EgressAnswer) => void;
  readonly #exchanges = new Map<number, Exchange>();
  readonly #queue: Exchange[] = [];
  #waiting = 0;
  #unsentBytes = 0;
  #closed = false;

  constructor(options: EgressOptions, answer: (message: EgressAnswer) => void) {
    this.#isAllowed = allowedBy(options.allowNet);
    this.#transport = createTransport();
    this.#send = options.send ?? this.#transport.send;
    this.#answer = answer;
  }

  handle(message: EgressRequest): void {
    if (this.#closed) return;
    if (message.type === "fetch") {
      this.#begin(message);
      return;
    }
    const exchange = this.#exchanges.get(message.fetchId);
    if (exchange === undefined) return;
    if (message.type === "fetch-abort") {
      this.#drop(exchange);
      return;
    }
    exchange.wanted += 1;
    void this.#feed(exchange);
  }

  close(): void {
    this.#closed = true;
    for (const exchange of [...this.#exchanges.values()]) this.#drop(exchange);
    this.#queue.length = 0;
    this.#transport.close();
  }

  #begin(request: EgressFetch): void {
    const { fetchId } = request;
    // A second fetch of the same number could only come from a guest that doesn't use its own Web APIs.
    if (this.#exchanges.has(fetchId)) return;
    const refusal = this.#refusal(request);
    if (refusal !== null) {
      this.#answer({ type: "fetch-error", fetchId, message: refusal });
      return;
    }
    this.#unsentBytes += request.body?.byteLength ?? 0;
    const controller = new AbortController();
    const exchange = { request, controller, reader: null, rest: new Uint8Array(0), wanted: 0, reading: false };
    this.#exchanges.set(fetchId, exchange);
    this.#queue.push(exchange);
    this.#startNext();
  }

  #refusal({ body }: EgressFetch): string | null {
    if (this.#exchanges.size >= MAX_OPEN) return `more than ${MAX_OPEN} responses of fetch are open at once`;
    if (body === null || this.#unsentBytes + body.byteLength <= MAX_UNSENT_BYTES) return null;
    return `the bodies of requests that are not sent yet exceed ${MAX_UNSENT_BYTES / 1024 / 1024} MiB: send less at once`;
  }

  /** Its body is sent, or never will be. */
  #letGo(exchange: Exchange): void {
    this.#unsentBytes -= exchange.request.body?.byteLength ?? 0;
    exchange.request = { ...exchange.request, body: null };
  }

  #startNext(): void {
    while (this.#waiting < MAX_WAITING) {
      const exchange = this.#queue.shift();
      if (exchange === undefined) return;
      if (!this.#isCurrent(exchange)) continue;
      this.#waiting += 1;
      void this.#run(exchange).finally(() => {
        this.#waiting -= 1;
        this.#startNext();
      });
    }
  }

  /** Sends the request and answers with the response's head. Never rejects. */
  async #run(exchange: Exchange): Promise<void> {
    const { request, controller } = exchange;
    try {
      const { response, url, redirected } = await followRedirects(request, {
        isAllowed: this.#isAllowed,
        send: this.#send,
        signal: controller.signal,
      });
      this.#letGo(exchange);
      if (!this.#isCurrent(exchange)) return;
      const { fetchId } = request;
      const { status, statusText } = response;
      this.#answer({
        type: "fetch-head",
        fetchId,
        url,
        redirected,
        head: { status, statusText, headers: [...response.headers] },
      });
      if (response.body === null) this.#end(exchange);
      else {
        exchange.reader = response.body.getReader();
        void this.#feed(exchange);
      }
    } catch (error) {
      this.#fail(exchange, error);
    }
  }

  /** Answers with as many chunks as were asked for; one run at a time for each exchange. Never rejects. */
  async #feed(exchange: Exchange): Promise<void> {
    const { reader } = exchange;
    if (reader === null || exchange.reading) return;
    exchange.reading = true;
    try {
      while (exchange.wanted > 0 && this.#isCurrent(exchange)) {
        if (exchange.rest.length === 0) {
          const { done, value } = await reader.read();
          if (!this.#isCurrent(exchange)) return;
          if (done) {
            this.#end(exchange);
            return;
          }
          exchange.rest = value;
        } else this.#sendChunk(exchange);
      }
    } catch (error) {
      this.#fail(exchange, error);
    } finally {
      exchange.reading = false;
    }
  }

  #sendChunk(exchange: Exchange): void {
    // A copy: a message would carry the whole buffer that a view lies in.
    const bytes = exchange.rest.slice(0, CHUNK_BYTES);
    exchange.rest = exchange.rest.subarray(bytes.length);
    exchange.wanted -= 1;
    this.#answer({ type: "fetch-chunk", fetchId: exchange.request.fetchId, bytes });
  }

  #isCurrent(exchange: Exchange): boolean {
    return this.#exchanges.get(exchange.request.fetchId) === exchange;
  }

  #end(exchange: Exchange): void {
    this.#exchanges.delete(exchange.request.fetchId);
    this.#answer({ type: "fetch-end", fetchId: exchange.request.fetchId });
  }

  #fail(exchange: Exchange, error: unknown): void {
    if (!this.#isCurrent(exchange)) return;
    this.#drop(exchange);
    this.#answer({ type: "fetch-error", fetchId: exchange.request.fetchId, message: messageOf(exchange, error) });
  }

  #drop(exchange: Exchange): void {
    this.#exchanges.delete(exchange.request.fetchId);
    this.#letGo(exchange);
    exchange.controller.abort();
  }
}

/** One line for the guest. What the redirects' own checks say is for the function's author as it is. */
function messageOf({ request }: Exchange, error: unknown): string {
  if (error instanceof TypeError && error.message !== "") return error.message;
  const host = URL.canParse(request.url) ? new URL(request.url).host : request.url;
  return `fetch to ${host} failed: ${reasonOf(error)}`;
}

/** Node's errors may be empty: where several addresses were tried there is only a code, from a decoder only a cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  if (error.cause instanceof Error && error.cause.message !== "") return error.cause.message;
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
