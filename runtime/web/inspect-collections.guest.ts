import type { Description, Inspection } from "./inspect-context.guest";
import {
  isIndex,
  MAX_ENTRIES,
  ownEnumerableKeys,
  prefixOf,
  showDescriptor,
  showPrimitive,
} from "./inspect-context.guest";
import type { Kind } from "./inspect-kinds.guest";
import {
  bigintOf,
  booleanOf,
  bufferSize,
  dateIso,
  dateTime,
  eachOfMap,
  eachOfSet,
  mapSize,
  numberOf,
  regexpFlags,
  regexpSource,
  setSize,
  symbolOf,
  textOf,
  typedArrayLength,
  typedArrayName,
} from "./inspect-kinds.guest";
import { append, getOwnPropertyDescriptor, hasOwn, min, ownKeys, Uint8Array } from "./primordials.guest";

/** An array, with its holes. */
export function describeArray(inspection: Inspection, value: unknown[], name: string | null, tag: string): Description {
  const { length } = value;
  const prefix = name === "Array" && tag === "" ? "" : prefixOf(name, tag, "Array", `(${length})`);
  const keys = ownEnumerableKeys(value, true);
  const fill = length === 0 ? null : (out: string[], depth: number) => fillArray(inspection, value, out, depth);
  const numbers = onlyNumbers(value, length);
  const columns = numbers ? "right" : "left";
  return { base: "", open: `${prefix}[`, close: "]", whole: false, keys, fill, columns };
}

function onlyNumbers(value: unknown[], length: number): boolean {
  for (let i = 0; i < min(length, MAX_ENTRIES + 1); i++) {
    const element: unknown = getOwnPropertyDescriptor(value, i)?.value;
    if (typeof element !== "number" && typeof element !== "bigint") return false;
  }
  return true;
}

function moreItems(rest: number): string {
  return `... ${rest} more item${rest > 1 ? "s" : ""}`;
}

/** Returns whether the last entry only says how many more there are. */
function fillArray(inspection: Inspection, value: unknown[], entries: string[], depth: number): boolean {
  const { length } = value;
  let at = 0;
  while (at < length && entries.length < MAX_ENTRIES) {
    const descriptor = getOwnPropertyDescriptor(value, at);
    if (descriptor) {
      append(entries, showDescriptor(inspection, descriptor, depth));
      at++;
      continue;
    }
    const end = nextIndex(value, at, length);
    append(entries, `<${end - at} empty item${end - at > 1 ? "s" : ""}>`);
    at = end;
  }
  if (at >= length) return false;
  append(entries, moreItems(length - at));
  return true;
}

/** Where a hole ends. Long holes are found by the array's keys, not one index after the other. */
function nextIndex(value: unknown[], from: number, length: number): number {
  for (let at = from + 1; at < length && at < from + 64; at++) if (hasOwn(value, at)) return at;
  if (from + 64 >= length) return length;
  const keys = ownKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== "string" || !isIndex(key)) continue;
    const index = (key as unknown as number) >>> 0;
    if (index > from) return index;
  }
  return length;
}

/** One of the language's own kinds of object; completes `result`. */
export function describeKind(
  inspection: Inspection,
  value: object,
  kind: Kind,
  name: string | null,
  tag: string,
  result: Description,
): void {
  const base = wholeBase(value, kind);
  if (base !== null) {
    const expected = kind === "date" ? "Date" : "RegExp";
    result.whole = true;
    result.open = "{";
    if (kind === "date" || kind === "regexp")
      result.base = name === expected ? base : prefixOf(name, tag, expected) + base;
    else result.base = boxed(kind, base, name);
    if (kind === "string") result.keys = ownEnumerableKeys(value, true);
    return;
  }
  switch (kind) {
    case "map":
      result.open = `${prefixOf(name, tag, "Map", `(${mapSize(value)})`)}{`;
      if (mapSize(value) > 0) result.fill = (out, depth) => fillMap(inspection, value, out, depth);
      return;
    case "set":
      result.open = `${prefixOf(name, tag, "Set", `(${setSize(value)})`)}{`;
      if (setSize(value) > 0) result.fill = (out, depth) => fillSet(inspection, value, out, depth);
      return;
    case "typed-array":
      result.open = `${prefixOf(name, tag, typedArrayName(value), `(${typedArrayLength(value)})`)}[`;
      result.close = "]";
      result.keys = ownEnumerableKeys(value, true);
      result.columns = "right";
      if (typedArrayLength(value) > 0) result.fill = (out) => fillTypedArray(value as Uint8Array, out);
      return;
    case "array-buffer":
      result.fill = (out, depth) => fillBuffer(inspection, value, out, depth);
      return;
    case "weak":
      result.fill = (out) => (append(out, "<items unknown>"), false);
      return;
    case "promise":
      // The engine does not tell a promise's state to the code that runs in it.
      result.fill = (out) => (append(out, "<state unknown>"), false);
      return;
    default:
      return;
  }
}

