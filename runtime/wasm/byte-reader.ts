/** A module can't be used: it is no well-formed Wasm binary, or asks for what there is not. The message is one line, without a full stop. */
export class ModuleRefused extends Error {
  override readonly name = "ModuleRefused";

  /** @param offset where, in bytes from the module's begin */
  constructor(reason: string, offset?: number) {
    super(offset === undefined ? reason : `${reason} at offset 0x${offset.toString(16)}`);
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Reads a part of a Wasm binary in order. Nothing is read beyond the part's end, and no number makes it allocate. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  at: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (this.at >= this.end || value === undefined) throw new ModuleRefused("the module ends unexpectedly", this.at);
    this.at += 1;
    return value;
  }

  skip(bytes: number): void {
    if (bytes > this.end - this.at) throw new ModuleRefused("the module ends unexpectedly", this.end);
    this.at += bytes;
  }

  take(bytes: number): Uint8Array {
    const start = this.at;
    this.skip(bytes);
    return this.bytes.subarray(start, this.at);
  }

  /** LEB128, unsigned, at most 32 bits. */
  u32(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value >= 2 ** 32) break;
        return value;
      }
    }
    throw new ModuleRefused("a number is too long", start);
  }

  /** LEB128, unsigned, at most 64 bits: as a number, exact up to 2^53. */
  u64(): number {
    const start = this.at;
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new ModuleRefused("a number is too long", start);
  }

  /** LEB128, signed, of at most `bits` (32, 33 or 64). */
  signed(bits: 32 | 33 | 64): bigint {
    const start = this.at;
    let value = 0n;
    for (let shift = 0; shift < bits + 6; shift += 7) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte < 0x80) return BigInt.asIntN(shift + 7, value);
    }
    throw new ModuleRefused("a number is too long", start);
  }

  /** UTF-8 with its length before it. */
  name(): string {
    const length = this.u32();
    const start = this.at;
    try {
      return decoder.decode(this.take(length));
    } catch (error) {
      if (error instanceof ModuleRefused) throw error;
      throw new ModuleRefused("a name is not valid UTF-8", start);
    }
  }

  /** How many things follow: never more than there are bytes, since each takes one at least. */
  count(): number {
    const start = this.at;
    const count = this.u32();
    if (count > this.end - this.at) throw new ModuleRefused("a list is longer than its section", start);
    return count;
  }
}
