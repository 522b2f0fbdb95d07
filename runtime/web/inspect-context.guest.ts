import { BREAK_LENGTH, indexOf, join, quote, repeat, sliceText } from "./inspect-layout.guest";
import type { Parts } from "./inspect-layout.guest";
import type { BareMap } from "./primordials.guest";
import { append, bareArray, is, Object, ownKeys, String, Symbol, uncurry } from "./primordials.guest";

/** Elements shown of one collection at most. */
export const MAX_ENTRIES = 100;
const MAX_TEXT = 10_000;
const MIN_LINE = 16;

export const symbolText = uncurry(Symbol.prototype, "toString");
const isEnumerable = uncurry(Object.prototype, "propertyIsEnumerable");

/** What goes on while one value is inspected. */
export interface Inspection {
  readonly maxDepth: number;
  readonly seen: object[];
  references: BareMap<object, number> | null;
  referenceCount: number;
  indentation: number;
  deepest: number;
  left: number;
  /** Any value, at a depth. */
  readonly show: (value: unknown, depth: number) => string;
}

/** A value taken apart: what shows before its braces, its braces, and what goes between them. */
export interface Description {
  base: string;
  open: string;
  close: string;
  /** Shown in full by `base` when it has no keys. */
  whole: boolean;
  keys: PropertyKey[];
  fill: ((entries: string[], depth: number) => boolean) | null;
  columns: Parts["columns"];
}

/** A primitive as source code would write it. */
export function showPrimitive(value: unknown, indentation = 0): string {
  if (typeof value === "string") return showText(value, indentation);
  if (typeof value === "number") return is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return `${String(value)}n`;
  if (typeof value === "symbol") return symbolText(value);
  return String(value);
}

function showText(text: string, indentation: number): string {
  const rest = text.length - MAX_TEXT;
  const shown = rest > 0 ? sliceText(text, 0, MAX_TEXT) : text;
  const trailer = rest > 0 ? `... ${rest} more character${rest > 1 ? "s" : ""}` : "";
  if (shown.length <= MIN_LINE || shown.length <= BREAK_LENGTH - indentation - 4) return quote(shown) + trailer;
  const lines = bareArray<string>();
  let from = 0;
  for (let at = indexOf(shown, "\n"); at >= 0 && at + 1 < shown.length; at = indexOf(shown, "\n", from)) {
    append(lines, quote(sliceText(shown, from, at + 1)));
    from = at + 1;
  }
  append(lines, quote(sliceText(shown, from)));
  return join(lines, ` +\n${repeat(" ", indentation + 2)}`) + trailer;
}

/** `Map(2) `, `[Object: null prototype] `, `Foo [bar] `. */
export function prefixOf(name: string | null, tag: string, fallback: string, size = ""): string {
  const shownTag = tag !== "" && indexOf(name ?? fallback, tag) < 0 ? `[${tag}] ` : "";
  return name === null ? `[${fallback}${size}: null prototype] ${shownTag}` : `${name}${size} ${shownTag}`;
}

/** Names and symbols of what a value shows; `skipIndices` for arrays and texts. */
export function ownEnumerableKeys(value: object, skipIndices: boolean): PropertyKey[] {
  const all = ownKeys(value);
  const keys: PropertyKey[] = bareArray();
  for (let i = 0; i < all.length; i++) {
    const key = all[i] as PropertyKey;
    if (!isEnumerable(value, key) || (skipIndices && typeof key === "string" && isIndex(key))) continue;
    append(keys, key);
  }
  return keys;
}

export function isIndex(key: string): boolean {
  const index = (key as unknown as number) >>> 0;
  return String(index) === key && index !== 4294967295;
}

/** A property's value; a getter is named, not called. */
export function showDescriptor(inspection: Inspection, descriptor: PropertyDescriptor, depth: number): string {
  if (descriptor.get !== undefined) return descriptor.set === undefined ? "[Getter]" : "[Getter/Setter]";
  if (descriptor.set !== undefined) return "[Setter]";
  inspection.indentation += 2;
  const text = inspection.show(descriptor.value, depth);
  inspection.indentation -= 2;
  return text;
}
