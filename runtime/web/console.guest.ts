import type { HostFunctions } from "./bridge";

export interface Console {
  /** Prints an error that nobody caught. */
  complain(prefix: string, error: unknown): void;
  refresh(): void;
}

export function installConsole(host: Pick<HostFunctions, "log" | "now" | "span">): Console {
  return {
    complain(prefix, error) {
      host.log("error", `${prefix} ${String(error)}`);
    },
    refresh: () => undefined,
  };
}
