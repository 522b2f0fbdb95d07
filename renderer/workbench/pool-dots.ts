import type { PoolState, SandboxState } from "../../runtime/model";

/** What the title bar says of the pool. */
export interface PoolSummary {
  /** One sign for each place of the pool: full for a bound or busy sandbox, half for a blank one, empty for none. */
  readonly full: string;
  readonly half: string;
  readonly empty: string;
  readonly text: string;
}

const MOST_DOTS = 12;

export function summarizePool({ sandboxes, queued, options }: PoolState): PoolSummary {
  const count = (...states: readonly SandboxState[]): number =>
    sandboxes.filter((sandbox) => states.includes(sandbox.state)).length;
  const bound = count("bound", "busy");
  const blank = count("blank", "starting");
  const places = Math.min(MOST_DOTS, Math.max(options.maxSandboxes, bound + blank));
  const full = Math.min(bound, places);
  const half = Math.min(blank, places - full);
  const parts = [`${count("bound")} warm`, `${count("blank")} blank`];
  if (count("busy") > 0) parts.unshift(`${count("busy")} busy`);
  if (count("starting") > 0) parts.push(`${count("starting")} starting`);
  if (queued > 0) parts.push(`${queued} queued`);
  return {
    full: "●".repeat(full),
    half: "◐".repeat(half),
    empty: "○".repeat(places - full - half),
    text: parts.join(" · "),
  };
}
