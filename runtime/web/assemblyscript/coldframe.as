// What an AssemblyScript function imports as "coldframe": it reads the request that Coldframe puts into memory, and writes the
// response. Both are HTTP/1.1 messages (RFC 9112), the request with its path as the target, so that one can read them in a dump.

/** Writes a line to the invocation's log. */
export function log(text: string): void {
  const bytes = String.UTF8.encode(text);
  writeLog(changetype<usize>(bytes), bytes.byteLength);
}

// @ts-ignore: decorator
@external("env", "log")
declare function writeLog(pointer: usize, bytes: i32): void;

// Globals, since the collector follows them: what they hold stays in place until the next call.
let requestBytes = new ArrayBuffer(0);
let responseBytes = new ArrayBuffer(0);

/** Room for the next request: to be exported by the function's entry. */
export function allocate(bytes: i32): usize {
  requestBytes = new ArrayBuffer(bytes);
  return changetype<usize>(requestBytes);
}

/** Answers the request at `pointer` by a function of the user's, and returns where the response is: what `handler` gives back. */
export function answer(pointer: usize, bytes: i32, respond: (request: Request) => Response): u64 {
  const response = respond(readRequest(pointer, bytes));
  responseBytes = writeResponse(response);
  return ((<u64>changetype<usize>(responseBytes)) << 32) | (<u64>responseBytes.byteLength);
}

/** Headers in their order. Names are compared without regard to case. */
export class Headers {
  readonly names: string[] = [];
  readonly values: string[] = [];

  /** The value, several joined by a comma; null where there is none. */
  get(name: string): string | null {
    let found: string | null = null;
    for (let index = 0; index < this.names.length; index++) {
      if (!isSameName(this.names[index], name)) continue;
      const value = this.values[index];
      found = found === null ? value : found + ", " + value;
    }
    return found;
  }

  has(name: string): bool {
    return this.get(name) !== null;
  }

  /** Adds a header beside those of the same name. */
  append(name: string, value: string): void {
    this.names.push(name);
    this.values.push(value);
  }

  /** Replaces those of the same name. */
  set(name: string, value: string): void {
    this.delete(name);
    this.append(name, value);
  }

  delete(name: string): void {
    for (let index = this.names.length - 1; index >= 0; index--) {
      if (!isSameName(this.names[index], name)) continue;
      this.names.splice(index, 1);
      this.values.splice(index, 1);
    }
  }
}

export class Request {
  constructor(
    readonly method: string,
    /** Path and query, as they were sent: `/hello?name=Ada`. */
    readonly target: string,
    readonly headers: Headers,
    readonly body: ArrayBuffer,
  ) {}

  get url(): string {
    const host = this.headers.get("host");
    return "http://" + (host === null ? "localhost" : host) + this.target;
  }

  get path(): string {
    const end = this.target.indexOf("?");
    return end < 0 ? this.target : this.target.substring(0, end);
  }

  /** The first value of a query's parameter, decoded; null where there is none. */
  query(name: string): string | null {
    const start = this.target.indexOf("?");
    if (start < 0) return null;
    const pairs = this.target.substring(start + 1).split("&");
    for (let index = 0; index < pairs.length; index++) {
      const pair = pairs[index];
      const equals = pair.indexOf("=");
      const key = equals < 0 ? pair : pair.substring(0, equals);
      if (decode(key) == name) return equals < 0 ? "" : decode(pair.substring(equals + 1));
    }
    return null;
  }

  /** The body, read as UTF-8. */
  text(): string {
    return String.UTF8.decode(this.body);
  }
}

export class Response {
  readonly headers: Headers = new Headers();

  constructor(
    readonly body: ArrayBuffer,
    readonly status: i32 = 200,
  ) {}

  static text(text: string, status: i32 = 200): Response {
    const response = new Response(String.UTF8.encode(text), status);
    response.headers.set("content-type", "text/plain;charset=UTF-8");
    return response;
  }

  /** `json` is JSON already; `quote` makes a string of JSON. */
  static json(json: string, status: i32 = 200): Response {
    const response = new Response(String.UTF8.encode(json), status);
    response.headers.set("content-type", "application/json");
    return response;
  }
}

