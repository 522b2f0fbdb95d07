import { ByteReader, ModuleRefused } from "../byte-reader";

/** A text is cut behind this many bytes. */
const MOST_TEXT_BYTES = 4096;
/** The length that says that lengths and offsets have 64 bits. */
const WIDE = 0xffff_ffff;

const decoder = new TextDecoder();

/** Reads a debug section in order. Numbers of 64 bits are exact up to 2^53: no offset of Wasm is larger. */
export class SectionReader extends ByteReader {
  /** A little-endian number of so many bytes, unsigned. */
  fixed(bytes: number): number {
    const start = this.at;
    this.skip(bytes);
    // Most of all numbers: by bits, which takes a fourth of the time.
    if (bytes <= 4) return this.#bits(start, bytes) >>> 0;
    return (this.#bits(start, 4) >>> 0) + (this.#bits(start + 4, bytes - 4) >>> 0) * 2 ** 32;
  }

  #bits(start: number, bytes: number): number {
    let value = 0;
    for (let at = 0; at < bytes; at += 1) value |= (this.bytes[start + at] ?? 0) << (8 * at);
    return value;
  }

  signedByte(): number {
    return (this.byte() << 24) >> 24;
  }

  /** LEB128, signed. */
  signedNumber(): number {
    return Number(this.signed(64));
  }

  /** The length of what follows, and whether its offsets have 64 bits. */
  initialLength(): { readonly length: number; readonly wide: boolean } {
    const length = this.fixed(4);
    return length === WIDE ? { length: this.fixed(8), wide: true } : { length, wide: false };
  }

  /** Goes over a text that ends with a 0, and gives where it begins. */
  passText(): number {
    const start = this.at;
    // Not beyond the reader's own end: a search through the whole section for every unit would take for ever.
    const length = this.bytes.subarray(start, this.end).indexOf(0);
    if (length < 0) throw new ModuleRefused("a text has no end", start);
    this.at = start + length + 1;
    return start;
  }
}

/** The text that begins there and ends with a 0. Null: it begins outside of the section. */
export function textAt(section: Uint8Array, start: number): string | null {
  if (start < 0 || start >= section.length) return null;
  const most = section.subarray(start, start + MOST_TEXT_BYTES);
  const end = most.indexOf(0);
  return decoder.decode(end < 0 ? most : most.subarray(0, end));
}
