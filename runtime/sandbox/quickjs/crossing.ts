/**
 * How values cross between host and guest: read and written in the instance's memory itself. The package's own handles cost several
 * objects and calls for each value, as long in all as a sixth of a small call; and they leave what a host function returns behind.
 */
import { Buffer } from "node:buffer";
import type { QuickJS } from "quickjs-wasi";
import { JSValueHandle } from "quickjs-wasi";

/** What crosses between guest and host; always a copy. */
export type GuestValue = string | number | boolean | null | undefined | Uint8Array;

/** The exports of the engine that values cross by. A value is named by the address of its JSValue, which whoever got it must free. */
export interface CrossingExports {
  readonly memory: WebAssembly.Memory;
  wasm_malloc(bytes: number): number;
  wasm_free(pointer: number): void;
  qjs_call(callee: number, self: number, count: number, values: number): number;
  qjs_free_value(value: number): void;
  qjs_get_false(): number;
  qjs_get_float64(value: number): number;
  qjs_get_bool(value: number): number;
  qjs_get_null(): number;
  qjs_get_string_len(value: number, length: number): number;
  qjs_free_cstring(text: number): void;
  qjs_get_true(): number;
  qjs_get_undefined(): number;
  qjs_is_bool(value: number): number;
  qjs_is_exception(value: number): number;
  qjs_is_null(value: number): number;
  qjs_is_number(value: number): number;
  qjs_is_string(value: number): number;
  qjs_new_number(value: number): number;
  qjs_new_string(text: number, bytes: number): number;
  qjs_new_uint8_array(bytes: number, length: number): number;
  qjs_throw(error: number): void;
}

/** What the package's type keeps private. */
interface Throwing {
  throwIfException(result: JSValueHandle): void;
}

const POINTER_BYTES = 4;
/** Longer texts are left to the encoder and decoder, which are quicker for them. */
const SHORT_TEXT = 512;
const FIRST_BEYOND_ASCII = 0x80;

/** The values that cross into one instance and out of it. */
export class Crossing {
  readonly #vm: QuickJS;
  readonly #exports: CrossingExports;
  #view: Buffer = Buffer.alloc(0);

  constructor(vm: QuickJS, exports: CrossingExports) {
    this.#vm = vm;
    this.#exports = exports;
  }

  /** A guest's value, to be freed. @throws {Error} when the guest's memory is full. */
  make(value: GuestValue): number {
    const exports = this.#exports;
    if (typeof value === "string") return this.#makeText(value);
    if (typeof value === "number") return exports.qjs_new_number(value);
    if (typeof value === "boolean") return value ? exports.qjs_get_true() : exports.qjs_get_false();
    if (value === null) return exports.qjs_get_null();
    if (value === undefined) return exports.qjs_get_undefined();
    const pointer = this.#allocate(value.length);
    this.#memory().set(value, pointer);
    const made = exports.qjs_new_uint8_array(pointer, value.length);
    exports.wasm_free(pointer);
    return made;
  }

  /** Reads a value without running guest code: an object that is no byte array counts as undefined. */
  read(value: number): GuestValue {
    const exports = this.#exports;
    if (exports.qjs_is_string(value) !== 0) return this.#readText(value);
    if (exports.qjs_is_number(value) !== 0) return exports.qjs_get_float64(value);
    if (exports.qjs_is_null(value) !== 0) return null;
    if (exports.qjs_is_bool(value) !== 0) return exports.qjs_get_bool(value) !== 0;
    const handle = this.#borrow(value);
    return handle.className === "Uint8Array" ? handle.toUint8Array() : undefined;
  }

  /** Reads `count` values whose addresses are listed at `values`. */
  readAll(count: number, values: number): GuestValue[] {
    const read: GuestValue[] = [];
    for (let index = 0; index < count; index += 1) {
      read.push(this.read(this.#memory().readUInt32LE(values + index * POINTER_BYTES)));
    }
    return read;
  }

  /** Short ASCII text at this place. */
  name(start: number, bytes: number): string {
    return this.#memory().toString("latin1", start, start + bytes);
  }

  /** Calls a function of the guest's with values that the caller made and frees. @throws what the function throws. */
  call(callee: number, values: readonly number[]): void {
    const exports = this.#exports;
    const list = this.#allocate(values.length * POINTER_BYTES);
    const memory = this.#memory();
    values.forEach((value, index) => {
      memory.writeUInt32LE(value, list + index * POINTER_BYTES);
    });
    const result = exports.qjs_call(callee, this.#vm.undefined.ptr, values.length, list);
    exports.wasm_free(list);
    if (exports.qjs_is_exception(result) !== 0) (this.#vm as unknown as Throwing).throwIfException(this.#own(result));
    exports.qjs_free_value(result);
  }

  free(value: number): void {
    this.#exports.qjs_free_value(value);
  }

  /** Throws an error inside the guest, as soon as the engine goes on. */
  throwInside(error: unknown): void {
    const thrown = this.#vm.newError(error instanceof Error ? error : String(error));
    this.#exports.qjs_throw(thrown.ptr);
    thrown.dispose();
  }

  #makeText(text: string): number {
    const { length } = text;
    if (length > SHORT_TEXT) return this.#vm.newString(text).ptr;
    const start = this.#allocate(length + 1);
    const memory = this.#memory();
    let seen = 0;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      seen |= code;
      memory[start + index] = code;
    }
    const made = seen < FIRST_BEYOND_ASCII ? this.#exports.qjs_new_string(start, length) : this.#vm.newString(text).ptr;
    this.#exports.wasm_free(start);
    return made;
  }

  #readText(value: number): string {
    const exports = this.#exports;
    const lengthAt = this.#allocate(POINTER_BYTES);
    const start = exports.qjs_get_string_len(value, lengthAt);
    const memory = this.#memory();
    const bytes = memory.readUInt32LE(lengthAt);
    exports.wasm_free(lengthAt);
    const isShort = start !== 0 && bytes <= SHORT_TEXT;
    const text =
      isShort && isAscii(memory, start, start + bytes) ? memory.toString("latin1", start, start + bytes) : null;
    if (start !== 0) exports.qjs_free_cstring(start);
    return text ?? this.#borrow(value).toString();
  }

  #own(value: number): JSValueHandle {
    return new JSValueHandle(this.#vm, value);
  }

  /** A handle whose value stays its owner's. */
  #borrow(value: number): JSValueHandle {
    return new JSValueHandle(this.#vm, value, false, true);
  }

  #allocate(bytes: number): number {
    const pointer = this.#exports.wasm_malloc(bytes);
    if (pointer === 0) throw new Error("wasm_malloc failed");
    return pointer;
  }

  /** The instance's memory; a view of it ends when the memory grows. */
  #memory(): Buffer {
    if (this.#view.length === 0) this.#view = Buffer.from(this.#exports.memory.buffer);
    return this.#view;
  }
}

function isAscii(memory: Uint8Array, start: number, end: number): boolean {
  let seen = 0;
  for (let at = start; at < end; at += 1) seen |= memory[at] ?? 0;
  return seen < FIRST_BEYOND_ASCII;
}
