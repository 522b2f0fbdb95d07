import { describeArray, describeKind } from "./inspect-collections.guest";
import type { Description, Inspection } from "./inspect-context.guest";
import { ownEnumerableKeys, prefixOf, showDescriptor, showPrimitive, symbolText } from "./inspect-context.guest";
import { describeError } from "./inspect-error.guest";
import { kindOf, MAX_CHAIN } from "./inspect-kinds.guest";
import { indexOf, join, layOut, quote, sliceText } from "./inspect-layout.guest";
import type { PlatformGetter } from "./interfaces.guest";
import { platformGetters } from "./interfaces.guest";
import {
  append,
  apply,
  bareArray,
  bareMap,
  Error,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isArray,
  isObject,
  min,
  Object,
  String,
  Symbol,
  uncurry,
} from "./primordials.guest";

/** Levels shown at most, whatever is asked for. */
const MAX_DEPTH = 100;
/** Values shown of one argument at most: the interpreter is slow, and nobody reads more. */
const MAX_VALUES = 10_000;

const functionText = uncurry(Function.prototype, "toString") as (value: object) => string;
const isError = (Error as unknown as { isError: (value: unknown) => boolean }).isError;

/**
 * A value as text for people, over one line or several: what Node's `util.inspect` shows, without its colours. `maxValues`: how many
 * values, its own parts among them, are shown before the rest is left out.
 */
export function inspect(value: unknown, maxDepth = 2, maxValues = MAX_VALUES): string {
  const inspection: Inspection = {
    maxDepth: min(maxDepth, MAX_DEPTH),
    seen: bareArray(),
    references: null,
    referenceCount: 0,
    indentation: 0,
    deepest: 0,
    left: maxValues,
    show: (each, depth) => show(inspection, each, depth),
  };
  return show(inspection, value, 0);
}

/** One value at a depth. Reads through proxies and getters of prototypes may run the function's code: what it throws is shown. */
function show(inspection: Inspection, value: unknown, depth: number): string {
  inspection.left--;
  if (!isObject(value)) return showPrimitive(value, inspection.indentation);
  for (let i = 0; i < inspection.seen.length; i++) {
    if (inspection.seen[i] === value) return `[Circular *${referenceTo(inspection, value)}]`;
  }
  if (inspection.left <= 0) return "[...]";
  const { indentation } = inspection;
  const seen = inspection.seen.length;
  try {
    return showObject(inspection, value, depth);
  } catch {
    inspection.indentation = indentation;
    inspection.seen.length = seen;
    return "[Object: its inspection threw]";
  }
}

function referenceTo(inspection: Inspection, value: object): number {
  inspection.references ??= bareMap();
  const known = inspection.references.get(value);
  if (known !== undefined) return known;
  inspection.references.set(value, ++inspection.referenceCount);
  return inspection.referenceCount;
}

/** The name of the class a value is of; null for one without a prototype. */
function constructorName(value: object): string | null {
  let holder: object | null = value;
  for (let level = 0; holder !== null && level < MAX_CHAIN; level++) {
    const found: unknown = getOwnPropertyDescriptor(holder, "constructor")?.value;
    if (typeof found === "function") {
      const name: unknown = getOwnPropertyDescriptor(found, "name")?.value;
      if (typeof name === "string" && name !== "" && isInstance(value, found)) return name;
    }
    holder = getPrototypeOf(holder) as object | null;
  }
  return getPrototypeOf(value) === null ? null : "Object";
}

function isInstance(value: object, constructor: object): boolean {
  const prototype: unknown = getOwnPropertyDescriptor(constructor, "prototype")?.value;
  let holder = getPrototypeOf(value) as object | null;
  for (let level = 0; holder !== null && level < MAX_CHAIN; level++) {
    if (holder === prototype) return true;
    holder = getPrototypeOf(holder) as object | null;
  }
  return false;
}

/** A tag that says more than the class does. Read without running a getter. */
function tagOf(value: object, name: string | null): string {
  let holder: object | null = value;
  for (let level = 0; holder !== null && level < MAX_CHAIN; level++) {
    const descriptor = getOwnPropertyDescriptor(holder, Symbol.toStringTag);
    if (descriptor) {
      const tag: unknown = descriptor.value;
      if (typeof tag !== "string" || tag === "" || (holder === value && descriptor.enumerable)) return "";
      return tag === name ? "" : tag;
    }
    holder = getPrototypeOf(holder) as object | null;
  }
  return "";
}

function showObject(inspection: Inspection, value: object, depth: number): string {
  const name = constructorName(value);
  const tag = tagOf(value, name);
  const described = describe(inspection, value, name, tag);
  const { keys } = described;
  if (described.whole && keys.length === 0) return described.base;
  if (described.fill === null && keys.length === 0) return join([described.open, described.close], "");
  if (depth > inspection.maxDepth) return tooDeep(value, name, tag);
  append(inspection.seen, value);
  inspection.deepest = depth + 1;
  const entries: string[] = bareArray();
  const more = described.fill?.(entries, depth + 1) ?? false;
  for (let i = 0; i < keys.length; i++)
    append(entries, showProperty(inspection, value, keys[i] as PropertyKey, depth + 1));
  inspection.seen.length--;
  const reference = inspection.references?.get(value);
  const mark = reference === undefined ? "" : `<ref *${reference}>`;
  const base = mark === "" || described.base === "" ? mark + described.base : `${mark} ${described.base}`;
  const { indentation } = inspection;
  const { open, close, columns } = described;
  if (entries.length === 0) return base === "" ? open + close : `${base} ${open}${close}`;
  return layOut({
    base,
    open,
    close,
    entries,
    columns,
    more,
    indentation,
    levels: inspection.deepest - (depth + 1),
  });
}

