import type { BareMap } from "./primordials.guest";
import {
  bareMap,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  getterOf,
  ownKeys,
} from "./primordials.guest";

/** Puts a value on the global scope as Web IDL wants it: there, but not listed, and the function's to replace. */
export function defineGlobal(name: string, value: unknown): void {
  defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
}

/** Puts all members of an object on the global scope. */
export function defineGlobals(values: object): void {
  for (const name of Object.keys(values)) defineGlobal(name, getOwnPropertyDescriptor(values, name)?.value);
}

function makeEnumerable(holder: object): void {
  for (const key of ownKeys(holder)) {
    if (typeof key !== "string" || key === "constructor") continue;
    const descriptor = getOwnPropertyDescriptor(holder, key);
    if (descriptor?.configurable) defineProperty(holder, key, { ...descriptor, enumerable: true });
  }
}

/** A getter of one of the platform's own interfaces: it can be called without running any of the function's code. */
export interface PlatformGetter {
  readonly key: string;
  readonly get: () => unknown;
}

/**
 * What the objects of the platform's interfaces say about themselves, the inherited first, by the interfaces' prototypes: `console` shows
 * them by it, and `structuredClone` refuses those that are not serializable.
 */
export const platformGetters: BareMap<object, readonly PlatformGetter[]> = bareMap();

function remember(prototype: object): void {
  const getters: PlatformGetter[] = [...(platformGetters.get(getPrototypeOf(prototype) as object) ?? [])];
  for (const key of Object.keys(prototype)) {
    const get = getterOf(prototype, key);
    if (get) getters.push({ key, get });
  }
  platformGetters.set(prototype, getters);
}

interface Constructor {
  readonly prototype: object;
}

/**
 * Gives a class the looks of a Web IDL interface: its name (a bundler may have changed it), how many arguments it needs,
 * enumerable members, a tag. `statics` are its static operations.
 */
function finishInterface(
  constructor: Constructor,
  name: string,
  length: number,
  statics: readonly string[] = [],
): void {
  defineProperty(constructor, "name", { value: name, configurable: true });
  defineProperty(constructor, "length", { value: length, configurable: true });
  for (const key of statics) {
    const descriptor = getOwnPropertyDescriptor(constructor, key);
    defineProperty(constructor, key, { ...descriptor, enumerable: true });
  }
  const { prototype } = constructor;
  makeEnumerable(prototype);
  defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
  remember(prototype);
}

/** Sets how many arguments functions need, where their source does not say: optional ones without a default count there. */
export function setLengths(holder: object, lengths: Readonly<Record<string, number>>): void {
  for (const key of Object.keys(lengths)) {
    const operation = getOwnPropertyDescriptor(holder, key)?.value as object;
    defineProperty(operation, "length", { value: lengths[key], configurable: true });
  }
}

/** An interface that is also a global. */
export function exposeInterface(
  constructor: Constructor,
  name: string,
  length: number,
  statics: readonly string[] = [],
): void {
  finishInterface(constructor, name, length, statics);
  defineGlobal(name, constructor);
}

/** Web IDL constants: on the interface and on its prototype, unchangeable. */
export function defineConstants(constructor: Constructor, constants: Readonly<Record<string, number>>): void {
  for (const key of Object.keys(constants)) {
    const descriptor = { value: constants[key], enumerable: true };
    defineProperty(constructor, key, descriptor);
    defineProperty(constructor.prototype, key, descriptor);
  }
}
