import { Buffer } from "node:buffer";
import type { HeaderPair, ResponseHead } from "../../model";
import { GuestError } from "./fault";

export interface GuestResponse {
  readonly head: ResponseHead;
  readonly body: Uint8Array;
}

const TEXT: HeaderPair = ["content-type", "text/plain;charset=utf-8"];
/** As for every other function: more no client takes. */
const HEAD_BYTES = 128 * 1024;
const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})(?: ([\t\x20-\x7e\x80-\xff]*))?$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[\t ]*([\t\x20-\x7e\x80-\xff]*?)[\t ]*$/;
/** How a body is framed is for whoever sends it on to say. */
const FRAMING = new Set(["content-length", "transfer-encoding", "connection", "keep-alive"]);

/** A handler without a result. */
export function emptyResponse(): GuestResponse {
  return { head: { status: 204, statusText: "", headers: [] }, body: new Uint8Array(0) };
}

/** The text of what a handler gave back where it is no HTTP message. */
export function textResponse(body: Uint8Array): GuestResponse {
  return { head: { status: 200, statusText: "", headers: [TEXT] }, body };
}

/**
 * Reads what a handler gave back: an HTTP/1.1 message, or else the text of a response. Lines may end without a carriage return.
 * @throws {GuestError} for a message that begins as one and is none
 */
export function readResponse(bytes: Uint8Array): GuestResponse {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString("latin1", 0, 7) !== "HTTP/1.") return textResponse(bytes);
  const { head, bodyStart } = splitHead(buffer);
  const [first = "", ...lines] = head.split(/\r?\n/);
  const [, status, statusText = ""] = STATUS_LINE.exec(first) ?? [];
  if (status === undefined || Number(status) < 200 || Number(status) > 599)
    throw new GuestError(
      `the response's status line is ${quote(first)}: it must be HTTP/1.1 with a status from 200 to 599`,
    );
  const headers = lines.filter((line) => line !== "").map(readHeader);
  return {
    head: { status: Number(status), statusText, headers: headers.filter(([name]) => !FRAMING.has(name.toLowerCase())) },
    body: bytes.subarray(bodyStart),
  };
}

function splitHead(buffer: Buffer): { readonly head: string; readonly bodyStart: number } {
  const window = buffer.subarray(0, HEAD_BYTES).toString("latin1");
  const end = /\r?\n\r?\n/.exec(window);
  if (end === null)
    throw new GuestError(
      buffer.length > HEAD_BYTES
        ? `the response's head is longer than ${HEAD_BYTES} bytes`
        : "the response's head has no end: an empty line comes before the body",
    );
  return { head: window.slice(0, end.index), bodyStart: end.index + end[0].length };
}

function readHeader(line: string): HeaderPair {
  const [, name, value = ""] = HEADER.exec(line) ?? [];
  if (name === undefined) throw new GuestError(`a header of the response is ${quote(line)}: it must be name: value`);
  return [name, value];
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
