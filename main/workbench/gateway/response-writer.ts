import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ResponseHead, ResponseSink } from "../../../runtime";
import { clientHeaders } from "./headers";

/**
 * - `empty`: nothing came yet.
 * - `held`: a head came, and perhaps a first chunk; not written yet, in case that was all.
 * - `streaming`: the head is out.
 * - `done`: the response is complete, or was cut.
 */
type State = "empty" | "held" | "streaming" | "done";

/**
 * A whole body up to this size goes out as Latin-1 text, one character per byte: Node then joins it with the head into one
 * buffer, and the system call costs some 10 % less than one that gathers two.
 */
const ONE_WRITE_BYTES = 1024;

/** Statuses whose responses never have a body (RFC 9110, section 6.4.1). */
function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function isSendable(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599;
}

function endSocket(socket: Socket, needsReset: boolean): void {
  if (needsReset) {
    socket.resetAndDestroy();
  } else {
    // What was produced still goes out.
    socket.destroySoon();
  }
}

/**
 * Writes one response: whole, with its length, where it is known whole; chunked with backpressure where it streams. What the
 * function says about framing is never trusted: a wrong length or a cut body ends the connection, so that the next
 * response on it can't be misread.
 */
export class ResponseWriter implements ResponseSink {
  readonly #response: ServerResponse;
  readonly #isHead: boolean;
  #state: State = "empty";
  #head: ResponseHead | null = null;
  #first: Uint8Array | null = null;
  #flush: NodeJS.Immediate | null = null;
  #declared: number | null = null;
  #sent = 0;
  #drained: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;
  #fault: string | null = null;
  #endedMs: number | null = null;
  #status: number | null = null;

  constructor(response: ServerResponse, method: string) {
    this.#response = response;
    this.#isHead = method === "HEAD";
  }

  /** Whether a head went out, so that no other response can. */
  get started(): boolean {
    return this.#state === "streaming" || this.#state === "done";
  }

  get complete(): boolean {
    return this.#state === "done";
  }

  /** When the whole response was handed to the socket, on `performance.now`'s clock; null when it was not. */
  get endedMs(): number | null {
    return this.#endedMs;
  }

  /** Why the function's response can't be sent (a status or header that HTTP doesn't allow); null when it can. */
  get fault(): string | null {
    return this.#fault;
  }

  /** The status that was sent; null when none was. */
  get status(): number | null {
    return this.#status;
  }

