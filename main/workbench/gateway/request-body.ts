import type { IncomingMessage } from "node:http";

/** Bodies that say they are at most this long are read whole before the call: one message to the sandbox instead of a stream. */
const WHOLE_BODY_BYTES = 64 * 1024;

/** How a request's headers frame its body. */
export type BodyFraming = "none" | "whole" | "stream";

/** `contentLength` is the header's value; Node's parser has checked that it is a number. */
export function bodyFraming(contentLength: string | undefined, transferEncoding: string | undefined): BodyFraming {
  if (transferEncoding !== undefined) {
    return "stream";
  }
  const length = contentLength === undefined ? 0 : Number(contentLength);
  if (length === 0) {
    return "none";
  }
  return length <= WHOLE_BODY_BYTES ? "whole" : "stream";
}

/** Node's chunks are views of a larger buffer that other requests share; what crosses to a sandbox must be its own. */
function owned(bytes: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** Reads a short body to its end. Null when the client went away before it. */
export function readWhole(request: IncomingMessage): Promise<Uint8Array | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      resolve(owned(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    });
    request.once("error", () => {
      resolve(null);
    });
    request.once("close", () => {
      resolve(null);
    });
  });
}

/**
 * A body as it comes in, to be read once. The socket is read only as fast as the function asks: between two chunks the
 * request is paused, so that TCP holds the client back. Throws when the client goes away in the middle.
 */
export class RequestStream implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array> {
  readonly #request: IncomingMessage;
  readonly #onFirstRead: () => void;
  readonly #chunks: Buffer[] = [];
  #state: "unread" | "open" | "ended" | "broken" | "released" = "unread";
  #wake: (() => void) | null = null;

  /** `onFirstRead` is where a client that expects `100 Continue` gets it. */
  constructor(request: IncomingMessage, onFirstRead: () => void) {
    this.#request = request;
    this.#onFirstRead = onFirstRead;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#state === "unread") {
      this.#open();
    }
    while (this.#chunks.length === 0 && this.#state === "open") {
      this.#request.resume();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const chunk = this.#chunks.shift();
    if (chunk !== undefined) {
      return { done: false, value: owned(chunk) };
    }
    if (this.#state === "broken") {
      throw new Error("the client went away before its request body was complete");
    }
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.release();
    return Promise.resolve({ done: true, value: undefined });
  }

  /** Ends the reading; what the client still sends is read and dropped, so that its connection can serve the next request. */
  release(): void {
    this.#chunks.length = 0;
    this.#settle("released");
    this.#request.off("data", this.#onData);
    this.#request.resume();
  }

  #open(): void {
    this.#state = "open";
    this.#onFirstRead();
    this.#request.on("data", this.#onData);
    this.#request.once("end", () => {
      this.#settle("ended");
    });
    this.#request.once("error", () => {
      this.#settle("broken");
    });
    this.#request.once("close", () => {
      this.#settle("broken");
    });
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#chunks.push(chunk);
    this.#request.pause();
    this.#signal();
  };

  /** The first end counts: a request is closed after it ended, too. */
  #settle(state: "ended" | "broken" | "released"): void {
    if (this.#state === "open" || this.#state === "unread") {
      this.#state = state;
    }
    this.#signal();
  }

  #signal(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
