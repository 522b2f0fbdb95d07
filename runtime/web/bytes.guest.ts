import { bareArray, append, Uint8Array, uncurry, uncurryGetter } from "./primordials.guest";

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const kindOf = uncurryGetter(typedArray, Symbol.toStringTag);
/** Length in bytes, whatever a function made of the prototypes. */
export const byteLength = uncurryGetter<Uint8Array, number>(typedArray, "byteLength");
const bufferOf = uncurryGetter<Uint8Array, ArrayBuffer>(typedArray, "buffer");
const offsetOf = uncurryGetter<Uint8Array, number>(typedArray, "byteOffset");
const setBytes = uncurry(Uint8Array.prototype, "set");
const find = uncurry(Uint8Array.prototype, "indexOf");

export function isUint8Array(value: unknown): value is Uint8Array {
  return typeof value === "object" && value !== null && kindOf(value) === "Uint8Array";
}

export function copyBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(byteLength(bytes));
  setBytes(copy, bytes, 0);
  return copy;
}

/** The same bytes from `start` to `end`, which are in range; not a copy. */
export function partOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bufferOf(bytes), offsetOf(bytes) + start, end - start);
}

export function indexOfByte(bytes: Uint8Array, byte: number, from: number): number {
  return find(bytes, byte, from);
}

/** Bytes that grow: parts are kept as they are and put together once. */
export class ByteGatherer {
  readonly #parts: Uint8Array[] = bareArray();
  #length = 0;

  add(bytes: Uint8Array): void {
    append(this.#parts, bytes);
    this.#length += byteLength(bytes);
  }

  /** All of it, in one new array. */
  bytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (let i = 0; i < this.#parts.length; i++) {
      const part = this.#parts[i] as Uint8Array;
      setBytes(all, part, at);
      at += byteLength(part);
    }
    return all;
  }
}