  head(head: ResponseHead): void {
    if (!this.#accepts(head)) {
      return;
    }
    this.#head = head;
    this.#state = "held";
    // A response that is whole within this turn of the event loop goes out in one piece; a slower one is a stream.
    this.#flush = setImmediate(() => {
      this.#writeHead();
    });
  }

  chunk(bytes: Uint8Array): void | Promise<void> {
    if (this.#state === "held" && this.#first === null) {
      this.#first = bytes;
      return;
    }
    this.#writeHead();
    return this.#write(bytes);
  }

  /** The whole response at once. */
  whole(head: ResponseHead, body: Uint8Array): void {
    if (this.#accepts(head)) {
      this.#writeWhole(head, body);
    }
  }

  /** The body is complete. False when there is no response that could end: none came, or it can't be sent. */
  end(): boolean {
    if (this.#state === "held" && this.#head !== null) {
      this.#writeWhole(this.#head, this.#first);
    } else if (this.#state === "streaming") {
      this.#endStream();
    }
    return this.complete;
  }

  /** The client is gone: what still comes is dropped, and nobody waits for it. */
  abandon(): void {
    this.#unschedule();
    this.#state = "done";
    this.#drained?.resolve();
    this.#drained = null;
  }

  /** The call failed. Takes back a head that was not written yet; true when another response may be given instead. */
  retract(): boolean {
    if (this.started) {
      return false;
    }
    this.#unschedule();
    this.#head = null;
    this.#first = null;
    this.#fault = null;
    this.#state = "empty";
    return true;
  }

  /**
   * Ends the connection in the middle of a body, so that nobody takes what came for all there is. A body that only the
   * connection's end delimits (HTTP/1.0) needs a reset to say so.
   */
  cut(): void {
    const response = this.#response;
    const needsReset = !response.chunkedEncoding && this.#declared === null;
    this.abandon();
    if (response.socket !== null) {
      endSocket(response.socket, needsReset);
      return;
    }
    // Pipelined: the responses before this one still go out.
    response.once("socket", (socket: Socket) => {
      setImmediate(endSocket, socket, needsReset);
    });
  }

  #accepts(head: ResponseHead): boolean {
    if (this.#state !== "empty" || this.#fault !== null) {
      return false;
    }
    if (!isSendable(head.status)) {
      this.#fault = `a response's status must be from 200 to 599, not ${head.status}`;
      return false;
    }
    return true;
  }

  #unschedule(): void {
    if (this.#flush !== null) {
      clearImmediate(this.#flush);
      this.#flush = null;
    }
  }

  #writeWhole(head: ResponseHead, body: Uint8Array | null): void {
    this.#unschedule();
    const { flat, declaredLength } = clientHeaders(head.headers);
    const length = body?.byteLength ?? 0;
    if (head.status === 205) {
      flat.push("content-length", "0");
    } else if (!isBodiless(head.status)) {
      // A HEAD's own length counts where the function left the body out; where it gave one, that is what GET would send.
      const known = this.#isHead && length === 0 ? declaredLength : length;
      if (known !== null) {
        flat.push("content-length", String(known));
      }
    }
    if (!this.#send(head, flat)) {
      return;
    }
    this.#done(length === 0 || this.#isHead || isBodiless(head.status) ? null : body);
  }

  #writeHead(): void {
    if (this.#state !== "held" || this.#head === null) {
      return;
    }
    this.#unschedule();
    const head = this.#head;
    const { flat, declaredLength } = clientHeaders(head.headers);
    const hasBody = !this.#isHead && !isBodiless(head.status);
    if (head.status === 205) {
      flat.push("content-length", "0");
    } else if (declaredLength !== null && !isBodiless(head.status)) {
      flat.push("content-length", String(declaredLength));
      this.#declared = declaredLength;
    }
    if (!this.#send(head, flat)) {
      return;
    }
    this.#state = "streaming";
    const first = this.#first;
    this.#first = null;
    if (!hasBody) {
      this.#done();
    } else if (first === null) {
      this.#response.flushHeaders();
    } else {
      // The guest goes on only after the promise of a later chunk: this one counts against the same buffer.
      void this.#write(first);
    }
  }

  /** False when Node refuses a header or the status text. */
  #send(head: ResponseHead, flat: string[]): boolean {
    try {
      // Always given: after a text that Node refused, it would take that one again.
      this.#response.writeHead(head.status, head.statusText || (STATUS_CODES[head.status] ?? ""), flat);
      this.#status = head.status;
      return true;
    } catch (error) {
      this.#fault = error instanceof Error ? error.message : String(error);
      this.#state = "empty";
      return false;
    }
  }

  #write(bytes: Uint8Array): void | Promise<void> {
    if (this.#state !== "streaming" || bytes.byteLength === 0) {
      return;
    }
    this.#sent += bytes.byteLength;
    if (this.#declared !== null && this.#sent > this.#declared) {
      this.cut();
      return;
    }
    if (this.#response.write(bytes)) {
      return;
    }
    return this.#whenDrained();
  }

  #whenDrained(): Promise<void> {
    if (this.#drained === null) {
      let resolve: () => void = () => undefined;
      const promise = new Promise<void>((settle) => {
        resolve = settle;
      });
      this.#drained = { promise, resolve };
      this.#response.once("drain", () => {
        this.#drained = null;
        resolve();
      });
    }
    return this.#drained.promise;
  }

  #done(body: Uint8Array | null = null): void {
    this.#state = "done";
    this.#endedMs = performance.now();
    if (body === null) {
      this.#response.end();
    } else if (body.byteLength <= ONE_WRITE_BYTES) {
      this.#response.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1"), "latin1");
    } else {
      this.#response.end(body);
    }
  }

  #endStream(): void {
    if (this.#declared !== null && this.#sent !== this.#declared) {
      this.cut();
      return;
    }
    this.#done();
  }
}
