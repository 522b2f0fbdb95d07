import type { HostFunctions } from "./bridge";
import { CryptoKey } from "./crypto-key.guest";
import { Bytes, connect, failure, isBufferSource, randomBytes } from "./crypto-primitives.guest";
import { createSubtleCrypto, SubtleCrypto } from "./crypto-subtle.guest";
import { exposeInterface } from "./interfaces.guest";
import {
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  isView,
  TypeError,
  Uint32Array,
  uncurry,
  uncurryGetter,
} from "./primordials.guest";

/** https://w3c.github.io/webcrypto/#Crypto-method-getRandomValues */
const MAX_RANDOM_BYTES = 65_536;
const INTEGER_ARRAYS: readonly unknown[] = [
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "BigInt64Array",
  "BigUint64Array",
];
const tagOf = uncurryGetter(getPrototypeOf(Bytes.prototype) as object, Symbol.toStringTag);
const setBytes = uncurry(Bytes.prototype, "set");
const token = {};

let subtle: SubtleCrypto;

class Crypto {
  /** For the brand check that WebIDL asks of every member. */
  readonly #brand = true;

  constructor(...args: readonly unknown[]) {
    if (args[0] !== token) throw new TypeError("Illegal constructor");
  }

  get subtle(): SubtleCrypto {
    this.#check();
    return subtle;
  }

  getRandomValues<T>(array: T): T {
    this.#check();
    if (!isView(array)) {
      if (isBufferSource(array)) throw failure("TypeMismatchError", "The argument must be an integer typed array");
      throw new TypeError("The argument is not an ArrayBufferView");
    }
    if (!INTEGER_ARRAYS.includes(tagOf(array))) {
      throw failure("TypeMismatchError", "The argument must be an integer typed array");
    }
    const { buffer, byteOffset, byteLength } = array;
    if (byteLength > MAX_RANDOM_BYTES) {
      throw failure("QuotaExceededError", `The requested length exceeds ${MAX_RANDOM_BYTES} bytes`);
    }
    setBytes(new Bytes(buffer, byteOffset, byteLength), randomBytes(byteLength));
    return array;
  }

  randomUUID(): string {
    this.#check();
    const bytes = randomBytes(16);
    bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
    bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
    let text = "";
    for (let index = 0; index < 16; index += 1) {
      if (index === 4 || index === 6 || index === 8 || index === 10) text += "-";
      text += HEXADECIMAL[bytes[index] ?? 0] ?? "";
    }
    return text;
  }

  #check(): void {
    if (!(#brand in this)) throw new TypeError("Illegal invocation");
  }
}

const HEXADECIMAL = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, "0"));

/** Random numbers that `Math.random` takes from the host at once. */
const POOL = 128;

/**
 * The engine seeds its own generator once, and a snapshot copies the seed: every start would draw the same numbers. So
 * `Math.random` draws from the host's, and what is left of it is thrown away whenever the host enters the guest.
 */
function installRandom(): () => void {
  let pool: Uint32Array = new Uint32Array(0);
  let used = 0;
  const methods = {
    random(): number {
      if (used >= pool.length) {
        pool = new Uint32Array(randomBytes(POOL * 8).buffer);
        used = 0;
      }
      const high = (pool[used++] ?? 0) >>> 5;
      const low = (pool[used++] ?? 0) >>> 6;
      return (high * 0x4000000 + low) / 0x20000000000000;
    },
  };
  defineProperty(Math, "random", { ...getOwnPropertyDescriptor(methods, "random"), enumerable: false });
  return () => {
    used = pool.length;
  };
}

export interface InstalledCrypto {
  /** Must be called at every entry of the host: what follows may be another life of the same snapshot. */
  readonly forgetRandomness: () => void;
}

/** Makes `crypto` and its interfaces over the host's primitives, and `Math.random`. */
export function installCrypto(host: HostFunctions): InstalledCrypto {
  connect(host);
  exposeInterface(CryptoKey, "CryptoKey", 0);
  exposeInterface(SubtleCrypto, "SubtleCrypto", 0);
  exposeInterface(Crypto, "Crypto", 0);
  subtle = createSubtleCrypto();
  const crypto = new Crypto(token);
  const holder = {
    get crypto() {
      return crypto;
    },
  };
  defineProperty(globalThis, "crypto", { ...getOwnPropertyDescriptor(holder, "crypto") });
  return { forgetRandomness: installRandom() };
}
