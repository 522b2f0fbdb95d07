import { exposeInterface } from "./interfaces.guest";
import type { Pair } from "./pair-iterable.guest";
import { makePairIterable } from "./pair-iterable.guest";
import type { BareMap } from "./primordials.guest";
import { append, bareArray, bareMap, isObject, TypeError, uncurry } from "./primordials.guest";
import {
  byteString,
  eachPair,
  indexOf,
  iteratorSymbol,
  match,
  requireArguments,
  slice,
  toLowerCase,
} from "./web-idl.guest";

/**
 * A header list and its guard, as the Fetch standard has them. Requests and responses work on this; the `Headers` object is only
 * made for a function that asks for it. Three parallel lists: `lower` compares, `names` keep their case for the wire.
 */
export interface HeaderList {
  lower: string[];
  names: string[];
  values: string[];
  immutable: boolean;
  /** The bridge's form, `name\nvalue\n…`, until somebody looks into it. */
  flat: string | null;
  /** Sorted and combined, until the list changes. */
  sorted: Pair[] | null;
}

// Not "0x00, 0x0A or 0x0D", and a byte: what the standard calls a header value.
const NOT_IN_VALUE = /[^\x01-\x09\x0b\x0c\x0e-\xff]/;
const NOT_IN_NAME = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const KNOWN_NAMES_LIMIT = 256;
const sort = uncurry(Array.prototype as string[], "sort");

/** Names that were found valid, with their lower case: most names come again and again. */
const known: BareMap<string, string> = bareMap();
let knownCount = 0;

export function newHeaderList(): HeaderList {
  return { lower: bareArray(), names: bareArray(), values: bareArray(), immutable: false, flat: null, sorted: null };
}

/** A list of headers from the host, which are valid as they are. */
export function flatHeaderList(flat: string, immutable: boolean): HeaderList {
  return { lower: NONE, names: NONE, values: NONE, immutable, flat, sorted: null };
}
const NONE: string[] = bareArray();

function unfold(list: HeaderList): void {
  const flat = list.flat as string;
  list.flat = null;
  list.lower = bareArray();
  list.names = bareArray();
  list.values = bareArray();
  let at = 0;
  while (at < flat.length) {
    const nameEnd = indexOf(flat, "\n", at);
    if (nameEnd < 0) return;
    const valueEnd = indexOf(flat, "\n", nameEnd + 1);
    const name = slice(flat, at, nameEnd);
    append(list.lower, known.get(name) ?? toLowerCase(name));
    append(list.names, name);
    append(list.values, slice(flat, nameEnd + 1, valueEnd < 0 ? flat.length : valueEnd));
    if (valueEnd < 0) return;
    at = valueEnd + 1;
  }
}

/** The bridge's form of a list. */
export function flattenHeaders(list: HeaderList): string {
  if (list.flat !== null) return list.flat;
  const { names, values } = list;
  let flat = "";
  for (let i = 0; i < names.length; i++) {
    if (i > 0) flat += "\n";
    flat += names[i] as string;
    flat += "\n";
    flat += values[i] as string;
  }
  return flat;
}

