import { blobBytes, blobOf, blobType, isBlob } from "./blob.guest";
import { copyBytes } from "./bytes.guest";
import { bytesOf, decodeUtf8, encodeUtf8 } from "./encoding.guest";
import type { FormData } from "./form-data.guest";
import { formDataOf, formEntries } from "./form-data.guest";
import type { HeaderList } from "./headers.guest";
import { mimeParameter, mimeTypeOf, serializeMimeType } from "./mime.guest";
import { boundaryOf, readMultipart, writeMultipart } from "./multipart.guest";
import { defineProperty, getOwnPropertyDescriptor, ownKeys, TypeError } from "./primordials.guest";
import type { ByteStream } from "./stream-access.guest";
import {
  isDisturbed,
  isLocked,
  isStream,
  passOn,
  readAll,
  spentStream,
  streamOfBytes,
  teeStream,
} from "./stream-access.guest";
import { parseUrlEncoded } from "./url-encoded.guest";
import { serializedParams } from "./url-search-params.guest";
import { slice, toLowerCase, usvString, wellFormed } from "./web-idl.guest";

/**
 * A body, as the Fetch standard has it. What is known in full stays a string or bytes, and becomes a stream only for a function
 * that asks for `body`: most never do.
 */
export interface Body {
  text: string | null;
  /** Never changed by anyone. */
  bytes: Uint8Array | null;
  stream: ByteStream | null;
  /** Makes the stream of a body that comes from outside. */
  open: (() => ByteStream) | null;
  /** Read to the end without a stream. */
  used: boolean;
}

/** What has a body: a request or a response. */
export interface BodyOwner {
  body: Body | null;
  readonly headers: HeaderList;
}

function bodyWith(text: string | null, bytes: Uint8Array | null, stream: ByteStream | null): Body {
  return { text, bytes, stream, open: null, used: false };
}

export function bodyOfText(text: string): Body {
  return bodyWith(text, null, null);
}

export function bodyOfBytes(bytes: Uint8Array): Body {
  return bodyWith(null, bytes, null);
}

/** A body whose stream is made when it is first wanted. */
export function bodyOfSource(open: () => ByteStream): Body {
  return { text: null, bytes: null, stream: null, open, used: false };
}

let randomUuid: () => string;
const parseJson = JSON.parse;

/** A body and the content type that it asks for. */
export interface ExtractedBody {
  readonly body: Body;
  readonly type: string | null;
}

/** The standard's "extract" of a `BodyInit`. */
export function extractBody(value: unknown): ExtractedBody {
  if (typeof value === "object" && value !== null) {
    const extracted = extractObject(value);
    if (extracted !== null) return extracted;
  }
  return { body: bodyWith(usvString(value), null, null), type: "text/plain;charset=UTF-8" };
}

function extractObject(value: object): ExtractedBody | null {
  const bytes = bytesOf(value);
  if (bytes !== null) return { body: bodyWith(null, copyBytes(bytes), null), type: null };
  if (isStream(value)) {
    if (isDisturbed(value) || isLocked(value)) throw new TypeError("The body's stream is locked or was read from.");
    return { body: bodyWith(null, null, value), type: null };
  }
  if (isBlob(value)) return { body: bodyWith(null, blobBytes(value), null), type: blobType(value) || null };
  const params = serializedParams(value);
  if (params !== null) {
    return { body: bodyWith(params, null, null), type: "application/x-www-form-urlencoded;charset=UTF-8" };
  }
  const entries = formEntries(value);
  if (entries === null) return null;
  const boundary = boundaryOf(randomUuid());
  return {
    body: bodyWith(null, writeMultipart(entries, boundary), null),
    type: "multipart/form-data; boundary=" + boundary,
  };
}

/** The body's stream, made now if it must be. */
export function streamOf(body: Body): ByteStream {
  if (body.stream !== null) return body.stream;
  if (body.used) body.stream = spentStream();
  else if (body.open !== null) body.stream = body.open();
  else body.stream = streamOfBytes(knownBytes(body));
  return body.stream;
}

function knownBytes(body: Body): Uint8Array {
  return body.bytes ?? encodeUtf8(body.text ?? "");
}

