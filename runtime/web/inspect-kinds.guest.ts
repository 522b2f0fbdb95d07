import { getPrototypeOf, uncurry, uncurryGetter } from "./primordials.guest";

/** What a value really is, whatever its constructor's name says. */
export type Kind =
  | "map"
  | "set"
  | "typed-array"
  | "date"
  | "regexp"
  | "array-buffer"
  | "shared-array-buffer"
  | "data-view"
  | "promise"
  | "weak"
  | "weak-ref"
  | "dom-exception"
  | "number"
  | "string"
  | "boolean"
  | "bigint"
  | "symbol";

export const typedArrayPrototype = getPrototypeOf(Uint8Array.prototype) as object;

export const mapSize = uncurryGetter<object, number>(Map.prototype, "size");
export const setSize = uncurryGetter<object, number>(Set.prototype, "size");
export const eachOfMap = uncurry(Map.prototype, "forEach") as (
  map: object,
  visit: (value: unknown, key: unknown) => void,
) => void;
export const eachOfSet = uncurry(Set.prototype, "forEach") as (set: object, visit: (value: unknown) => void) => void;
export const typedArrayName = uncurryGetter<object, string>(typedArrayPrototype, Symbol.toStringTag);
export const typedArrayLength = uncurryGetter<object, number>(typedArrayPrototype, "length");
export const dateTime = uncurry(Date.prototype, "getTime") as (date: object) => number;
export const dateIso = uncurry(Date.prototype, "toISOString") as (date: object) => string;
export const bufferSize = uncurryGetter<object, number>(ArrayBuffer.prototype, "byteLength");
export const regexpFlags = uncurryGetter<object, string>(RegExp.prototype, "flags");
export const regexpSource = uncurryGetter<object, string>(RegExp.prototype, "source");
const sharedSize = uncurryGetter(SharedArrayBuffer.prototype, "byteLength");
const viewSize = uncurryGetter(DataView.prototype, "byteLength");
const weakMapHas = uncurry(WeakMap.prototype, "has") as (map: object, key: object) => boolean;
const weakSetHas = uncurry(WeakSet.prototype, "has") as (set: object, key: object) => boolean;
const regexpGlobal = uncurryGetter(RegExp.prototype, "hasIndices");
const weakTarget = uncurry(WeakRef.prototype, "deref") as (ref: object) => unknown;
const unregister = uncurry(FinalizationRegistry.prototype, "unregister") as (
  registry: object,
  token: object,
) => boolean;
const exceptionCode = uncurryGetter<object, unknown>(DOMException.prototype, "code");
export const numberOf = uncurry(Number.prototype, "valueOf") as (value: object) => number;
export const textOf = uncurry(String.prototype, "valueOf") as (value: object) => string;
export const booleanOf = uncurry(Boolean.prototype, "valueOf") as (value: object) => boolean;
export const bigintOf = uncurry(BigInt.prototype, "valueOf") as (value: object) => bigint;
export const symbolOf = uncurry(Symbol.prototype, "valueOf") as (value: object) => symbol;

interface Check {
  readonly prototype: object;
  readonly kind: Kind;
  /** Throws, or answers undefined, for an object that only pretends. */
  readonly brand: (value: object) => unknown;
}

const CHECKS: readonly Check[] = [
  { prototype: Map.prototype, kind: "map", brand: mapSize },
  { prototype: Set.prototype, kind: "set", brand: setSize },
  { prototype: typedArrayPrototype, kind: "typed-array", brand: typedArrayName },
  { prototype: Date.prototype, kind: "date", brand: dateTime },
  { prototype: RegExp.prototype, kind: "regexp", brand: regexpGlobal },
  { prototype: ArrayBuffer.prototype, kind: "array-buffer", brand: bufferSize },
  { prototype: SharedArrayBuffer.prototype, kind: "shared-array-buffer", brand: sharedSize },
  { prototype: DataView.prototype, kind: "data-view", brand: viewSize },
  { prototype: Promise.prototype, kind: "promise", brand: () => true },
  { prototype: WeakMap.prototype, kind: "weak", brand: (value) => weakMapHas(value, value) },
  { prototype: WeakSet.prototype, kind: "weak", brand: (value) => weakSetHas(value, value) },
  { prototype: WeakRef.prototype, kind: "weak-ref", brand: (value) => (weakTarget(value), true) },
  { prototype: FinalizationRegistry.prototype, kind: "weak-ref", brand: (value) => (unregister(value, value), true) },
  { prototype: DOMException.prototype, kind: "dom-exception", brand: exceptionCode },
  { prototype: Number.prototype, kind: "number", brand: numberOf },
  { prototype: String.prototype, kind: "string", brand: textOf },
  { prototype: Boolean.prototype, kind: "boolean", brand: booleanOf },
  { prototype: BigInt.prototype, kind: "bigint", brand: bigintOf },
  { prototype: Symbol.prototype, kind: "symbol", brand: symbolOf },
];

/** Prototypes looked at before a chain counts as endless: a proxy can make one. */
export const MAX_CHAIN = 50;

/** Null for a plain object. Only objects that inherit from a kind's prototype are tried, since a failed try is slow. */
export function kindOf(value: object): Kind | null {
  let prototype = getPrototypeOf(value) as object | null;
  for (let level = 0; prototype !== null && level < MAX_CHAIN; level++) {
    if (prototype === Object.prototype) return null;
    for (let i = 0; i < CHECKS.length; i++) {
      const check = CHECKS[i] as Check;
      if (check.prototype === prototype) return isBranded(check, value) ? check.kind : null;
    }
    prototype = getPrototypeOf(prototype) as object | null;
  }
  return null;
}

function isBranded(check: Check, value: object): boolean {
  try {
    return check.brand(value) !== undefined;
  } catch {
    return false;
  }
}
