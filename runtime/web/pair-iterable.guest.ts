import {
  apply,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isObject,
  setPrototypeOf,
  TypeError,
} from "./primordials.guest";
import { setLength } from "./web-idl.guest";

/** One entry of a Web IDL pair iterable. */
export interface Pair {
  readonly name: string;
  readonly value: unknown;
}

type Kind = "entries" | "keys" | "values";

const iteratorPrototype = getPrototypeOf(getPrototypeOf([][Symbol.iterator]()) as object) as object;

/**
 * Gives an interface Web IDL's `iterable<name, value>`: entries, keys, values, forEach and the iterator itself. `pairsOf` checks the
 * receiver and gives its pairs as they are now, so that an iteration sees changes made under it.
 */
export function makePairIterable(prototype: object, name: string, pairsOf: (self: unknown) => readonly Pair[]): void {
  class PairIterator {
    #target: unknown;
    #kind: Kind;
    #index = 0;
    constructor(target: unknown, kind: Kind) {
      this.#target = target;
      this.#kind = kind;
    }
    next(): IteratorResult<unknown> {
      if (!isObject(this) || !(#target in this)) throw new TypeError("Illegal invocation");
      const pair = pairsOf(this.#target)[this.#index];
      if (pair === undefined) return { value: undefined, done: true };
      this.#index++;
      const kind = this.#kind;
      const value = kind === "keys" ? pair.name : kind === "values" ? pair.value : [pair.name, pair.value];
      return { value, done: false };
    }
  }
  setPrototypeOf(PairIterator.prototype, iteratorPrototype);
  defineProperty(PairIterator.prototype, "next", { enumerable: true });
  defineProperty(PairIterator.prototype, Symbol.toStringTag, { value: `${name} Iterator`, configurable: true });
  // A stranger must find no way from an iterator to its class.
  Reflect.deleteProperty(PairIterator.prototype, "constructor");

  const methods = {
    entries(): unknown {
      pairsOf(this);
      return new PairIterator(this, "entries");
    },
    keys(): unknown {
      pairsOf(this);
      return new PairIterator(this, "keys");
    },
    values(): unknown {
      pairsOf(this);
      return new PairIterator(this, "values");
    },
    forEach(callback: unknown, thisArgument?: unknown): void {
      pairsOf(this);
      if (typeof callback !== "function") throw new TypeError("forEach needs a function.");
      for (let i = 0; ; i++) {
        const pair = pairsOf(this)[i];
        if (pair === undefined) return;
        apply(callback, thisArgument, [pair.value, pair.name, this]);
      }
    },
  };
  setLength(methods, "forEach", 1);
  for (const key of ["entries", "keys", "values", "forEach"]) {
    defineProperty(prototype, key, getOwnPropertyDescriptor(methods, key) as PropertyDescriptor);
  }
  const { entries } = methods as { readonly entries: unknown };
  defineProperty(prototype, Symbol.iterator, { value: entries, writable: true, configurable: true });
}
