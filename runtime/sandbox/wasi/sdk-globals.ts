/** The SDK reports what goes wrong on the console as well as by its errors; a sandbox has none to report to. */
const SILENT = { error: ignore, warn: ignore, info: ignore, log: ignore, debug: ignore };

/** Gives the SDK a few globals that it asks for, after Node's own were taken away. */
export function lendToSdk(globals: Readonly<Record<string, unknown>>): void {
  Object.assign(globalThis, { console: SILENT, ...globals });
}

/** The ways to the network and the disk that the SDK keeps in globals: no sandbox of Coldframe's uses them. */
export function takeAwayHostCalls(): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (/^__wasmer(Host|NodeCache)/.test(name)) Reflect.deleteProperty(globalThis, name);
  }
}

function ignore(): void {
  // There is nobody to tell.
}
