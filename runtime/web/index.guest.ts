import type { HostFunctions } from "./bridge";
import { installCore } from "./core.guest";
import { installCrypto } from "./crypto.guest";
import { installHttp } from "./http.guest";
import { apply } from "./primordials.guest";

/** What the host calls: an operation of `GuestOperations` by name, with its arguments. */
export type GuestEntry = (operation: string, ...args: unknown[]) => void;

/**
 * Makes the sandbox's global scope: the Web APIs that edge platforms have, and nothing else. Runs once, when the base
 * snapshot is made. The host's functions stay in closures: no global leads to them.
 */
export default function install(host: HostFunctions): GuestEntry {
  // The engine's hook hands out every function on the stack, the Web APIs' inner ones among them.
  Reflect.deleteProperty(Error, "prepareStackTrace");
  const core = installCore(host);
  const { forgetRandomness } = installCrypto(host);
  const http = installHttp(host, core);
  const operations: Record<string, ((...args: never[]) => void) | undefined> = {
    __proto__: null as never,
    ...core.operations,
    ...http.operations,
  };
  return (operation, ...args) => {
    forgetRandomness();
    const run = operations[operation];
    if (run !== undefined) apply(run, undefined, args);
  };
}
