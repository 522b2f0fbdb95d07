/** What the sandbox's own host code uses of the global scope; everything else is deleted. */
const NEEDED = new Set([
  ...Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z]/.test(name) && isLanguage(name)),
  "globalThis",
  "undefined",
  "NaN",
  "Infinity",
  "parseInt",
  "parseFloat",
  "isNaN",
  "isFinite",
  "queueMicrotask",
  "setTimeout",
  "clearTimeout",
  "crypto",
  "TextEncoder",
  "TextDecoder",
  "WebAssembly",
]);

/** True for what ECMAScript defines; Node's own classes are functions that its documentation lists as Web APIs. */
function isLanguage(name: string): boolean {
  return !/^(Blob|File|FormData|Headers|Request|Response|WebSocket|EventSource|Worker|BroadcastChannel|MessageChannel|MessagePort|Storage|Navigator|CloseEvent|MessageEvent)$/.test(
    name,
  );
}

/**
 * Defence in depth: the guest can't reach the thread's globals, but should the engine ever be broken out of, there is no
 * process, no file system, no network and no loader to be found here.
 */
export function takeAwayGlobals(): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!NEEDED.has(name)) Reflect.deleteProperty(globalThis, name);
  }
}
