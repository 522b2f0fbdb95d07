import type { HostFunctions } from "./bridge";
import { dictionary } from "./events.guest";
import { exposeInterface, setLengths } from "./interfaces.guest";
import {
  ArrayBuffer,
  isView,
  RangeError,
  TypeError,
  Uint8Array,
  uncurry,
  uncurryGetter,
  toText,
} from "./primordials.guest";
import { TransformStream } from "./streams.guest";
import type { ReadableStream, WritableStream } from "./streams.guest";
import { encodingOf, wholeLength } from "./text-encodings.guest";

type NativeDecoder = TextDecoder;
const NativeTextDecoder = TextDecoder;
const NativeTextEncoder = TextEncoder;
const decodeNative = uncurry(NativeTextDecoder.prototype, "decode");
const encodeNative = uncurry(NativeTextEncoder.prototype, "encode");
const encodeInto = uncurry(NativeTextEncoder.prototype, "encodeInto");
const encoder = new NativeTextEncoder();
const setBytes = uncurry(Uint8Array.prototype, "set");
const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const viewBuffer = uncurryGetter<unknown, ArrayBuffer>(typedArray, "buffer");
const viewOffset = uncurryGetter<unknown, number>(typedArray, "byteOffset");
const viewLength = uncurryGetter<unknown, number>(typedArray, "byteLength");
const typedArrayTag = uncurryGetter<unknown, string | undefined>(typedArray, Symbol.toStringTag);
const dataBuffer = uncurryGetter<unknown, ArrayBuffer>(DataView.prototype, "buffer");
const dataOffset = uncurryGetter<unknown, number>(DataView.prototype, "byteOffset");
const dataLength = uncurryGetter<unknown, number>(DataView.prototype, "byteLength");
const bufferLength = uncurryGetter<unknown, number>(ArrayBuffer.prototype, "byteLength");
const sharedLength = uncurryGetter<unknown, number>(SharedArrayBuffer.prototype, "byteLength");

let lent: Pick<HostFunctions, "decodeText">;

/** UTF-8 bytes of a text, whatever a function made of the globals. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encodeNative(encoder, text);
}

/** The text of UTF-8 bytes as `Response.text` wants it: a byte order mark is taken off, what is malformed replaced. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decodeNative(new NativeTextDecoder(), bytes);
}

/** The bytes of a BufferSource, not copied; null for anything else. */
export function bytesOf(source: unknown): Uint8Array<ArrayBuffer> | null {
  if (isView(source)) {
    const typed = typedArrayTag(source) !== undefined;
    return typed
      ? new Uint8Array(viewBuffer(source), viewOffset(source), viewLength(source))
      : new Uint8Array(dataBuffer(source), dataOffset(source), dataLength(source));
  }
  if (typeof source !== "object" || source === null) return null;
  for (const length of [bufferLength, sharedLength]) {
    try {
      length(source);
      return new Uint8Array(source as ArrayBuffer);
    } catch {
      // Not of this kind.
    }
  }
  return null;
}

/** Decodes an encoding other than UTF-8 with the host's decoder, which keeps nothing between calls: this does. */
class HostDecoder {
  readonly #encoding: string;
  readonly #fatal: boolean;
  readonly #ignoreBom: boolean;
  #held = new Uint8Array(0);
  #begun = false;

  constructor(encoding: string, fatal: boolean, ignoreBom: boolean) {
    this.#encoding = encoding;
    this.#fatal = fatal;
    this.#ignoreBom = ignoreBom;
  }

