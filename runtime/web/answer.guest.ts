import { isUnusable, streamOf } from "./body.guest";
import { byteLength, copyBytes, isUint8Array } from "./bytes.guest";
import { CallFailure, describeThrown } from "./call-errors.guest";
import type { Call, FailureCodeText } from "./calls.guest";
import type { Core } from "./core.guest";
import { flattenHeaders } from "./headers.guest";
import { isObject, ownKeys } from "./primordials.guest";
import type { ResponseState } from "./response.guest";
import { responseState } from "./response.guest";
import type { ByteReader } from "./stream-access.guest";
import { cancelReading, readerOf, readOnce } from "./stream-access.guest";

let core: Core;

/** Waits for the client to take what is on its way; called by the operation `responseCredit`. */
let resume: (() => void) | null = null;

/** The call failed: nothing of it counts any more. */
export function failCall(call: Call, code: FailureCodeText, message: unknown, stack: string): void {
  if (call.over) return;
  call.over = true;
  resume = null;
  // A message may be made by a template, which is one that a function can spoil: see `toText`.
  call.host.fail(code, typeof message === "string" ? message : "the call failed", stack);
}

/** The call failed because something was thrown. */
export function failThrown(call: Call, error: unknown): void {
  const failure = CallFailure.read(error);
  if (failure !== null) {
    failCall(call, failure.code, failure.message, "");
    return;
  }
  const { message, stack } = describeThrown(error);
  failCall(call, "handler-threw", message, stack);
}

/** One thing that the call waited for is done; after the last one it is settled. */
export function settleOne(call: Call): void {
  call.pending--;
  if (call.pending > 0 || call.over) return;
  core.finish();
  call.over = true;
  call.host.settled();
}

/** Sends what the handler gave back, which must be a response of this guest. */
export function answer(call: Call, value: unknown): void {
  if (call.over || call.answered) return;
  const response = responseState(value);
  if (response === null) {
    failCall(
      call,
      "invalid-response",
      "the handler returned " + describe(value) + " instead of a Response: return new Response(body)",
      "",
    );
    return;
  }
  if (response.status === 0) {
    failCall(call, "invalid-response", "the handler returned Response.error(), which is no answer", "");
    return;
  }
  if (isUnusable(response.body)) {
    const why = "the handler returned a Response whose body was already read, or is locked; return its clone()";
    failCall(call, "invalid-response", why, "");
    return;
  }
  send(call, response);
}

/** Sends a response that is fit to be sent. */
export function send(call: Call, response: ResponseState): void {
  if (call.over || call.answered) return;
  call.answered = true;
  const { host } = call;
  const { status, statusText, body } = response;
  const headers = flattenHeaders(response.headers);
  if (body !== null && (body.stream !== null || body.open !== null)) {
    const reader = readerOf(streamOf(body));
    host.head(status, statusText, headers);
    pump(call, reader);
    return;
  }
  if (body !== null) body.used = true;
  host.respond(status, statusText, headers, body === null ? null : (body.text ?? body.bytes));
  settleOne(call);
}

/** Moves the body to the host, chunk by chunk, no faster than it takes them. */
function pump(call: Call, reader: ByteReader): void {
  readOnce(
    reader,
    ({ done, value }) => {
      if (call.over) {
        cancelReading(reader, undefined);
      } else if (done) {
        call.host.end();
        settleOne(call);
      } else if (!isUint8Array(value)) {
        cancelReading(reader, undefined);
        failCall(call, "body-threw", "a chunk of the response's body is " + describe(value) + ", not a Uint8Array", "");
      } else {
        sendChunk(call, reader, value);
      }
    },
    (reason) => {
      const { message, stack } = describeThrown(reason);
      failCall(call, "body-threw", message, stack);
    },
  );
}

function sendChunk(call: Call, reader: ByteReader, chunk: Uint8Array): void {
  // A copy: it is sure to be a plain array of just these bytes.
  const more = byteLength(chunk) === 0 || call.host.chunk(copyBytes(chunk));
  if (more) pump(call, reader);
  else {
    resume = () => {
      pump(call, reader);
    };
  }
}

/** The host took what was on its way. */
export function responseCredit(): void {
  const go = resume;
  resume = null;
  go?.();
}

/** A value in a few words, for a message. */
function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (!isObject(value)) return "a " + typeof value;
  if (typeof value === "function") return "a function";
  try {
    const name = (value as { constructor?: { name?: unknown } }).constructor?.name;
    if (typeof name === "string" && name !== "" && name !== "Object") return "an instance of " + name;
    const keys = ownKeys(value);
    return keys.length === 0 ? "an empty object" : "an object with " + keyList(keys);
  } catch {
    return "an object";
  }
}

function keyList(keys: readonly PropertyKey[]): string {
  let list = "";
  for (let i = 0; i < keys.length && i < 5; i++) {
    const key = keys[i];
    if (typeof key === "string") list += list === "" ? key : ", " + key;
  }
  return keys.length > 5 ? list + ", …" : list;
}

/** A new call begins: nothing of the last one waits any more. */
export function resetAnswer(): void {
  resume = null;
}

export function installAnswer(withCore: Core): void {
  core = withCore;
}