/** The name in lower case. Throws for what is no header name. */
function headerName(value: unknown): string {
  const name = `${value as string}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  if (name === "" || match(NOT_IN_NAME, name) !== null) throw new TypeError(`"${name}" is not a header name.`);
  const lower = toLowerCase(name);
  if (knownCount < KNOWN_NAMES_LIMIT && name.length <= 64) {
    knownCount++;
    known.set(name, lower);
  }
  return lower;
}

/** The value without surrounding white space. Throws for what is no header value. */
function headerValue(value: unknown): string {
  let text = byteString(value);
  if (text === "") return text;
  const first = text[0] as string;
  const last = text[text.length - 1] as string;
  if (first <= " " || last <= " ") text = trim(text);
  if (match(NOT_IN_VALUE, text) !== null) throw new TypeError("A header value holds a character that none may hold.");
  return text;
}

function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isHttpSpace(text[start] as string)) start++;
  while (end > start && isHttpSpace(text[end - 1] as string)) end--;
  return slice(text, start, end);
}

function isHttpSpace(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}

function find(list: HeaderList, lower: string, from = 0): number {
  const names = list.lower;
  for (let i = from; i < names.length; i++) if (names[i] === lower) return i;
  return -1;
}

/** A header's values joined with `, `; null where there is none. `lower` is in lower case. */
export function getHeader(list: HeaderList, lower: string): string | null {
  if (list.flat !== null) unfold(list);
  let at = find(list, lower);
  if (at < 0) return null;
  let combined = list.values[at] as string;
  while ((at = find(list, lower, at + 1)) >= 0) combined += `, ${list.values[at] as string}`;
  return combined;
}

export function hasHeader(list: HeaderList, lower: string): boolean {
  if (list.flat !== null) unfold(list);
  return find(list, lower) >= 0;
}

function assertMutable(list: HeaderList): void {
  if (list.immutable)
    throw new TypeError("These headers are immutable: make a new Headers, Request or Response of them.");
}

/** Appends a header that is known to be valid. */
export function addHeader(list: HeaderList, lower: string, name: string, value: string): void {
  if (list.flat !== null) unfold(list);
  const first = find(list, lower);
  list.sorted = null;
  append(list.lower, lower);
  // The standard: a header that is there already gives its spelling.
  append(list.names, first < 0 ? name : (list.names[first] as string));
  append(list.values, value);
}

function appendHeader(list: HeaderList, name: unknown, value: unknown): void {
  const spelled = byteString(name);
  const given = byteString(value);
  const lower = headerName(spelled);
  const text = headerValue(given);
  assertMutable(list);
  addHeader(list, lower, spelled, text);
}

function removeHeader(list: HeaderList, lower: string, from: number): void {
  const { lower: lowers, names, values } = list;
  let at = from;
  for (let i = from; i < lowers.length; i++) {
    if (lowers[i] === lower) continue;
    lowers[at] = lowers[i] as string;
    names[at] = names[i] as string;
    values[at] = values[i] as string;
    at++;
  }
  if (at !== lowers.length) list.sorted = null;
  lowers.length = names.length = values.length = at;
}

/** Fills a list from a `HeadersInit`. */
export function fillHeaders(list: HeaderList, init: unknown): void {
  if (isHeaders(init) && (init as never)[iteratorSymbol] === originalIterator) {
    const pairs = sortedPairs(listOf(init));
    for (let i = 0; i < pairs.length; i++) {
      const pair = pairs[i] as Pair;
      addHeader(list, pair.name, pair.name, pair.value as string);
    }
    return;
  }
  eachPair(init, "Headers", (name, value) => {
    appendHeader(list, name, value);
  });
}

/** A copy with the same headers and another guard. */
export function copyHeaders(list: HeaderList, immutable: boolean): HeaderList {
  if (list.flat !== null) return flatHeaderList(list.flat, immutable);
  const copy = newHeaderList();
  for (let i = 0; i < list.names.length; i++) {
    append(copy.lower, list.lower[i] as string);
    append(copy.names, list.names[i] as string);
    append(copy.values, list.values[i] as string);
  }
  copy.immutable = immutable;
  return copy;
}

/** The standard's "sort and combine"; each `set-cookie` stays by itself. */
export function sortedPairs(list: HeaderList): readonly Pair[] {
  if (list.flat !== null) unfold(list);
  if (list.sorted !== null) return list.sorted;
  const names = bareArray<string>();
  for (let i = 0; i < list.lower.length; i++) {
    const lower = list.lower[i] as string;
    if (find(list, lower) === i) append(names, lower);
  }
  sort(names);
  const sorted = bareArray<Pair>();
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    if (name !== "set-cookie") append(sorted, { name, value: getHeader(list, name) });
    else
      eachValue(list, name, (value) => {
        append(sorted, { name, value });
      });
  }
  list.sorted = sorted;
  return sorted;
}

function eachValue(list: HeaderList, lower: string, take: (value: string) => void): void {
  for (let at = find(list, lower); at >= 0; at = find(list, lower, at + 1)) take(list.values[at] as string);
}

let isHeaders: (value: unknown) => boolean;
let listOf: (headers: unknown) => HeaderList;
/** Calls `take` with each header in the order it was added; the name is in lower case. */
export function eachHeader(list: HeaderList, take: (lower: string, value: string) => void): void {
  if (list.flat !== null) unfold(list);
  for (let i = 0; i < list.lower.length; i++) take(list.lower[i] as string, list.values[i] as string);
}

/** What the next construction is to stand for: the way to make a `Headers` of a list. */
let prepared: HeaderList | null = null;

export class Headers {
  #list: HeaderList;

  static {
    isHeaders = (value) => isObject(value) && #list in value;
    listOf = (value) => {
      if (!isObject(value) || !(#list in value)) throw new TypeError("Illegal invocation");
      return value.#list;
    };
  }

  constructor(init: unknown = undefined) {
    if (prepared !== null) {
      this.#list = prepared;
      prepared = null;
      return;
    }
    this.#list = newHeaderList();
    if (init !== undefined) fillHeaders(this.#list, init);
  }

  append(name: unknown, value: unknown): void {
    const list = listOf(this);
    requireArguments(arguments.length, 2, "Headers.append");
    appendHeader(list, name, value);
  }

  delete(name: unknown): void {
    const list = listOf(this);
    requireArguments(arguments.length, 1, "Headers.delete");
    const lower = headerName(byteString(name));
    assertMutable(list);
    if (list.flat !== null) unfold(list);
    removeHeader(list, lower, 0);
  }

  get(name: unknown): string | null {
    const list = listOf(this);
    requireArguments(arguments.length, 1, "Headers.get");
    return getHeader(list, headerName(name));
  }

  getSetCookie(): string[] {
    const list = listOf(this);
    if (list.flat !== null) unfold(list);
    const cookies: string[] = [];
    eachValue(list, "set-cookie", (value) => {
      append(cookies, value);
    });
    return cookies;
  }

  has(name: unknown): boolean {
    const list = listOf(this);
    requireArguments(arguments.length, 1, "Headers.has");
    return hasHeader(list, headerName(name));
  }

  set(name: unknown, value: unknown): void {
    const list = listOf(this);
    requireArguments(arguments.length, 2, "Headers.set");
    const spelled = byteString(name);
    const given = byteString(value);
    const lower = headerName(spelled);
    const text = headerValue(given);
    assertMutable(list);
    if (list.flat !== null) unfold(list);
    const first = find(list, lower);
    if (first < 0) {
      addHeader(list, lower, spelled, text);
      return;
    }
    list.values[first] = text;
    list.sorted = null;
    removeHeader(list, lower, first + 1);
  }
}

/** The `Headers` object of a list: changes of one are changes of the other. */
export function headersOf(list: HeaderList): Headers {
  prepared = list;
  return new Headers();
}

let originalIterator: unknown;

export function installHeaders(): void {
  exposeInterface(Headers, "Headers", 0);
  makePairIterable(Headers.prototype, "Headers", (self) => sortedPairs(listOf(self)));
  originalIterator = (Headers.prototype as never)[iteratorSymbol];
}
