import { exposeInterface } from "./interfaces.guest";
import type { Pair } from "./pair-iterable.guest";
import { makePairIterable } from "./pair-iterable.guest";
import type { BareMap } from "./primordials.guest";
import { append, bareArray, bareMap, isObject, toText, TypeError, uncurry } from "./primordials.guest";
import {
  charCodeAt,
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
 * made for a function that asks for it.
 */
export interface HeaderList {
  /** Name in lower case to compare, name as it goes on the wire, value; and so on for each header. */
  items: string[];
  immutable: boolean;
  /** The bridge's form, `name\nvalue\n…`, until somebody looks into it; null from then on. */
  flat: string | null;
  /** The name, in lower case, of the only header in `flat`; null where there are others, or where it is not known. */
  only: string | null;
  /** Sorted and combined, until the list changes. */
  sorted: Pair[] | null;
}

// Not "0x00, 0x0A or 0x0D", and a byte: what the standard calls a header value.
// eslint-disable-next-line no-control-regex -- the standard allows control characters
const NOT_IN_VALUE = /[^\x01-\x09\x0b\x0c\x0e-\xff]/;
const NOT_IN_NAME = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const SPACE = 0x20;
const KNOWN_LIMIT = 256;
const KNOWN_LENGTH = 64;
const STEP = 3;
const NONE: string[] = bareArray();
const sort = uncurry(Array.prototype as string[], "sort");

/** Names that were found valid, with their lower case: most names come again and again. */
const known: BareMap<string, string> = bareMap();
let knownCount = 0;
/** Values that were found valid: those of a function's responses are mostly the same few, and matching one takes ten times as long. */
const knownValues: BareMap<string, true> = bareMap();
let knownValueCount = 0;

export function newHeaderList(): HeaderList {
  return { items: NONE, immutable: false, flat: "", only: null, sorted: null };
}

/** A list of headers in the bridge's form, which are known to be valid. */
export function flatHeaderList(flat: string, immutable: boolean): HeaderList {
  return { items: NONE, immutable, flat, only: null, sorted: null };
}

function unfold(list: HeaderList): void {
  const { flat } = list;
  if (flat === null) return;
  const items: string[] = bareArray();
  list.flat = null;
  list.only = null;
  list.items = items;
  for (let at = 0; at < flat.length;) {
    const nameEnd = indexOf(flat, "\n", at);
    if (nameEnd < 0) return;
    const found = indexOf(flat, "\n", nameEnd + 1);
    const valueEnd = found < 0 ? flat.length : found;
    const name = slice(flat, at, nameEnd);
    push(items, known.get(name) ?? toLowerCase(name), name, slice(flat, nameEnd + 1, valueEnd));
    at = valueEnd + 1;
  }
}

function push(items: string[], lower: string, name: string, value: string): void {
  const at = items.length;
  items[at] = lower;
  items[at + 1] = name;
  items[at + 2] = value;
}

/** The bridge's form of a list. */
export function flattenHeaders(list: HeaderList): string {
  if (list.flat !== null) return list.flat;
  const { items } = list;
  let flat = "";
  for (let at = 0; at < items.length; at += STEP) {
    flat += (at === 0 ? "" : "\n") + (items[at + 1] as string) + "\n" + (items[at + 2] as string);
  }
  return flat;
}

/** The name in lower case. Throws for what is no header name. */
function headerName(value: unknown): string {
  const name = toText(value);
  const before = known.get(name);
  if (before !== undefined) return before;
  if (name === "" || match(NOT_IN_NAME, name) !== null) throw new TypeError(`"${name}" is not a header name.`);
  const lower = toLowerCase(name);
  if (knownCount < KNOWN_LIMIT && name.length <= KNOWN_LENGTH) {
    knownCount++;
    known.set(name, lower);
  }
  return lower;
}

/** The value without surrounding white space. Throws for what is no header value. */
function headerValue(text: string): string {
  const { length } = text;
  if (length === 0 || knownValues.has(text)) return text;
  const bare = charCodeAt(text, 0) <= SPACE || charCodeAt(text, length - 1) <= SPACE ? trim(text) : text;
  if (match(NOT_IN_VALUE, bare) !== null) throw new TypeError("A header value holds a character that none may hold.");
  if (knownValueCount < KNOWN_LIMIT && length <= KNOWN_LENGTH && bare === text) {
    knownValueCount++;
    knownValues.set(text, true);
  }
  return bare;
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

/** Where a header is in `items`; -1: nowhere. `lower` is in lower case. */
function find(list: HeaderList, lower: string, from = 0): number {
  const { items } = list;
  for (let at = from; at < items.length; at += STEP) if (items[at] === lower) return at;
  return -1;
}

/** A header's values joined with `, `; null where there is none. `lower` is in lower case. */
export function getHeader(list: HeaderList, lower: string): string | null {
  if (list.flat !== null) unfold(list);
  let at = find(list, lower);
  if (at < 0) return null;
  let combined = list.items[at + 2] as string;
  while ((at = find(list, lower, at + STEP)) >= 0) combined += ", " + (list.items[at + 2] as string);
  return combined;
}

export function hasHeader(list: HeaderList, lower: string): boolean {
  if (list.flat === "") return false;
  if (list.only !== null) return list.only === lower;
  if (list.flat !== null) unfold(list);
  return find(list, lower) >= 0;
}

function assertMutable(list: HeaderList): void {
  if (list.immutable)
    throw new TypeError("These headers are immutable: make a new Headers, Request or Response of them.");
}

/** Appends a header that is known to be valid. */
export function addHeader(list: HeaderList, lower: string, name: string, value: string): void {
  if (list.flat === "") {
    // Most responses have one: it need not be taken apart to be sent.
    list.flat = name + "\n" + value;
    list.only = lower;
    return;
  }
  if (list.flat !== null) unfold(list);
  const first = find(list, lower);
  list.sorted = null;
  // The standard: a header that is there already gives its spelling.
  push(list.items, lower, first < 0 ? name : (list.items[first + 1] as string), value);
}

/** Adds a header that is known to be valid, unless there is one of its name. `name` is in lower case. */
export function addDefaultHeader(list: HeaderList, name: string, value: string): void {
  if (!hasHeader(list, name)) addHeader(list, name, name, value);
}

function appendHeader(list: HeaderList, name: unknown, value: unknown): void {
  const spelled = toText(name);
  const given = toText(value);
  const lower = headerName(spelled);
  const text = headerValue(given);
  assertMutable(list);
  addHeader(list, lower, spelled, text);
}

function removeHeader(list: HeaderList, lower: string, from: number): void {
  const { items } = list;
  let end = from;
  for (let at = from; at < items.length; at += STEP) {
    if (items[at] === lower) continue;
    if (end !== at) {
      items[end] = items[at] as string;
      items[end + 1] = items[at + 1] as string;
      items[end + 2] = items[at + 2] as string;
    }
    end += STEP;
  }
  if (end === items.length) return;
  list.sorted = null;
  items.length = end;
}

/** Fills a list that is empty from a `HeadersInit`. */
export function fillHeaders(list: HeaderList, init: unknown): void {
  if (isHeaders(init) && (init as never)[iteratorSymbol] === originalIterator) {
    const pairs = sortedPairs(listOf(init));
    unfold(list);
    for (let i = 0; i < pairs.length; i++) {
      const { name, value } = pairs[i] as Pair;
      push(list.items, name, name, value as string);
    }
    return;
  }
  eachPair(init, "Headers", (name, value) => {
    appendHeader(list, name, value);
  });
}

/** A copy with the same headers and another guard. */
export function copyHeaders(list: HeaderList, immutable: boolean): HeaderList {
  if (list.flat !== null) return { items: NONE, immutable, flat: list.flat, only: list.only, sorted: null };
  const { items } = list;
  const copy: string[] = bareArray();
  for (let at = 0; at < items.length; at++) copy[at] = items[at] as string;
  return { items: copy, immutable, flat: null, only: null, sorted: null };
}

/** The standard's "sort and combine"; each `set-cookie` stays by itself. */
function sortedPairs(list: HeaderList): readonly Pair[] {
  if (list.flat !== null) unfold(list);
  if (list.sorted !== null) return list.sorted;
  const names = bareArray<string>();
  const { items } = list;
  for (let at = 0; at < items.length; at += STEP) {
    const lower = items[at] as string;
    if (find(list, lower) === at) append(names, lower);
  }
  sort(names);
  const sorted = bareArray<Pair>();
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    if (name === "set-cookie") {
      eachValue(list, name, (value) => {
        append(sorted, { name, value });
      });
    } else append(sorted, { name, value: getHeader(list, name) });
  }
  list.sorted = sorted;
  return sorted;
}

function eachValue(list: HeaderList, lower: string, take: (value: string) => void): void {
  for (let at = find(list, lower); at >= 0; at = find(list, lower, at + STEP)) take(list.items[at + 2] as string);
}

/** Calls `take` with each header in the order it was added; the name is in lower case. */
export function eachHeader(list: HeaderList, take: (lower: string, value: string) => void): void {
  if (list.flat !== null) unfold(list);
  for (let at = 0; at < list.items.length; at += STEP) take(list.items[at] as string, list.items[at + 2] as string);
}

let isHeaders: (value: unknown) => boolean;
let listOf: (headers: unknown) => HeaderList;
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

  constructor(init?: unknown) {
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
    const lower = headerName(name);
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
    const spelled = toText(name);
    const given = toText(value);
    const lower = headerName(spelled);
    const text = headerValue(given);
    assertMutable(list);
    if (list.flat !== null) unfold(list);
    const first = find(list, lower);
    list.sorted = null;
    if (first < 0) {
      push(list.items, lower, spelled, text);
      return;
    }
    list.items[first + 2] = text;
    removeHeader(list, lower, first + STEP);
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
