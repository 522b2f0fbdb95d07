/**
 * The engine's own objects as they were before any function ran. A function can overwrite every global and every prototype;
 * what the guest's Web APIs do to keep their promises must not depend on them. Use these, never a method of a prototype
 * that a function can reach, on every path that runs after install.
 */
export const {
  Array,
  ArrayBuffer,
  Error,
  Map,
  Math,
  Object,
  Promise,
  Proxy,
  RangeError,
  Reflect,
  String,
  Symbol,
  TypeError,
  Uint8Array,
  Uint32Array,
  WeakMap,
} = globalThis;

const EngineDOMException = DOMException;
export { EngineDOMException as DOMException };

export const { apply, construct, ownKeys } = Reflect;
export const { create, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, setPrototypeOf } = Object;
export const { isArray } = Array;
export const { isView } = ArrayBuffer;
export const { floor, max, min, round, sqrt, trunc } = Math;
export const { stringify } = JSON;
export const queueJob = queueMicrotask;
export const isNaNumber = Number.isNaN;
export const isFiniteNumber = Number.isFinite;

type Method<This, Args extends unknown[], Result> = (this: This, ...args: Args) => Result;

/** A method as a function of its `this` and its arguments, which no later change of a prototype reaches. */
export function uncurry<This, Args extends unknown[], Result>(
  method: Method<This, Args, Result>,
): (self: This, ...args: Args) => Result {
  return call.bind(method) as (self: This, ...args: Args) => Result;
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- it is what binds all others
const { call } = Function.prototype;

/** The getter of an accessor property, as a function of its `this`. */
export function uncurryGetter<This, Result>(prototype: object, key: PropertyKey): (self: This) => Result {
  return uncurry((getOwnPropertyDescriptor(prototype, key) as { get: () => Result }).get) as (self: This) => Result;
}

/** An array without a prototype: indices and `length` work, and no setter on `Array.prototype` sees what goes in. */
export function bareArray<T>(): T[] {
  return setPrototypeOf([], null) as T[];
}

/** Appends to any array as `push` would, and as no one else can observe on a bare one. */
export function append<T>(list: T[], value: T): void {
  list[list.length] = value;
}

/** Map's methods without Map's prototype. */
export interface BareMap<K, V> {
  readonly get: (key: K) => V | undefined;
  readonly set: (key: K, value: V) => unknown;
  readonly has: (key: K) => boolean;
  readonly delete: (key: K) => boolean;
  readonly clear: () => void;
}

const bareMapPrototype = create(null) as object;
for (const key of ["get", "set", "has", "delete", "clear"] as const) {
  defineProperty(bareMapPrototype, key, { value: Map.prototype[key] });
}

/** A Map whose methods are its own, so that overwriting `Map.prototype` changes nothing. */
export function bareMap<K, V>(): BareMap<K, V> {
  return setPrototypeOf(new Map<K, V>(), bareMapPrototype) as BareMap<K, V>;
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
