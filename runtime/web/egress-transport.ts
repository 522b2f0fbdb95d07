/**
 * One HTTP request over Node's own client. Not the process's `fetch`: its connections outlive whoever asked for them and are shared
 * by all calls, while these belong to one call, are reused within it, and end with it.
 */
import type { IncomingMessage } from "node:http";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { pipeline, Readable } from "node:stream";
import { ByteLengthQueuingStrategy } from "node:stream/web";
import { constants, createBrotliDecompress, createUnzip } from "node:zlib";

export interface TransportRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
}

/** Sends a request and resolves with its response's head; redirects are not followed. Rejects when it can't. */
export type Send = (url: URL, request: TransportRequest) => Promise<Response>;

export interface Transport {
  readonly send: Send;
  /** Destroys all connections, idle or not. */
  close(): void;
}

/** https://fetch.spec.whatwg.org/#forbidden-method */
const FORBIDDEN_METHODS: readonly string[] = ["CONNECT", "TRACE", "TRACK"];
/** https://fetch.spec.whatwg.org/#null-body-status */
const NULL_BODY_STATUSES: readonly number[] = [204, 205, 304];
/** A server could name encodings without end, and each costs a decoder. */
const MAX_ENCODINGS = 5;
/** How much of a body is read ahead of the guest. */
const READ_AHEAD_BYTES = 65_536;

export function createTransport(): Transport {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  return {
    send: (url, request) =>
      new Promise((resolve, reject) => {
        const { method, body, signal } = request;
        checkMethod(method, body);
        const isTls = url.protocol === "https:";
        const sent = isTls
          ? httpsRequest(url, { method, signal, agent: agents.https })
          : httpRequest(url, { method, signal, agent: agents.http });
        for (const [name, value] of completeHeaders(request)) sent.setHeader(name, value);
        sent.on("error", reject);
        sent.on("response", (message) => {
          try {
            resolve(toResponse(message, method));
          } catch (error) {
            message.destroy();
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
        sent.end(body);
      }),
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function checkMethod(method: string, body: Uint8Array | null): void {
  const name = method.toUpperCase();
  if (FORBIDDEN_METHODS.includes(name)) throw new TypeError(`fetch can't send ${name}`);
  if (body !== null && (name === "GET" || name === "HEAD")) throw new TypeError(`fetch can't send a body with ${name}`);
}

/** With what fetch adds where the function says nothing: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
function completeHeaders({ method, headers, body }: TransportRequest): Headers {
  const complete = new Headers(headers);
  for (const [name, value] of Object.entries({
    accept: "*/*",
    "accept-encoding": "gzip, br",
    "user-agent": "Coldframe",
  })) {
    if (!complete.has(name)) complete.set(name, value);
  }
  if (body !== null) complete.set("content-length", String(body.length));
  else if (method === "POST" || method === "PUT") complete.set("content-length", "0");
  return complete;
}

/** @throws {RangeError | TypeError} when the status or a header is none that a response can have. */
function toResponse(message: IncomingMessage, method: string): Response {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    headers.append(message.rawHeaders[index] ?? "", message.rawHeaders[index + 1] ?? "");
  }
  const init = { status, statusText: message.statusMessage ?? "", headers };
  if (method.toUpperCase() === "HEAD" || NULL_BODY_STATUSES.includes(status)) {
    message.resume();
    return new Response(null, init);
  }
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: READ_AHEAD_BYTES });
  const body = Readable.toWeb(decoded(message, headers), { strategy }) as ReadableStream<Uint8Array>;
  return new Response(body, init);
}

/**
 * The body as its encodings hid it. Where it was decoded, the headers that describe the encoded one are taken away, as Deno does: a
 * function that passes the response on would otherwise promise its client an encoding and a length that the body hasn't.
 */
function decoded(message: IncomingMessage, headers: Headers): Readable {
  const encodings = (headers.get("content-encoding") ?? "").toLowerCase().split(",");
  if (encodings.length > MAX_ENCODINGS)
    throw new TypeError(`the response has more than ${MAX_ENCODINGS} content encodings`);
  let stream: Readable = message;
  for (const encoding of encodings.map((name) => name.trim()).reverse()) {
    const decoder = decoderOf(encoding);
    // What can't be decoded is passed on as it came, with its headers.
    if (decoder === null) return message;
    // Errors reach the reader by the decoder itself.
    stream = pipeline(stream, decoder, () => undefined);
  }
  headers.delete("content-encoding");
  headers.delete("content-length");
  return stream;
}

function decoderOf(
  encoding: string,
): ReturnType<typeof createUnzip> | ReturnType<typeof createBrotliDecompress> | null {
  switch (encoding) {
    case "gzip":
    case "x-gzip":
    case "deflate":
      // Flushed as it comes, for streams; and a missing trailer is forgiven, as browsers do.
      return createUnzip({ flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH });
    case "br":
      return createBrotliDecompress({
        flush: constants.BROTLI_OPERATION_FLUSH,
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
      });
    default:
      return null;
  }
}