  decode(input: Uint8Array<ArrayBuffer>, stream: boolean): string {
    const held = viewLength(this.#held);
    let bytes = input;
    if (held > 0) {
      bytes = new Uint8Array(held + viewLength(input));
      setBytes(bytes, this.#held);
      setBytes(bytes, input, held);
    }
    const length = viewLength(bytes);
    const whole = stream ? wholeLength(this.#encoding, bytes, length) : length;
    const ready = new Uint8Array(viewBuffer(bytes), viewOffset(bytes), whole);
    const ignoreBom = this.#ignoreBom || this.#begun;
    this.#begun = stream && (this.#begun || whole > 0);
    // A copy: what is held must not change with the function's buffer.
    this.#held = new Uint8Array(stream ? length - whole : 0);
    if (stream) setBytes(this.#held, new Uint8Array(viewBuffer(bytes), viewOffset(bytes) + whole, length - whole));
    const text = lent.decodeText(this.#encoding, ready, this.#fatal, ignoreBom);
    if (typeof text !== "string") {
      this.#held = new Uint8Array(0);
      this.#begun = false;
      throw new TypeError(`The encoded data was not valid ${this.#encoding}.`);
    }
    return text;
  }
}

interface DecoderOptions {
  readonly fatal?: boolean;
  readonly ignoreBOM?: boolean;
}

class GuestTextDecoder {
  readonly #encoding: string;
  readonly #fatal: boolean;
  readonly #ignoreBom: boolean;
  readonly #native: NativeDecoder | null;
  readonly #host: HostDecoder | null;

  constructor(label = "utf-8", options: DecoderOptions | null = null) {
    // The most common label needs no search.
    const encoding = label === "utf-8" ? label : encodingOf(toText(label));
    const given = dictionary<DecoderOptions>(options);
    const fatal = !!given?.fatal;
    const ignoreBom = !!given?.ignoreBOM;
    if (encoding === null) throw new RangeError(`The encoding label "${label}" is not supported.`);
    this.#encoding = encoding;
    this.#fatal = fatal;
    this.#ignoreBom = ignoreBom;
    const nativeOptions = { __proto__: null, fatal, ignoreBOM: ignoreBom } as DecoderOptions;
    this.#native = encoding === "utf-8" ? new NativeTextDecoder("utf-8", nativeOptions) : null;
    this.#host = encoding === "utf-8" ? null : new HostDecoder(encoding, fatal, ignoreBom);
    if (this.#host && lent.decodeText(encoding, new Uint8Array(0), false, false) === null) {
      throw new RangeError(`The encoding "${encoding}" is not supported.`);
    }
  }

  get encoding(): string {
    check(#native in this);
    return this.#encoding;
  }
  get fatal(): boolean {
    check(#native in this);
    return this.#fatal;
  }
  get ignoreBOM(): boolean {
    check(#native in this);
    return this.#ignoreBom;
  }

  decode(input?: unknown, options: { readonly stream?: boolean } | null = null): string {
    check(#native in this);
    const bytes = input === undefined ? new Uint8Array(0) : bytesOf(input);
    if (bytes === null) throw new TypeError("decode needs an ArrayBuffer or a view of one.");
    const stream = !!dictionary<{ stream: boolean }>(options)?.stream;
    if (this.#host) return this.#host.decode(bytes, stream);
    return decodeNative(this.#native as NativeDecoder, bytes, { __proto__: null, stream } as { stream: boolean });
  }
}

function check(own: boolean): void {
  if (!own) throw new TypeError("Illegal invocation");
}

class GuestTextEncoder {
  #own = true;
  get encoding(): string {
    check(#own in this);
    return "utf-8";
  }
  encode(input: unknown = ""): Uint8Array<ArrayBuffer> {
    check(#own in this);
    return encodeNative(encoder, toText(input));
  }
  encodeInto(source: unknown, destination: unknown): { read: number; written: number } {
    check(#own in this);
    const bytes = typeof destination === "object" && isView(destination) ? destination : null;
    if (bytes === null || typedArrayTag(bytes) !== "Uint8Array") {
      throw new TypeError("encodeInto needs a Uint8Array to write to.");
    }
    return encodeInto(encoder, toText(source), bytes as Uint8Array);
  }
}

class TextEncoderStream {
  #transform: TransformStream<unknown, Uint8Array>;

  constructor() {
    // Half of a surrogate pair at the end of a chunk waits for its other half.
    let high = "";
    this.#transform = new TransformStream<unknown, Uint8Array>({
      __proto__: null,
      transform(chunk: unknown, controller: { enqueue(bytes: Uint8Array): void }) {
        const text = high + toText(chunk);
        const last = text[text.length - 1] ?? "";
        high = last >= "\ud800" && last <= "\udbff" ? last : "";
        const bytes = encodeNative(encoder, high === "" ? text : withoutLast(text));
        if (viewLength(bytes) > 0) controller.enqueue(bytes);
      },
      flush(controller: { enqueue(bytes: Uint8Array): void }) {
        if (high !== "") controller.enqueue(encodeNative(encoder, high));
      },
    } as object);
  }
  get encoding(): string {
    check(#transform in this);
    return "utf-8";
  }
  get readable(): ReadableStream<Uint8Array> {
    check(#transform in this);
    return this.#transform.readable;
  }
  get writable(): WritableStream<unknown> {
    check(#transform in this);
    return this.#transform.writable;
  }
}

const sliceText = uncurry(String.prototype, "slice");

function withoutLast(text: string): string {
  return sliceText(text, 0, text.length - 1);
}

class TextDecoderStream {
  #decoder: GuestTextDecoder;
  #transform: TransformStream<unknown, string>;

  constructor(label = "utf-8", options: DecoderOptions | null = null) {
    const decoder = new GuestTextDecoder(label, options);
    this.#decoder = decoder;
    const streaming = { __proto__: null, stream: true } as { stream: boolean };
    this.#transform = new TransformStream<unknown, string>({
      __proto__: null,
      transform(chunk: unknown, controller: { enqueue(text: string): void }) {
        const bytes = bytesOf(chunk);
        if (bytes === null) throw new TypeError("A chunk is neither an ArrayBuffer nor a view of one.");
        const text = decode(decoder, bytes, streaming);
        if (text !== "") controller.enqueue(text);
      },
      flush(controller: { enqueue(text: string): void }) {
        const text = decode(decoder);
        if (text !== "") controller.enqueue(text);
      },
    } as object);
  }
  get encoding(): string {
    check(#transform in this);
    return encodingName(this.#decoder);
  }
  get fatal(): boolean {
    check(#transform in this);
    return isFatal(this.#decoder);
  }
  get ignoreBOM(): boolean {
    check(#transform in this);
    return ignoresBom(this.#decoder);
  }
  get readable(): ReadableStream<string> {
    check(#transform in this);
    return this.#transform.readable;
  }
  get writable(): WritableStream<unknown> {
    check(#transform in this);
    return this.#transform.writable;
  }
}

// A function may overwrite the prototype of a class that is a global: the stream uses what was there before.
const decode = uncurry(GuestTextDecoder.prototype, "decode");
const encodingName = uncurryGetter<unknown, string>(GuestTextDecoder.prototype, "encoding");
const isFatal = uncurryGetter<unknown, boolean>(GuestTextDecoder.prototype, "fatal");
const ignoresBom = uncurryGetter<unknown, boolean>(GuestTextDecoder.prototype, "ignoreBOM");

export function installEncoding(host: HostFunctions): void {
  lent = host;
  exposeInterface(GuestTextEncoder, "TextEncoder", 0);
  exposeInterface(GuestTextDecoder, "TextDecoder", 0);
  setLengths(GuestTextDecoder.prototype, { decode: 0 });
  exposeInterface(TextEncoderStream, "TextEncoderStream", 0);
  exposeInterface(TextDecoderStream, "TextDecoderStream", 0);
}
