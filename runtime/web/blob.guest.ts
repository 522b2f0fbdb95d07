import { ByteGatherer, byteLength, copyBytes, partOf } from "./bytes.guest";
import { bytesOf, decodeUtf8, encodeUtf8 } from "./encoding.guest";
import { dictionary } from "./events.guest";
import { exposeInterface } from "./interfaces.guest";
import {
  floor,
  isFiniteNumber,
  isObject,
  toNumber,
  toText,
  trunc,
  TypeError,
  Uint8Array,
  uncurryGetter,
} from "./primordials.guest";
import type { ByteStream } from "./stream-access.guest";
import { streamOfBytes } from "./stream-access.guest";
import {
  enumeration,
  indexOf,
  iteratorMethod,
  match,
  requireArguments,
  setLength,
  slice,
  toLowerCase,
  usvString,
} from "./web-idl.guest";

interface BlobOptions {
  readonly type?: unknown;
  readonly endings?: unknown;
}

interface FileOptions extends BlobOptions {
  readonly lastModified?: unknown;
}

const NOT_IN_TYPE = /[^\x20-\x7e]/;
const now = Date.now;

let isBlobObject: (value: unknown) => value is Blob;
let bytesInside: (blob: unknown) => Uint8Array;
let typeInside: (blob: unknown) => string;
/** What the next construction is to hold: a blob's bytes never change, so blobs may share them. */
let prepared: { readonly bytes: Uint8Array; readonly type: string } | null = null;

export class Blob {
  #bytes: Uint8Array;
  #type: string;

  static {
    isBlobObject = (value): value is Blob => isObject(value) && #bytes in value;
    bytesInside = (blob) => {
      if (!isBlobObject(blob)) throw new TypeError("Illegal invocation");
      return blob.#bytes;
    };
    typeInside = (blob) => {
      if (!isBlobObject(blob)) throw new TypeError("Illegal invocation");
      return blob.#type;
    };
  }

  constructor(parts?: unknown, options: unknown = null) {
    if (prepared !== null) {
      this.#bytes = prepared.bytes;
      this.#type = prepared.type;
      prepared = null;
      return;
    }
    const gatherer = new ByteGatherer();
    const list = parts === undefined ? null : sequenceOf(parts);
    const given = dictionary<BlobOptions>(options);
    const endings = enumeration(given?.endings, ["transparent", "native"], "endings");
    this.#type = normalizedType(given?.type);
    if (list !== null) for (let i = 0; i < list.length; i++) gatherer.add(partBytes(list[i], endings === "native"));
    this.#bytes = gatherer.bytes();
  }

  get size(): number {
    return byteLength(bytesInside(this));
  }
  get type(): string {
    return typeInside(this);
  }

  slice(start?: unknown, end?: unknown, contentType?: unknown): Blob {
    const bytes = bytesInside(this);
    const size = byteLength(bytes);
    const from = relativeIndex(start, 0, size);
    const to = relativeIndex(end, size, size);
    return blobOf(partOf(bytes, from, to > from ? to : from), normalizedType(contentType));
  }

