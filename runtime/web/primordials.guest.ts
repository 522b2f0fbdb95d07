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
export const { create, defineProperty, getPrototypeOf, is, setPrototypeOf } = Object;
const ownDescriptor = Object.getOwnPropertyDescriptor.bind(Object);

/** As `Object.getOwnPropertyDescriptor`, except that a descriptor inherits nothing: `Object.prototype` may have got a `get` or a `value`. */
export function getOwnPropertyDescriptor(holder: object, key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = ownDescriptor(holder, key);
  return descriptor && (setPrototypeOf(descriptor, null) as PropertyDescriptor);
}

export const hasOwn = getOwnPropertyDescriptor(Object, "hasOwn")?.value as (
  object: object,
  key: PropertyKey,
) => boolean;
export const keysOf = getOwnPropertyDescriptor(Object, "keys")?.value as (object: object) => string[];
export const isArray = getOwnPropertyDescriptor(Array, "isArray")?.value as (value: unknown) => value is unknown[];
export const isView = getOwnPropertyDescriptor(ArrayBuffer, "isView")?.value as (
  value: unknown,
) => value is ArrayBufferView;
export const { floor, max, min, round, sqrt, trunc } = Math;
export const { stringify } = JSON;
export const isFiniteNumber = Number.isFinite;

const call = getOwnPropertyDescriptor(Function.prototype, "call")?.value as (...args: unknown[]) => unknown;

function bind(target: (...args: unknown[]) => unknown, self: unknown): unknown {
  return target.bind(self);
}

type MethodOf<Holder, Key extends keyof Holder> = Holder[Key] extends (...args: infer Args) => infer Result
  ? (self: Holder, ...args: Args) => Result
  : never;

/** A method, bare or as a prototype's key, as a function of its `this` and its arguments: no later change of a prototype reaches it. */
export function uncurry<This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
): (self: This, ...args: Args) => Result;
export function uncurry<Holder extends object, Key extends keyof Holder>(
  prototype: Holder,
  key: Key,
): MethodOf<Holder, Key>;
export function uncurry(holder: object, key?: string): unknown {
  return bind(call, key === undefined ? holder : (holder as Record<string, unknown>)[key]);
}

/** The getter of an accessor property, bare. */
export function getterOf(holder: object, key: PropertyKey): (() => unknown) | undefined {
  const descriptor = getOwnPropertyDescriptor(holder, key) as { readonly get?: () => unknown } | undefined;
  return descriptor?.get;
}

/** The getter of an accessor property, as a function of its `this`. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- who asks for the getter knows its types
export function uncurryGetter<This, Result>(prototype: object, key: PropertyKey): (self: This) => Result {
  return bind(call, getterOf(prototype, key)) as (self: This) => Result;
}

/** What `Number` makes of a value, except that a BigInt is refused. */
export function toNumber(value: unknown): number {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-conversion -- the conversion is the point
  return +(value as number);
}

/**
 * Web IDL's DOMString: what `String` makes of a value, except that symbols are refused. Not a template literal: the engine makes
 * those by calling `String.prototype.concat`, which a function can overwrite.
 */
export function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "symbol") throw new TypeError("A symbol can't be converted to a string.");
  return String(value);
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
  defineProperty(bareMapPrototype, key, { value: getOwnPropertyDescriptor(Map.prototype, key)?.value as unknown });
}

/** A Map whose methods are its own, so that overwriting `Map.prototype` changes nothing. */
export function bareMap<K, V>(): BareMap<K, V> {
  return setPrototypeOf(new Map<K, V>(), bareMapPrototype) as BareMap<K, V>;
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