const HEX = "0123456789abcdef";

/** A text as JSON writes it, quotes included. */
export function quote(text: string): string {
  let quoted = '"';
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code == 0x22) quoted += '\\"';
    else if (code == 0x5c) quoted += "\\\\";
    else if (code == 0x0a) quoted += "\\n";
    else if (code < 0x20) quoted += "\\u00" + HEX.charAt(code >> 4) + HEX.charAt(code & 15);
    else quoted += text.charAt(index);
  }
  return quoted + '"';
}

function readRequest(pointer: usize, bytes: i32): Request {
  const headBytes = lengthOfHead(pointer, bytes);
  const lines = String.UTF8.decodeUnsafe(pointer, headBytes).split("\r\n");
  const start = lines[0].split(" ");
  const headers = new Headers();
  for (let index = 1; index < lines.length; index++) {
    const colon = lines[index].indexOf(":");
    if (colon > 0) headers.append(lines[index].substring(0, colon), lines[index].substring(colon + 1).trim());
  }
  const bodyBytes = bytes - headBytes;
  const body = new ArrayBuffer(bodyBytes);
  memory.copy(changetype<usize>(body), pointer + headBytes, bodyBytes);
  return new Request(start[0], start.length > 1 ? start[1] : "/", headers, body);
}

/** With the empty line that ends it. */
function lengthOfHead(pointer: usize, bytes: i32): i32 {
  for (let at = 3; at < bytes; at++) {
    // "\r\n\r\n", read as one number from its last byte back.
    if (load<u8>(pointer + at) == 0x0a && load<u32>(pointer + at - 3) == 0x0a0d0a0d) return at + 1;
  }
  return bytes;
}

function writeResponse(response: Response): ArrayBuffer {
  let text = "HTTP/1.1 " + response.status.toString() + "\r\n";
  const headers = response.headers;
  for (let index = 0; index < headers.names.length; index++) {
    text += headers.names[index] + ": " + headers.values[index] + "\r\n";
  }
  const head = String.UTF8.encode(text + "\r\n");
  const body = response.body;
  const message = new ArrayBuffer(head.byteLength + body.byteLength);
  memory.copy(changetype<usize>(message), changetype<usize>(head), head.byteLength);
  memory.copy(changetype<usize>(message) + head.byteLength, changetype<usize>(body), body.byteLength);
  return message;
}

function isSameName(one: string, other: string): bool {
  if (one.length != other.length) return false;
  for (let index = 0; index < one.length; index++) {
    if (lowerCase(one.charCodeAt(index)) != lowerCase(other.charCodeAt(index))) return false;
  }
  return true;
}

/** Names of headers are ASCII: Unicode's tables of cases would be half of a small module. */
function lowerCase(code: i32): i32 {
  return code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
}

/** Text of a query. One that is no valid encoding stays as it is: a function must not end by what a caller wrote. */
function decode(text: string): string {
  const spaced = text.replaceAll("+", " ");
  return isEncoded(spaced) ? decodeURIComponent(spaced) : spaced;
}

/** Whether percent signs are followed by two digits each, and their bytes are UTF-8. */
function isEncoded(text: string): bool {
  let expected = 0;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) != 0x25) {
      if (expected > 0) return false;
      continue;
    }
    if (index + 2 >= text.length) return false;
    const high = digit(text.charCodeAt(index + 1));
    const low = digit(text.charCodeAt(index + 2));
    if (high < 0 || low < 0) return false;
    const byte = (high << 4) | low;
    if (expected > 0) {
      if ((byte & 0xc0) != 0x80) return false;
      expected--;
    } else if (byte >= 0xf0 && byte < 0xf5) expected = 3;
    else if (byte >= 0xe0 && byte < 0xf0) expected = 2;
    else if (byte >= 0xc2 && byte < 0xe0) expected = 1;
    else if (byte >= 0x80) return false;
    index += 2;
  }
  return expected == 0;
}

function digit(code: i32): i32 {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
