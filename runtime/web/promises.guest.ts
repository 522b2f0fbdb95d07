import { getPrototypeOf, isObject, Promise, uncurry } from "./primordials.guest";

/** Promises as the guest's own code uses them: whatever a function made of `Promise` and its prototype. */
const then = uncurry(Promise.prototype, "then") as (
  promise: unknown,
  fulfilled: ((value: never) => void) | undefined,
  rejected: (reason: unknown) => void,
) => unknown;

/** `then` of a promise that is the engine's; nothing comes of what the callbacks return. */
export function onSettled<T>(
  promise: Promise<T>,
  fulfilled: ((value: T) => void) | undefined,
  rejected: (reason: unknown) => void,
): void {
  then(promise, fulfilled, rejected);
}

/** What `await` does, without a promise more than needed: promises, thenables and plain values. */
export function whenSettled(
  value: unknown,
  fulfilled: (value: unknown) => void,
  rejected: (reason: unknown) => void,
): void {
  // A promise that `then` was not tampered with on needs no other one around it.
  if (isPlainPromise(value)) {
    try {
      then(value, fulfilled, rejected);
      return;
    } catch {
      // Not a promise after all, or one with a strange constructor: the long way copes with both.
    }
  }
  const { promise, resolve } = withResolvers();
  then(promise, fulfilled, rejected);
  resolve(value);
}

function isPlainPromise(value: unknown): boolean {
  return isObject(value) && getPrototypeOf(value) === Promise.prototype;
}

export interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

/** A promise and what settles it. */
export function withResolvers<T>(): Resolvers<T> {
  let resolve: ((value: T) => void) | undefined;
  let reject: ((reason: unknown) => void) | undefined;
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve: resolve as (value: T) => void, reject: reject as (reason: unknown) => void };
}