function tooDeep(value: object, name: string | null, tag: string): string {
  if (isArray(value)) return name === null ? "[Array: null prototype]" : "[Array]";
  const prefix = prefixOf(name, tag, "Object");
  const text = sliceText(prefix, 0, prefix.length - 1);
  return name === null ? text : `[${text}]`;
}

function describe(inspection: Inspection, value: object, name: string | null, tag: string): Description {
  if (isArray(value)) return describeArray(inspection, value, name, tag);
  if (typeof value === "function") return describeFunction(value, name, tag);
  const keys = ownEnumerableKeys(value, false);
  const plain = name === "Object" && tag === "";
  const open = `${plain ? "" : prefixOf(name, tag, "Object")}{`;
  const result: Description = { base: "", open, close: "}", whole: false, keys, fill: null, columns: "none" };
  const kind = kindOf(value);
  if (isError(value) || kind === "dom-exception") {
    result.base = describeError(inspection, value, name, tag, keys);
    result.open = "{";
    result.whole = true;
    return result;
  }
  if (kind !== null) describeKind(inspection, value, kind, name, tag, result);
  else if (!plain) describePlatform(inspection, value, result);
  return result;
}

function describeFunction(value: object, name: string | null, tag: string): Description {
  const keys = ownEnumerableKeys(value, false);
  const source = functionText(value);
  const own: unknown = getOwnPropertyDescriptor(value, "name")?.value;
  const label = typeof own === "string" && own !== "" ? own : null;
  let base: string;
  if (sliceText(source, 0, 5) === "class") {
    const parent: unknown = getPrototypeOf(value);
    const parentName: unknown = isObject(parent) ? getOwnPropertyDescriptor(parent, "name")?.value : undefined;
    const heritage = typeof parentName === "string" && parentName !== "" ? ` extends ${parentName}` : "";
    base = `[class ${label ?? "(anonymous)"}${name === null ? " extends [null prototype]" : heritage}]`;
  } else {
    const type = name !== null && indexOf(name, "Function") >= 0 ? name : "Function";
    const absent = name === null ? " (null prototype)" : "";
    base = `[${type}${absent}${label === null ? " (anonymous)" : `: ${label}`}]`;
    if (tag !== "" && tag !== name) base += ` [${tag}]`;
  }
  return { base, open: "{", close: "}", whole: true, keys, fill: null, columns: "none" };
}

/** The nearest prototype that is one of the platform's interfaces. */
function platformPrototype(value: object): object | null {
  let prototype = getPrototypeOf(value) as object | null;
  for (let level = 0; prototype !== null && prototype !== Object.prototype && level < MAX_CHAIN; level++) {
    if (platformGetters.has(prototype)) return prototype;
    prototype = getPrototypeOf(prototype) as object | null;
  }
  return null;
}

/** An object of one of the platform's interfaces keeps its state out of sight: its pairs, or what its getters say, are shown instead. */
function describePlatform(inspection: Inspection, value: object, result: Description): void {
  const prototype = platformPrototype(value);
  if (prototype === null) return;
  const own: PropertyKey[] = bareArray();
  // The streams' library keeps its state in properties of such names.
  for (let i = 0; i < result.keys.length; i++) {
    const key = result.keys[i] as PropertyKey;
    if (typeof key !== "string" || key[0] !== "_") append(own, key);
  }
  result.keys = own;
  const getters = platformGetters.get(prototype) ?? [];
  const forEach: unknown = getOwnPropertyDescriptor(prototype, "forEach")?.value;
  if (getters.length === 0 && typeof forEach !== "function") return;
  result.fill = (entries, depth) => {
    inspection.indentation += 2;
    if (typeof forEach === "function") fillPairs(inspection, value, forEach, entries, depth);
    else fillGetters(inspection, value, getters, entries, depth);
    inspection.indentation -= 2;
    return false;
  };
}

function fillGetters(
  inspection: Inspection,
  value: object,
  getters: readonly PlatformGetter[],
  entries: string[],
  depth: number,
): void {
  for (let i = 0; i < getters.length; i++) {
    const { key, get } = getters[i] as PlatformGetter;
    append(entries, `${key}: ${show(inspection, apply(get, value, []), depth)}`);
  }
}

function fillPairs(inspection: Inspection, value: object, forEach: object, entries: string[], depth: number): void {
  const visit = (each: unknown, name: unknown): void => {
    append(entries, `${show(inspection, name, depth)} => ${show(inspection, each, depth)}`);
  };
  apply(forEach as () => void, value, [visit]);
}

function showProperty(inspection: Inspection, value: object, key: PropertyKey, depth: number): string {
  const descriptor = getOwnPropertyDescriptor(value, key);
  if (!descriptor) return `${String(key)}: undefined`;
  const name = typeof key === "symbol" ? symbolText(key) : isIdentifier(String(key)) ? String(key) : quote(String(key));
  const shown = key === "__proto__" ? "['__proto__']" : name;
  return `${descriptor.enumerable ? shown : `[${shown}]`}: ${showDescriptor(inspection, descriptor, depth)}`;
}

function isIdentifier(key: string): boolean {
  for (let i = 0; i < key.length; i++) {
    const unit = key[i] as string;
    const letter = (unit >= "a" && unit <= "z") || (unit >= "A" && unit <= "Z") || unit === "_";
    if (!letter && !(i > 0 && unit >= "0" && unit <= "9")) return false;
  }
  return key !== "";
}
