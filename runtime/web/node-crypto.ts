/**
 * Node's cryptography, loaded when it is first needed: it takes half a megabyte of each thread, which most functions never ask for, and
 * three milliseconds, which a function that does should not find in its handler. So what one sandbox of the process has loaded, the
 * others load too, while they are idle.
 */
import { Buffer } from "node:buffer";
import type * as NodeCrypto from "node:crypto";
import { process } from "./own-process";

let loaded: typeof NodeCrypto | null = null;
/** One word that the threads share: 1 once one of them has loaded it. */
let isNeeded = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

export function nodeCrypto(): typeof NodeCrypto {
  if (loaded !== null) return loaded;
  loaded = process.getBuiltinModule("node:crypto");
  Atomics.store(isNeeded, 0, 1);
  Atomics.notify(isNeeded, 0);
  return loaded;
}

/** Loads it as soon as another thread has; at once if one had before. */
export function loadWithOthers(word: SharedArrayBuffer): void {
  isNeeded = new Int32Array(word);
  const waiting = Atomics.waitAsync(isNeeded, 0, 0);
  if (waiting.async) void waiting.value.then(nodeCrypto);
  else nodeCrypto();
}

/** Loads it for a function whose code speaks of it. */
export function loadFor(code: Uint8Array): void {
  if (Buffer.from(code.buffer, code.byteOffset, code.byteLength).includes("crypto")) nodeCrypto();
}
