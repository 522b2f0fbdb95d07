import type { HostFunctions } from "./bridge";

export function installCrypto(_host: HostFunctions): void {
  /* the engine's crypto extension */
}