/** The standard's "body used": it was read from. */
function isUsed(body: Body | null): boolean {
  if (body === null) return false;
  return body.used || (body.stream !== null && isDisturbed(body.stream));
}

/** The standard's "unusable": it was read from, or somebody holds its reader. */
export function isUnusable(body: Body | null): boolean {
  if (body === null) return false;
  return body.used || (body.stream !== null && (isDisturbed(body.stream) || isLocked(body.stream)));
}

/** A second body with the same content; the first one stays usable. Both must not be unusable. */
export function cloneBody(body: Body): Body {
  if (body.stream === null && body.open === null) return bodyWith(body.text, body.bytes, null);
  const [mine, theirs] = teeStream(streamOf(body));
  body.stream = mine;
  return bodyWith(null, null, theirs);
}

/** Moves a body to a new owner: the old one has it no more and counts as read. */
export function takeBody(body: Body): Body {
  const { text, bytes, stream, open } = body;
  if (stream === null) {
    body.used = true;
    return { text, bytes, stream: null, open, used: false };
  }
  return bodyWith(null, null, passOn(stream));
}

function markUsed(body: Body | null): void {
  if (isUnusable(body)) throw new TypeError("The body was already read, or is locked by a reader.");
}

/** Whole content of a body as bytes that nobody else changes; the body is used from here on. */
export async function bodyBytes(body: Body | null): Promise<Uint8Array> {
  markUsed(body);
  if (body === null) return encodeUtf8("");
  if (body.stream === null && body.open === null) {
    body.used = true;
    return knownBytes(body);
  }
  return readAll(streamOf(body));
}

async function bodyText(body: Body | null): Promise<string> {
  if (body?.text !== null && body?.text !== undefined && body.stream === null) {
    markUsed(body);
    body.used = true;
    return textAsDecoded(body.text);
  }
  return decodeUtf8(await bodyBytes(body));
}

/** What encoding a string as UTF-8 and decoding it again gives. */
function textAsDecoded(text: string): string {
  const formed = wellFormed(text);
  return formed[0] === "\ufeff" ? slice(formed, 1) : formed;
}

async function bodyForm(owner: BodyOwner): Promise<FormData> {
  markUsed(owner.body);
  const type = mimeTypeOf(owner.headers);
  const boundary = type?.essence === "multipart/form-data" ? mimeParameter(type, "boundary") : null;
  if (boundary !== null) return formDataOf(readMultipart(await bodyBytes(owner.body), boundary));
  if (type?.essence === "application/x-www-form-urlencoded") {
    return formDataOf(parseUrlEncoded(decodeUtf8(await bodyBytes(owner.body))));
  }
  await bodyBytes(owner.body);
  throw new TypeError(
    "The body is not a form: its content-type is neither multipart/form-data with a boundary nor application/x-www-form-urlencoded.",
  );
}

/**
 * Gives a prototype the standard's Body mixin. `access` checks the receiver; it throws for a stranger, which makes an operation reject.
 */
export function mixBody(prototype: object, access: (self: unknown) => BodyOwner): void {
  const mixin = {
    get body(): ByteStream | null {
      const { body } = access(this);
      return body === null ? null : streamOf(body);
    },
    get bodyUsed(): boolean {
      return isUsed(access(this).body);
    },
    async arrayBuffer(): Promise<ArrayBuffer> {
      return copyBytes(await bodyBytes(access(this).body)).buffer;
    },
    async blob(): Promise<unknown> {
      const owner = access(this);
      const bytes = await bodyBytes(owner.body);
      const type = mimeTypeOf(owner.headers);
      return blobOf(bytes, type === null ? "" : toLowerCase(serializeMimeType(type)));
    },
    async bytes(): Promise<Uint8Array> {
      return copyBytes(await bodyBytes(access(this).body));
    },
    async formData(): Promise<FormData> {
      return bodyForm(access(this));
    },
    async json(): Promise<unknown> {
      return parseJson(await bodyText(access(this).body));
    },
    async text(): Promise<string> {
      return bodyText(access(this).body);
    },
  };
  const keys = ownKeys(mixin);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    defineProperty(prototype, key, getOwnPropertyDescriptor(mixin, key) as PropertyDescriptor);
  }
}

export function installBody(uuid: () => string): void {
  randomUuid = uuid;
}
