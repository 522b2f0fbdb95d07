import { defineGlobals } from "./interfaces.guest";
import { toText, Uint8Array, uncurry } from "./primordials.guest";
import { requireArguments } from "./web-idl.guest";

/** ECMAScript 2026's Base64 methods, which the engine has and the compiler does not know yet. */
interface Base64Bytes {
  toBase64(): string;
}
interface Base64Constructor {
  readonly fromBase64: (text: string) => Uint8Array<ArrayBuffer>;
}

const encode = uncurry(Uint8Array.prototype as unknown as Base64Bytes, "toBase64") as unknown as (
  bytes: Uint8Array,
) => string;
const { fromBase64: decode } = Uint8Array as unknown as Base64Constructor;
const { atob, btoa } = globalThis;

export function toBase64(bytes: Uint8Array): string {
  return encode(bytes);
}

/** The bytes of a Base64 text, white space and missing padding forgiven; null when it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return decode(text);
  } catch {
    return null;
  }
}

/** Installs `atob` and `btoa`: the engine's own, which take a call without an argument for one with "undefined". */
export function installBase64(): void {
  defineGlobals({
    atob(data: unknown): string {
      requireArguments(arguments.length, 1, "atob");
      return atob(toText(data));
    },
    btoa(data: unknown): string {
      requireArguments(arguments.length, 1, "btoa");
      return btoa(toText(data));
    },
  });
}
