import { exposeInterface } from "./interfaces.guest";
import { makePairIterable } from "./pair-iterable.guest";
import { append, bareArray, isObject, TypeError, uncurry } from "./primordials.guest";
import type { FormPair } from "./url-encoded.guest";
import { parseUrlEncoded, serializeUrlEncoded } from "./url-encoded.guest";
import { eachPair, requireArguments, slice, usvString } from "./web-idl.guest";

interface ParamsState {
  pairs: FormPair[];
  /** Tells the URL that these are the query of; null for parameters by themselves. */
  changed: ((query: string) => void) | null;
}

const sort = uncurry(Array.prototype as FormPair[], "sort");

let stateOf: (params: unknown) => ParamsState;
let isParams: (value: unknown) => boolean;

export class URLSearchParams {
  #state: ParamsState = { pairs: bareArray(), changed: null };

  static {
    isParams = (value) => isObject(value) && #state in value;
    stateOf = (params) => {
      if (!isObject(params) || !(#state in params)) throw new TypeError("Illegal invocation");
      return params.#state;
    };
  }

  constructor(init: unknown = "") {
    const state = this.#state;
    if (isObject(init)) {
      eachPair(init, "URLSearchParams", (name, value) => {
        append(state.pairs, { name: usvString(name), value: usvString(value) });
      });
      return;
    }
    const text = usvString(init);
    state.pairs = parseUrlEncoded(text[0] === "?" ? slice(text, 1) : text);
  }

  get size(): number {
    return stateOf(this).pairs.length;
  }

  append(name: string, value: string): void {
    const state = stateOf(this);
    requireArguments(arguments.length, 2, "URLSearchParams.append");
    append(state.pairs, { name: usvString(name), value: usvString(value) });
    update(state);
  }

  delete(name: string, value?: string): void {
    const state = stateOf(this);
    requireArguments(arguments.length, 1, "URLSearchParams.delete");
    const wanted = usvString(name);
    const valued = value === undefined ? null : usvString(value);
    const kept = bareArray<FormPair>();
    for (let i = 0; i < state.pairs.length; i++) {
      const pair = state.pairs[i] as FormPair;
      if (pair.name !== wanted || (valued !== null && pair.value !== valued)) append(kept, pair);
    }
    state.pairs = kept;
    update(state);
  }

  get(name: string): string | null {
    const { pairs } = stateOf(this);
    requireArguments(arguments.length, 1, "URLSearchParams.get");
    const wanted = usvString(name);
    for (let i = 0; i < pairs.length; i++) if (pairs[i]?.name === wanted) return (pairs[i] as FormPair).value;
    return null;
  }

  getAll(name: string): string[] {
    const { pairs } = stateOf(this);
    requireArguments(arguments.length, 1, "URLSearchParams.getAll");
    const wanted = usvString(name);
    const values: string[] = [];
    for (let i = 0; i < pairs.length; i++) if (pairs[i]?.name === wanted) append(values, (pairs[i] as FormPair).value);
    return values;
  }

  has(name: string, value?: string): boolean {
    const { pairs } = stateOf(this);
    requireArguments(arguments.length, 1, "URLSearchParams.has");
    const wanted = usvString(name);
    const valued = value === undefined ? null : usvString(value);
    for (let i = 0; i < pairs.length; i++) {
      const pair = pairs[i] as FormPair;
      if (pair.name === wanted && (valued === null || pair.value === valued)) return true;
    }
    return false;
  }

  set(name: string, value: string): void {
    const state = stateOf(this);
    requireArguments(arguments.length, 2, "URLSearchParams.set");
    const wanted = usvString(name);
    const text = usvString(value);
    const kept = bareArray<FormPair>();
    let found = false;
    for (let i = 0; i < state.pairs.length; i++) {
      const pair = state.pairs[i] as FormPair;
      if (pair.name !== wanted) append(kept, pair);
      else if (!found) {
        found = true;
        append(kept, { name: wanted, value: text });
      }
    }
    if (!found) append(kept, { name: wanted, value: text });
    state.pairs = kept;
    update(state);
  }

  sort(): void {
    const state = stateOf(this);
    // Strings compare by code units, as the standard wants it, and the sort is stable.
    sort(state.pairs, (a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    update(state);
  }

  toString(): string {
    return serializeUrlEncoded(stateOf(this).pairs);
  }
}

function update(state: ParamsState): void {
  state.changed?.(serializeUrlEncoded(state.pairs));
}

/** Parameters that are the query of a URL: `changed` is told of each change. */
export function linkedParams(query: string, changed: (query: string) => void): URLSearchParams {
  const params = new URLSearchParams();
  const state = stateOf(params);
  state.pairs = parseUrlEncoded(query);
  state.changed = changed;
  return params;
}

/** The URL's query changed by other means. */
export function replaceParams(params: URLSearchParams, query: string): void {
  stateOf(params).pairs = parseUrlEncoded(query);
}

/** The form encoding of a value that is a URLSearchParams; null for anything else. */
export function serializedParams(value: unknown): string | null {
  return isParams(value) ? serializeUrlEncoded(stateOf(value).pairs) : null;
}

export function installUrlSearchParams(): void {
  exposeInterface(URLSearchParams, "URLSearchParams", 0);
  makePairIterable(URLSearchParams.prototype, "URLSearchParams", (self) => stateOf(self).pairs);
}
