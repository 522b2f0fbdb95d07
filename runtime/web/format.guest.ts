import { showPrimitive } from "./inspect-context.guest";
import { sliceText } from "./inspect-layout.guest";
import { inspect } from "./inspect.guest";
import { getOwnPropertyDescriptor, getPrototypeOf, isObject, Object, toNumber, toText } from "./primordials.guest";

const { parseInt: toInteger, parseFloat: toFloat } = globalThis;

/** The Console standard's "Formatter" and "Printer", as Node does them: `%s %d %i %f %j %o %O %c %%`, then the rest behind blanks. */
export function format(args: readonly unknown[]): string {
  const first = args[0];
  if (typeof first !== "string") return joined("", args, 0);
  if (args.length === 1) return first;
  let text = "";
  let next = 1;
  let from = 0;
  for (let i = 0; i < first.length - 1; i++) {
    if (first[i] !== "%") continue;
    const directive = first[i + 1] as string;
    const replacement = directive === "%" ? "%" : next < args.length ? expand(directive, args[next]) : null;
    if (replacement !== null) {
      text += sliceText(first, from, i) + replacement;
      from = i + 2;
      if (directive !== "%") next++;
    }
    if (replacement !== null || directive !== "%") i++;
  }
  return joined(text + sliceText(first, from), args, next);
}

function joined(text: string, args: readonly unknown[], from: number): string {
  let result = text;
  for (let i = from; i < args.length; i++) {
    const value = args[i];
    result += (i === 0 ? "" : " ") + (typeof value === "string" ? value : inspect(value));
  }
  return result;
}

/** What stands for a directive; null where it is none. */
function expand(directive: string, value: unknown): string | null {
  switch (directive) {
    case "s":
      return asText(value);
    case "d":
      return asNumber(value, toNumber);
    case "i":
      return asNumber(value, (each) => toInteger(toText(each)));
    case "f":
      return typeof value === "bigint"
        ? showPrimitive(toFloat(toText(value)))
        : asNumber(value, (each) => toFloat(toText(each)));
    case "j":
      return asJson(value);
    case "o":
      return inspect(value, 4);
    case "O":
      return inspect(value);
    case "c":
      return "";
    default:
      return null;
  }
}

function asNumber(value: unknown, convert: (value: unknown) => number): string {
  if (typeof value === "symbol") return "NaN";
  if (typeof value === "bigint") return showPrimitive(value);
  try {
    return showPrimitive(convert(value));
  } catch {
    return "NaN";
  }
}

function asText(value: unknown): string {
  if (!isObject(value)) return typeof value === "string" ? value : showPrimitive(value);
  if (typeof value !== "function" && !hasOwnText(value)) return inspect(value, 0);
  try {
    return toText(value);
  } catch {
    return inspect(value, 0);
  }
}

/** Whether a class of the function's says how its objects read as text. */
function hasOwnText(value: object): boolean {
  let holder: object | null = value;
  for (let level = 0; holder !== null && holder !== Object.prototype && level < 50; level++) {
    const own: unknown = getOwnPropertyDescriptor(holder, "toString")?.value;
    if (typeof own === "function") return !isBuiltIn(holder);
    holder = getPrototypeOf(holder) as object | null;
  }
  return false;
}

const BUILT_IN = [Array, Date, RegExp, Error, Function, Map, Set, Promise, URL, URLSearchParams] as const;

function isBuiltIn(holder: object): boolean {
  for (let i = 0; i < BUILT_IN.length; i++) if (BUILT_IN[i]?.prototype === holder) return true;
  return false;
}

const stringify = JSON.stringify as (value: unknown) => string | undefined;

function asJson(value: unknown): string {
  try {
    return stringify(value) ?? "undefined";
  } catch {
    return "[Circular]";
  }
}
