import type { GuestOperations, HostFunctions } from "./bridge";
import type { Core } from "./core.guest";

export interface Http {
  readonly operations: Partial<GuestOperations>;
}

export function installHttp(_host: HostFunctions, _core: Core): Http {
  return { operations: {} };
}
