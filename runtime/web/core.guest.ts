import type { GuestOperations, HostFunctions } from "./bridge";

/** What the rest of the guest needs of the core. */
export interface Core {
  readonly operations: Pick<GuestOperations, "timers" | "rejection">;
}

export function installCore(_host: HostFunctions): Core {
  return { operations: { timers: () => undefined, rejection: () => undefined } };
}
