/** What all of the guest's WebCrypto stands on: the host's primitives, errors with the standard's names, and bytes. */
import type { HostFunctions } from "./bridge";
import { ArrayBuffer, DOMException, isView, TypeError, Uint8Array, uncurryGetter } from "./primordials.guest";

export type ErrorName =
  | "DataError"
  | "InvalidAccessError"
  | "NotSupportedError"
  | "OperationError"
  | "QuotaExceededError"
  | "SyntaxError"
  | "TypeMismatchError";

export const { parse: parseJson, stringify: toJson } = JSON;
export const Bytes = Uint8Array;
const byteLengthOf = uncurryGetter(ArrayBuffer.prototype, "byteLength");
const Encoder = TextEncoder;
const Decoder = TextDecoder;

let lender: Pick<HostFunctions, "crypto"> = { crypto: () => null };

/** Takes the host's primitives; once, before a function can run. */
export function connect(host: HostFunctions): void {
  lender = host;
}

/** The standard's error for this failure. */
export function failure(name: ErrorName, message: string): Error {
  return new DOMException(message, name);
}

type Parameters = Readonly<Record<string, string | number>>;

const NONE = new Bytes(0);

/** Runs a primitive of the host; null when it failed. Spelled out, so that no patched iterator sees a key's bytes. */
function primitive(operation: string, parameters: Parameters, bytes: readonly Uint8Array[]) {
  const json = toJson(parameters);
  const first = bytes[0] ?? NONE;
  const second = bytes[1] ?? NONE;
  switch (bytes.length) {
    case 0:
      return lender.crypto(operation, json);
    case 1:
      return lender.crypto(operation, json, first);
    case 2:
      return lender.crypto(operation, json, first, second);
    default:
      return lender.crypto(operation, json, first, second, bytes[2] ?? NONE, bytes[3] ?? NONE);
  }
}

/** A primitive whose result is bytes. Fails with an OperationError unless another name is given. */
export function toBytes(operation: string, parameters: Parameters, ...bytes: Uint8Array[]): Uint8Array {
  const result = primitive(operation, parameters, bytes);
  if (result instanceof Bytes) return result;
  throw failure("OperationError", `The operation failed (${operation})`);
}

/** Bytes from the operating system's generator; at most 65,536. Called often and for little, so its JSON is made by hand. */
export function randomBytes(length: number): Uint8Array {
  const result = lender.crypto("random", `{"length":${length}}`);
  if (result instanceof Bytes) return result;
  throw failure("OperationError", "No random bytes could be had");
}

/** A primitive whose result is true or false; false too when it failed: a malformed signature is just not valid. */
export function toFlag(operation: string, parameters: Parameters, ...bytes: Uint8Array[]): boolean {
  return primitive(operation, parameters, bytes) === true;
}

/** A primitive whose result is a key's JWK, as JSON. */
export function toKeyText(name: ErrorName, operation: string, parameters: Parameters, ...bytes: Uint8Array[]): string {
  const result = primitive(operation, parameters, bytes);
  if (typeof result === "string") return result;
  throw failure(name, name === "DataError" ? "The key data is not valid" : `The operation failed (${operation})`);
}

export function isBufferSource(value: unknown): boolean {
  if (isView(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  try {
    byteLengthOf(value);
    return true;
  } catch {
    return false;
  }
}

/** A BufferSource's bytes, not copied: whoever takes them uses them before any other guest code can run. */
export function bytesOf(value: unknown): Uint8Array {
  if (isView(value)) return new Bytes(value.buffer, value.byteOffset, value.byteLength);
  if (isBufferSource(value)) return new Bytes(value as ArrayBuffer);
  throw new TypeError("The value is not an ArrayBuffer, typed array or DataView");
}

/** The ArrayBuffer that holds just these bytes. */
export function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  if (byteOffset === 0 && byteLength === buffer.byteLength) return buffer as ArrayBuffer;
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const characters = bytes.length - index >= 3 ? 4 : bytes.length - index + 1;
    for (let place = 0; place < characters; place += 1) text += ALPHABET[(group >> (18 - 6 * place)) & 63] ?? "";
  }
  return text;
}

/** The bytes that unpadded base64url text stands for; null when it is none. */
export function fromBase64Url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Bytes(Math.floor((text.length * 3) / 4));
  let group = 0;
  let written = 0;
  for (let index = 0; index < text.length; index += 1) {
    const value = ALPHABET.indexOf(text[index] ?? "=");
    if (value < 0) return null;
    group = ((group << 6) | value) & 0xffffff;
    const bits = ((index + 1) * 6) % 8;
    if (bits < 6) bytes[written++] = (group >> bits) & 255;
  }
  return bytes;
}

export function encodeText(text: string): Uint8Array {
  return new Encoder().encode(text);
}

/** @throws {TypeError} when the bytes are not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  return new Decoder("utf-8", { fatal: true }).decode(bytes);
}
