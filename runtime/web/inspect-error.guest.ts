import type { Inspection } from "./inspect-context.guest";
import { prefixOf } from "./inspect-context.guest";
import { indentLines, indexOf, sliceText } from "./inspect-layout.guest";
import { append, hasOwn, isArray, toText } from "./primordials.guest";

function read(error: object, key: "name" | "message" | "stack"): string {
  try {
    const value = (error as Record<string, unknown>)[key];
    return value === undefined ? "" : toText(value);
  } catch {
    return "";
  }
}

/** `TypeError: message`, with the class's own name where the error's does not tell it: `Missing: x`, `DOMException [AbortError]: x`. */
function headline(error: object, name: string | null, tag: string): string {
  const own = read(error, "name") || "Error";
  const message = read(error, "message");
  const prefix = prefixOf(name, tag, "Error");
  const shown = sliceText(prefix, 0, prefix.length - 1);
  const endsInError = sliceText(own, own.length - 5) === "Error";
  let title = own;
  if (endsInError && own !== shown) title = indexOf(shown, own) >= 0 ? shown : `${shown} [${own}]`;
  return message === "" ? title : `${title}: ${message}`;
}

/** The stack's frames, without the headline that other engines begin it with, and without the last line feed. */
function framesOf(error: object): string {
  const stack = read(error, "stack");
  const start = sliceText(stack, 0, 7) === "    at " ? 0 : indexOf(stack, "\n    at ") + 1;
  if (start === 0 && sliceText(stack, 0, 7) !== "    at ") return "";
  const frames = sliceText(stack, start);
  return frames[frames.length - 1] === "\n" ? sliceText(frames, 0, frames.length - 1) : frames;
}

function drop(keys: PropertyKey[], key: PropertyKey): void {
  let at = 0;
  for (let i = 0; i < keys.length; i++) {
    const each = keys[i] as PropertyKey;
    if (each !== key) keys[at++] = each;
  }
  keys.length = at;
}

function addOnce(keys: PropertyKey[], key: PropertyKey): void {
  for (let i = 0; i < keys.length; i++) if (keys[i] === key) return;
  append(keys, key);
}

/** An error's headline and stack. Changes `keys` to what is to be shown beside them: its own properties, its cause, its errors. */
export function describeError(
  inspection: Inspection,
  error: object,
  name: string | null,
  tag: string,
  keys: PropertyKey[],
): string {
  drop(keys, "stack");
  drop(keys, "message");
  if (indexOf(headline(error, name, tag), read(error, "name")) >= 0) drop(keys, "name");
  if (hasOwn(error, "cause")) addOnce(keys, "cause");
  if (hasOwn(error, "errors") && isArray((error as { errors?: unknown }).errors)) addOnce(keys, "errors");
  const head = headline(error, name, tag);
  const frames = framesOf(error);
  return indentLines(frames === "" ? `[${head}]` : `${head}\n${frames}`, inspection.indentation);
}