/** For what is shown by one text: dates, expressions, boxed primitives. */
function wholeBase(value: object, kind: Kind): string | null {
  if (kind === "date") return dateTime(value) === dateTime(value) ? dateIso(value) : "Invalid Date";
  if (kind === "regexp") return `/${regexpSource(value)}/${regexpFlags(value)}`;
  if (kind === "number") return showPrimitive(numberOf(value));
  if (kind === "string") return showPrimitive(textOf(value));
  if (kind === "boolean") return showPrimitive(booleanOf(value));
  if (kind === "bigint") return showPrimitive(bigintOf(value));
  return kind === "symbol" ? showPrimitive(symbolOf(value)) : null;
}

function boxed(
  kind: "number" | "string" | "boolean" | "bigint" | "symbol" | Kind,
  base: string,
  name: string | null,
): string {
  const type =
    kind === "bigint"
      ? "BigInt"
      : kind === "number"
        ? "Number"
        : kind === "string"
          ? "String"
          : kind === "boolean"
            ? "Boolean"
            : "Symbol";
  const other = name === type ? "" : ` (${name ?? "null prototype"})`;
  return `[${type}${other}: ${base}]`;
}

function fillMap(inspection: Inspection, value: object, entries: string[], depth: number): boolean {
  let rest = mapSize(value) - MAX_ENTRIES;
  inspection.indentation += 2;
  eachOfMap(value, (each, key) => {
    if (entries.length < MAX_ENTRIES)
      append(entries, `${inspection.show(key, depth)} => ${inspection.show(each, depth)}`);
  });
  inspection.indentation -= 2;
  rest = rest > 0 ? rest : 0;
  if (rest > 0) append(entries, moreItems(rest));
  return rest > 0;
}

function fillSet(inspection: Inspection, value: object, entries: string[], depth: number): boolean {
  const rest = setSize(value) - MAX_ENTRIES;
  inspection.indentation += 2;
  eachOfSet(value, (each) => {
    if (entries.length < MAX_ENTRIES) append(entries, inspection.show(each, depth));
  });
  inspection.indentation -= 2;
  if (rest > 0) append(entries, moreItems(rest));
  return rest > 0;
}

function fillTypedArray(value: Uint8Array, entries: string[]): boolean {
  const length = typedArrayLength(value);
  for (let i = 0; i < min(length, MAX_ENTRIES); i++) append(entries, showPrimitive(value[i]));
  if (length > MAX_ENTRIES) append(entries, moreItems(length - MAX_ENTRIES));
  return length > MAX_ENTRIES;
}

const HEX = "0123456789abcdef";

function fillBuffer(inspection: Inspection, value: object, entries: string[], depth: number): boolean {
  const length = bufferSize(value);
  const bytes = new Uint8Array(value as ArrayBuffer);
  let text = "";
  for (let i = 0; i < min(length, MAX_ENTRIES); i++) {
    const byte = bytes[i] as number;
    text += `${i === 0 ? "" : " "}${HEX[byte >> 4] as string}${HEX[byte & 15] as string}`;
  }
  const rest = length - MAX_ENTRIES;
  append(entries, `[Uint8Contents]: <${text}${rest > 0 ? ` ... ${rest} more byte${rest > 1 ? "s" : ""}` : ""}>`);
  append(entries, `[byteLength]: ${inspection.show(length, depth)}`);
  return false;
}