  stream(): ByteStream {
    return streamOfBytes(bytesInside(this));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a wrong receiver rejects, as the standard wants
  async text(): Promise<string> {
    return decodeUtf8(bytesInside(this));
  }
  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async arrayBuffer(): Promise<ArrayBuffer> {
    return copyBytes(bytesInside(this)).buffer;
  }
  // eslint-disable-next-line @typescript-eslint/require-await -- as above
  async bytes(): Promise<Uint8Array> {
    return copyBytes(bytesInside(this));
  }
}

function sequenceOf(parts: unknown): unknown[] {
  if (!isObject(parts) || iteratorMethod(parts) === undefined) throw new TypeError("The blob's parts are no sequence.");
  const list: unknown[] = [];
  let count = 0;
  for (const part of parts as Iterable<unknown>) list[count++] = convertedPart(part);
  return list;
}

/** Web IDL: `BufferSource or Blob or USVString`. */
function convertedPart(part: unknown): unknown {
  return isBlobObject(part) || bytesOf(part) !== null ? part : usvString(part);
}

function partBytes(part: unknown, native: boolean): Uint8Array {
  if (typeof part === "string") return encodeUtf8(native ? nativeEndings(part) : part);
  if (isBlobObject(part)) return bytesInside(part);
  const bytes = bytesOf(part);
  // A copy at once: the caller may change its buffer while the other parts are converted.
  return bytes === null ? new Uint8Array(0) : copyBytes(bytes);
}

/** Line endings as the platform writes them: a line feed. */
function nativeEndings(text: string): string {
  let result = "";
  let at = 0;
  for (let found = indexOf(text, "\r"); found >= 0; found = indexOf(text, "\r", at)) {
    result += slice(text, at, found) + "\n";
    at = found + (text[found + 1] === "\n" ? 2 : 1);
  }
  return result + slice(text, at);
}

function normalizedType(value: unknown): string {
  if (value === undefined) return "";
  const type = toText(value);
  return match(NOT_IN_TYPE, type) === null ? toLowerCase(type) : "";
}

/** Web IDL's `[Clamp] long long`, counted from the end when negative, within `size`. */
function relativeIndex(value: unknown, missing: number, size: number): number {
  if (value === undefined) return missing;
  const number = toNumber(value);
  const index = number !== number ? 0 : isFiniteNumber(number) ? roundToEven(number) : number;
  if (index < 0) return index + size < 0 ? 0 : index + size;
  return index > size ? size : index;
}

/** To the nearest whole number, and of two as near to the even one. */
function roundToEven(number: number): number {
  const below = floor(number);
  const rest = number - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** A blob of bytes that nobody else changes. */
export function blobOf(bytes: Uint8Array, type: string): Blob {
  prepared = { bytes, type };
  return new Blob();
}

export function isBlob(value: unknown): value is Blob {
  return isBlobObject(value);
}

/** The bytes of a blob: not a copy, never to be changed. */
export function blobBytes(blob: Blob): Uint8Array {
  return bytesInside(blob);
}

export function blobType(blob: Blob): string {
  return typeInside(blob);
}

let isFileObject: (value: unknown) => value is File;

export class File extends Blob {
  #name: string;
  #lastModified: number;

  static {
    isFileObject = (value): value is File => isObject(value) && #name in value;
  }

  constructor(parts: unknown, name: unknown, options: unknown = null) {
    requireArguments(arguments.length, 2, "File");
    super(prepared === null && parts === undefined ? null : parts, options);
    const given = dictionary<FileOptions>(options);
    this.#name = usvString(name);
    const lastModified = given?.lastModified;
    this.#lastModified = lastModified === undefined ? now() : toInteger(lastModified);
  }

  get name(): string {
    if (!isFileObject(this)) throw new TypeError("Illegal invocation");
    return this.#name;
  }
  get lastModified(): number {
    if (!isFileObject(this)) throw new TypeError("Illegal invocation");
    return this.#lastModified;
  }
}

function toInteger(value: unknown): number {
  const number = toNumber(value);
  return isFiniteNumber(number) ? trunc(number) + 0 : 0;
}

export function isFile(value: unknown): value is File {
  return isFileObject(value);
}

export function fileOf(bytes: Uint8Array, type: string, name: string, lastModified?: number): File {
  prepared = { bytes, type };
  return new File([], name, lastModified === undefined ? null : { __proto__: null, lastModified });
}

const nameOf = uncurryGetter<File, string>(File.prototype, "name");
const modifiedOf = uncurryGetter<File, number>(File.prototype, "lastModified");

export function fileName(file: File): string {
  return nameOf(file);
}

export function fileModified(file: File): number {
  return modifiedOf(file);
}

export function installBlob(): void {
  exposeInterface(Blob, "Blob", 0);
  exposeInterface(File, "File", 2);
  setLength(Blob.prototype, "slice", 0);
}
