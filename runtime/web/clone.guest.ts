import { defineGlobals, platformGetters } from "./interfaces.guest";
import {
  append,
  ArrayBuffer,
  bareArray,
  bareMap,
  DOMException,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isArray,
  isObject,
  Object,
  ownKeys,
  TypeError,
  uncurry,
  uncurryGetter,
} from "./primordials.guest";

const cloneNatively = structuredClone;
const transferBuffer = uncurry(ArrayBuffer.prototype as ArrayBuffer & { transfer(): ArrayBuffer }, "transfer") as (
  buffer: ArrayBuffer,
) => ArrayBuffer;
const isDetached = uncurryGetter<ArrayBuffer, boolean>(ArrayBuffer.prototype, "detached");

function refuse(what: string): DOMException {
  return new DOMException(`${what} could not be cloned.`, "DataCloneError");
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

/** The engine clones what is language; this refuses what is platform, at any depth that plain objects and arrays make. */
function check(value: unknown, seen: { has(key: object): boolean; set(key: object, value: true): unknown }): void {
  if (!isObject(value) || seen.has(value)) return;
  seen.set(value, true);
  if (isPlatformObject(value)) throw refuse("A platform object");
  const plain = isArray(value) || getPrototypeOf(value) === Object.prototype;
  if (!plain) return;
  const keys = ownKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== "string") continue;
    const descriptor = getOwnPropertyDescriptor(value, key);
    if (descriptor?.enumerable && descriptor.get === undefined) check(descriptor.value, seen);
  }
}

function buffersOf(transfer: Iterable<unknown>): ArrayBuffer[] {
  const buffers = bareArray<ArrayBuffer>();
  for (const each of transfer) {
    let detached: boolean;
    try {
      detached = isDetached(each as ArrayBuffer);
    } catch {
      throw refuse("A value of transfer is not an ArrayBuffer; it");
    }
    if (detached) throw refuse("A detached ArrayBuffer");
    for (let i = 0; i < buffers.length; i++)
      if (buffers[i] === each) throw refuse("An ArrayBuffer that is listed twice");
    append(buffers, each as ArrayBuffer);
  }
  return buffers;
}

/** Installs `structuredClone`: the engine's, with `transfer` (of ArrayBuffers), and without platform objects. */
export function installClone(): void {
  defineGlobals({
    structuredClone(value: unknown, options?: { readonly transfer?: Iterable<unknown> } | null): unknown {
      if (arguments.length === 0) throw new TypeError("structuredClone needs a value.");
      if (options !== undefined && options !== null && !isObject(options)) {
        throw new TypeError("structuredClone's options are not an object.");
      }
      const transfer = options?.transfer;
      const buffers = transfer === undefined ? null : buffersOf(transfer);
      check(value, bareMap<object, true>());
      const clone = cloneNatively(value);
      if (buffers !== null) for (let i = 0; i < buffers.length; i++) transferBuffer(buffers[i] as ArrayBuffer);
      return clone;
    },
  });
  Object.defineProperty((globalThis as { structuredClone?: object }).structuredClone, "length", {
    value: 1,
    configurable: true,
  });
}
