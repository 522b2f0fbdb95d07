/** Bytes that are no WebAssembly module, or one of a kind that can't be read. `offset` is where it went wrong. */
export class MalformedModule extends Error {
  override readonly name = "MalformedModule";
  readonly offset: number;

  constructor(what: string, offset: number) {
    super(`${what} at offset ${offset} (0x${offset.toString(16)})`);
    this.offset = offset;
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a module's bytes from front to back, never past `end`.
 * @throws {MalformedModule} from each of its methods, where the bytes are not what was to be read.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    const value = this.at < this.end ? this.bytes[this.at] : undefined;
    if (value === undefined) throw new MalformedModule("it ends too early", this.at);
    this.at += 1;
    return value;
  }

  /** LEB128, unsigned, of at most 32 bits. */
  u32(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte >= 0x80) continue;
      if (value > 0xffff_ffff) break;
      return value;
    }
    throw new MalformedModule("a number is too large", start);
  }

  /** LEB128, unsigned, of at most 64 bits. */
  u64(): bigint {
    const start = this.at;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new MalformedModule("a number has too many bytes", start);
  }

  /** The next bytes, as a view. */
  take(length: number): Uint8Array {
    this.skip(length);
    return this.bytes.subarray(this.at - length, this.at);
  }

  skip(length: number): void {
    if (length > this.end - this.at) throw new MalformedModule(`${length} bytes should follow, and do not`, this.at);
    this.at += length;
  }

  /** A name: its length, and that many bytes of UTF-8. */
  name(): string {
    const start = this.at;
    const bytes = this.take(this.u32());
    try {
      return decoder.decode(bytes);
    } catch {
      throw new MalformedModule("a name is not UTF-8", start);
    }
  }

  /** What is between here and `length` bytes on, to be read on its own; this reader goes on behind it. */
  part(length: number): ByteReader {
    const start = this.at;
    this.skip(length);
    return new ByteReader(this.bytes, start, this.at);
  }
}
