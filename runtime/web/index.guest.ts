import type { HostFunctions } from "./bridge";
import { installCore } from "./core.guest";
import { installCrypto } from "./crypto.guest";
import { installHttp } from "./http.guest";

/** What the host calls: an operation of `GuestOperations` by name, with its arguments. */
export type GuestEntry = (operation: string, ...args: unknown[]) => void;

/**
 * Makes the sandbox's global scope: the Web APIs that edge platforms have, and nothing else. Runs once, when the base
 * snapshot is made. The host's functions stay in closures: no global leads to them.
 */
export default function install(host: HostFunctions): GuestEntry {
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
    operations[operation]?.(...(args as never[]));
  };
}
