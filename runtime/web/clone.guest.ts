import { blobBytes, blobOf, blobType, fileModified, fileName, fileOf, isBlob, isFile } from "./blob.guest";
import { streamTransfer } from "./clone-streams.guest";
import type { StreamTransfer } from "./clone-streams.guest";
import { createKey, readData } from "./crypto-key.guest";
import {
  bigintOf,
  booleanOf,
  dateTime,
  eachOfMap,
  eachOfSet,
  kindOf,
  numberOf,
  regexpFlags,
  regexpSource,
  textOf,
  typedArrayName,
  typedArrayPrototype,
} from "./inspect-kinds.guest";
import type { Kind } from "./inspect-kinds.guest";
import { defineGlobals, platformGetters } from "./interfaces.guest";
import type { BareMap } from "./primordials.guest";
import {
  append,
  ArrayBuffer,
  bareArray,
  bareMap,
  construct,
  defineProperty,
  DOMException,
  Error,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  isArray,
  isObject,
  keysOf,
  Map,
  Object,
  toText,
  TypeError,
  uncurry,
  uncurryGetter,
} from "./primordials.guest";

type Memory = BareMap<object, unknown>;
type Constructor = new (...args: never[]) => object;

const { Date, RegExp, Set, DataView } = globalThis;
const buffers = ArrayBuffer.prototype as ArrayBuffer & { transfer(): ArrayBuffer };
const detach = uncurry(buffers, "transfer") as (buffer: ArrayBuffer) => ArrayBuffer;
const sliceBuffer = uncurry(buffers, "slice") as (buffer: ArrayBuffer, from: number) => ArrayBuffer;
const isDetached = uncurryGetter<unknown, boolean>(ArrayBuffer.prototype, "detached");
const setInMap = uncurry(Map.prototype, "set") as (map: object, key: unknown, value: unknown) => unknown;
const addToSet = uncurry(Set.prototype, "add") as (set: object, value: unknown) => unknown;
const PlainError = Error as unknown as Constructor;
const isError = (Error as unknown as { isError: (value: unknown) => boolean }).isError;

interface ViewGetters {
  readonly buffer: (view: object) => ArrayBuffer;
  readonly offset: (view: object) => number;
  readonly size: (view: object) => number;
}

function viewGetters(prototype: object, size: string): ViewGetters {
  return {
    buffer: uncurryGetter(prototype, "buffer"),
    offset: uncurryGetter(prototype, "byteOffset"),
    size: uncurryGetter(prototype, size),
  };
}

const typedArrays = viewGetters(typedArrayPrototype, "length");
const dataViews = viewGetters(DataView.prototype, "byteLength");

/** Constructors by name, as they were: of typed arrays, and of the errors that the standard keeps apart. */
const constructors: BareMap<string, Constructor> = bareMap();
for (const name of [
  ...["Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array"],
  ...["Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"],
  ...["EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"],
]) {
  constructors.set(name, (globalThis as unknown as Record<string, Constructor>)[name] as Constructor);
}

function refuse(what: string): DOMException {
  return new DOMException(`${what} could not be cloned.`, "DataCloneError");
}

function put(target: object, key: string, value: unknown): void {
  // Defined, not assigned: a key may be `__proto__`, and `Object.prototype` may have setters.
  defineProperty(target, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor);
}

function putHidden(target: object, key: string, value: unknown): void {
  defineProperty(target, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: false,
    configurable: true,
  } as PropertyDescriptor);
}

/** HTML's StructuredSerialize and StructuredDeserialize in one pass. */
function clone(value: unknown, memory: Memory): unknown {
  if (typeof value === "symbol") throw refuse("A symbol");
  if (!isObject(value)) return value;
  const known = memory.get(value);
  if (known !== undefined) return known;
  if (typeof value === "function") throw refuse("A function");
  if (isArray(value)) return cloneProperties(value, withLength(value.length), memory);
  const kind = kindOf(value);
  if (kind !== null) return cloneKind(value, kind, memory);
  if (isError(value)) return cloneError(value, memory);
  const platform = cloneSerializable(value);
  if (platform !== null) return remember(memory, value, platform);
  if (isPlatformObject(value)) throw refuse("A platform object");
  return cloneProperties(value, {}, memory);
}

function withLength(length: number): unknown[] {
  const array: unknown[] = [];
  array.length = length;
  return array;
}

function cloneProperties(value: object, copy: object, memory: Memory): object {
  memory.set(value, copy);
  const keys = keysOf(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    if (hasOwn(value, key)) put(copy, key, clone((value as Record<string, unknown>)[key], memory));
  }
  return copy;
}

function cloneKind(value: object, kind: Kind, memory: Memory): object {
  switch (kind) {
    case "map":
      return cloneMap(value, memory);
    case "set":
      return cloneSet(value, memory);
    case "array-buffer":
      if (isDetached(value)) throw refuse("A detached ArrayBuffer");
      return remember(memory, value, sliceBuffer(value as ArrayBuffer, 0));
    case "typed-array":
      return cloneView(value, constructors.get(typedArrayName(value)) as Constructor, typedArrays, memory);
    case "data-view":
      return cloneView(value, DataView, dataViews, memory);
    case "date":
      return remember(memory, value, new Date(dateTime(value)));
    case "regexp":
      return remember(memory, value, new RegExp(regexpSource(value), regexpFlags(value)));
    case "dom-exception":
      return cloneException(value as DOMException, memory);
    case "number":
      return remember(memory, value, Object(numberOf(value)) as object);
    case "string":
      return remember(memory, value, Object(textOf(value)) as object);
    case "boolean":
      return remember(memory, value, Object(booleanOf(value)) as object);
    case "bigint":
      return remember(memory, value, Object(bigintOf(value)) as object);
    case "symbol":
    case "promise":
    case "weak":
    case "weak-ref":
    case "shared-array-buffer":
      throw refuse("An object of this kind");
  }
}

