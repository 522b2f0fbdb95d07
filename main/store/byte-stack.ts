const FIRST_CAPACITY_BYTES = 16 * 1024;

/** Bytes put one after the other into one buffer, which grows as needed and can be given away whole. */
export class ByteStack {
  #buffer: Uint8Array<ArrayBuffer> | null = null;
  #length = 0;

  push(bytes: Uint8Array): void {
    const end = this.#length + bytes.length;
    let buffer = this.#buffer;
    if (buffer === null || end > buffer.length) {
      const grown = new Uint8Array(Math.max(end, (buffer?.length ?? 0) * 2, FIRST_CAPACITY_BYTES));
      if (buffer !== null) grown.set(buffer.subarray(0, this.#length));
      buffer = grown;
      this.#buffer = grown;
    }
    buffer.set(bytes, this.#length);
    this.#length = end;
  }

  /** All bytes so far, in a buffer of their own; the stack is empty afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#buffer?.subarray(0, this.#length) ?? new Uint8Array(0);
    this.#buffer = null;
    this.#length = 0;
    return taken;
  }
}
