import { defineProperty } from "./primordials.guest";

/**
 * Sets an own property whatever its name is and whatever a function made of `Object.prototype`: header names and query
 * parameters come from outside.
 */
export function put(holder: object, key: string, value: unknown): void {
  defineProperty(holder, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor);
}

/** Adds to a comma-separated value. */
export function putJoined(
  holder: Record<string, string>,
  seen: Record<string, string>,
  key: string,
  value: string,
): void {
  const before = seen[key];
  const joined = before === undefined ? value : before + "," + value;
  put(seen, key, joined);
  put(holder, key, joined);
}