function remember(memory: Memory, value: object, copy: object): object {
  memory.set(value, copy);
  return copy;
}

function cloneMap(value: object, memory: Memory): object {
  const copy = remember(memory, value, new Map());
  // Gathered first: what a getter does to the map meanwhile does not show.
  const entries = bareArray<unknown>();
  eachOfMap(value, (each, key) => {
    append(entries, key);
    append(entries, each);
  });
  for (let i = 0; i < entries.length; i += 2) setInMap(copy, clone(entries[i], memory), clone(entries[i + 1], memory));
  return copy;
}

function cloneSet(value: object, memory: Memory): object {
  const copy = remember(memory, value, new Set());
  const entries = bareArray<unknown>();
  eachOfSet(value, (each) => {
    append(entries, each);
  });
  for (let i = 0; i < entries.length; i++) addToSet(copy, clone(entries[i], memory));
  return copy;
}

function cloneView(value: object, type: Constructor, getters: ViewGetters, memory: Memory): object {
  const buffer = clone(getters.buffer(value), memory);
  const args = [buffer, getters.offset(value), getters.size(value)] as const;
  return remember(memory, value, construct(type, args) as object);
}

function cloneError(value: object, memory: Memory): object {
  const error = value as { readonly name?: unknown; readonly stack?: unknown; readonly cause?: unknown };
  const name = toText(error.name ?? "Error");
  const copy = remember(memory, value, construct(constructors.get(name) ?? PlainError, []));
  const message: unknown = getOwnPropertyDescriptor(value, "message")?.value;
  if (message !== undefined) putHidden(copy, "message", toText(message));
  if (typeof error.stack === "string") putHidden(copy, "stack", error.stack);
  if (hasOwn(value, "cause")) putHidden(copy, "cause", clone(error.cause, memory));
  return copy;
}

function cloneException(value: DOMException, memory: Memory): object {
  const copy = remember(memory, value, new DOMException(value.message, value.name));
  if (typeof value.stack === "string") putHidden(copy, "stack", value.stack);
  return copy;
}

/** The platform's objects that their standards call serializable. Bytes and keys never change: the copy shares them. */
function cloneSerializable(value: object): object | null {
  if (isFile(value)) return fileOf(blobBytes(value), blobType(value), fileName(value), fileModified(value));
  if (isBlob(value)) return blobOf(blobBytes(value), blobType(value));
  const key = readData(value);
  return key === null ? null : createKey(key);
}

/** Whether a value is an object of one of the platform's interfaces, whose state a copy of its properties would not hold. */
function isPlatformObject(value: object): boolean {
  let prototype = getPrototypeOf(value) as object | null;
  for (let level = 0; prototype !== null && level < 8; level++) {
    if (prototype === Object.prototype) return false;
    if (platformGetters.has(prototype)) return true;
    prototype = getPrototypeOf(prototype) as object | null;
  }
  return false;
}

/** What goes over to the copy instead of being copied. */
interface Transfers {
  readonly buffers: readonly ArrayBuffer[];
  readonly streams: readonly StreamTransfer[];
}

function transfersOf(transfer: Iterable<unknown>, memory: Memory): Transfers {
  const listed: BareMap<object, boolean> = bareMap();
  const buffers = bareArray<ArrayBuffer>();
  const streams = bareArray<StreamTransfer>();
  for (const each of transfer) {
    if (!isObject(each)) throw refuse("A value of transfer is no object: it");
    if (listed.has(each)) throw refuse("An object that is listed twice");
    listed.set(each, true);
    if (kindOf(each) === "array-buffer") {
      if (isDetached(each)) throw refuse("A detached ArrayBuffer");
      append(buffers, each as ArrayBuffer);
      continue;
    }
    const stream = streamTransfer(each, clonePlain);
    if (stream === null) throw refuse("A value of transfer that is neither an ArrayBuffer nor a stream");
    if (stream === "locked") throw refuse("A stream that is locked");
    append(streams, stream);
    memory.set(each, stream.copy);
  }
  return { buffers, streams };
}

/** A structured clone without transfer. */
export function clonePlain(value: unknown): unknown {
  return clone(value, bareMap<object, unknown>());
}

/**
 * Installs `structuredClone`. The engine's own has no `transfer`, gives views of one buffer a buffer each, and takes weak maps for
 * plain objects. ArrayBuffers can be transferred: they are copied, then detached. So can streams, chunk by chunk.
 */
export function installClone(): void {
  const globals = {
    structuredClone(value: unknown, options: { readonly transfer?: Iterable<unknown> } | null = null): unknown {
      if (arguments.length === 0) throw new TypeError("structuredClone needs a value.");
      if (options !== null && !isObject(options)) throw new TypeError("structuredClone's options are not an object.");
      const transfer = options?.transfer;
      const memory = bareMap<object, unknown>();
      const transfers = transfer === undefined ? null : transfersOf(transfer, memory);
      const copy = clone(value, memory);
      // Only now: a copy that fails leaves everything with its owner.
      if (transfers === null) return copy;
      const { buffers, streams } = transfers;
      for (let i = 0; i < buffers.length; i++) detach(buffers[i] as ArrayBuffer);
      for (let i = 0; i < streams.length; i++) (streams[i] as StreamTransfer).begin();
      return copy;
    },
  };
  defineGlobals(globals);
}
