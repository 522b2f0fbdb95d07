import {
  defineProperty,
  getOwnPropertyDescriptor,
  isObject,
  ownKeys,
  Symbol,
  toText,
  TypeError,
  uncurry,
} from "./primordials.guest";

interface WellFormed {
  isWellFormed(): boolean;
  toWellFormed(): string;
}
const textPrototype = String.prototype as unknown as WellFormed;
const isWellFormed = uncurry(textPrototype, "isWellFormed") as unknown as (text: string) => boolean;
const makeWellFormed = uncurry(textPrototype, "toWellFormed") as unknown as (text: string) => string;
export const slice = uncurry(String.prototype, "slice");
export const indexOf = uncurry(String.prototype, "indexOf");
export const charCodeAt = uncurry(String.prototype, "charCodeAt");
export const toLowerCase = uncurry(String.prototype, "toLowerCase");
export const toUpperCase = uncurry(String.prototype, "toUpperCase");
/** A regular expression's own matching, which no `exec` that a function defines can replace. */
export const match = uncurry(RegExp.prototype, "exec");
const isEnumerable = uncurry(Object.prototype, "propertyIsEnumerable");

/** Web IDL's USVString: any value as a string without lone surrogates. */
export function usvString(value: unknown): string {
  const text = toText(value);
  return isWellFormed(text) ? text : makeWellFormed(text);
}

/** A string that is already one, without lone surrogates. */
export function wellFormed(text: string): string {
  return isWellFormed(text) ? text : makeWellFormed(text);
}

const BEYOND_LATIN1 = /[^\0-\xff]/;

/** Web IDL's ByteString: characters up to U+00FF. */
export function byteString(value: unknown): string {
  const text = toText(value);
  if (match(BEYOND_LATIN1, text) !== null) throw new TypeError("A character is beyond U+00FF.");
  return text;
}

/** Throws as Web IDL does when an operation is called with too few arguments. */
export function requireArguments(given: number, needed: number, operation: string): void {
  if (given < needed) {
    throw new TypeError(`${operation} needs ${needed} argument${needed === 1 ? "" : "s"}, but got ${given}.`);
  }
}

/** The iterator method of an object, or undefined where it has none. */
export function iteratorMethod(value: object): (() => Iterator<unknown>) | undefined {
  const method = (value as { [Symbol.iterator]?: unknown })[Symbol.iterator];
  if (method === undefined || method === null) return undefined;
  if (typeof method !== "function") throw new TypeError("The object's Symbol.iterator is not a function.");
  return method as () => Iterator<unknown>;
}

/** Calls `take` with name and value of a `sequence<sequence<…>>` or `record<…>`, Web IDL's union of the two. */
export function eachPair(init: unknown, what: string, take: (name: unknown, value: unknown) => void): void {
  if (!isObject(init)) throw new TypeError(`${what}: neither pairs nor an object.`);
  if (iteratorMethod(init) === undefined) {
    const keys = ownKeys(init);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      if (isEnumerable(init, key)) take(key, (init as Record<string, unknown>)[key]);
    }
    return;
  }
  for (const pair of init as Iterable<unknown>) {
    if (!isObject(pair) || iteratorMethod(pair) === undefined) throw new TypeError(`${what}: an item is not a pair.`);
    let count = 0;
    let name: unknown;
    let value: unknown;
    for (const part of pair as Iterable<unknown>) {
      if (count === 0) name = part;
      else value = part;
      count++;
    }
    if (count !== 2) throw new TypeError(`${what}: an item has ${count} parts, not 2.`);
    take(name, value);
  }
}

/** A member of a Web IDL enumeration, or its default when it is not given. */
export function enumeration<T extends string>(value: unknown, allowed: readonly T[], what: string): T | undefined {
  if (value === undefined) return undefined;
  const text = toText(value);
  for (let i = 0; i < allowed.length; i++) if (allowed[i] === text) return text as T;
  throw new TypeError(`${what}: "${text}" is not one of its values.`);
}

/** Sets how many arguments a method says that it needs, where Web IDL counts otherwise than JavaScript. */
export function setLength(holder: object, key: string, length: number): void {
  const descriptor = getOwnPropertyDescriptor(holder, key) as { value: object };
  defineProperty(descriptor.value, "length", { value: length, configurable: true });
}

/** Web IDL's unsigned short: a number modulo 65,536. */
export function unsignedShort(value: unknown): number {
  return (value as number) & 0xffff;
}

export const iteratorSymbol = Symbol.iterator;
