import type { MonotonicUs, PoolOptions } from "../../model";
import type { Candidate, Choice } from "./choose";

/**
 * How long a call may run before those behind it get threads of their own although there is no processor for them; about what the
 * operating system would let one run before another. Microseconds.
 */
export const PATIENCE_US = 5000;

/** Whether one more call is refused. Calls that a new thread will serve don't count as waiting for a busy one. */
export function isQueueFull(
  queued: number,
  supply: number,
  room: number,
  { maxQueue }: Pick<PoolOptions, "maxQueue">,
): boolean {
  return queued >= maxQueue + supply + Math.max(0, room);
}

/**
 * Whether a call waits for a sandbox that is coming, rather than take another function's. `spare`: sandboxes that will be ready soon and
 * that no call before this one waits for.
 */
export function waitsForComing<S extends Candidate>(choice: Choice<S>, spare: number): boolean {
  return spare > 0 && choice.type === "take" && choice.reset && choice.sandbox.state === "bound";
}

/** What an offer looks at in a sandbox that runs a call. */
export interface Busy extends Candidate {
  /** It runs guest code, or is about to. */
  readonly atWork: boolean;
  /** It ends with its call. */
  readonly retiring: boolean;
  /** Calls since the instance was last fresh. */
  readonly uses: number;
  /** Calls that it was offered. */
  readonly offers: { readonly size: number };
}

/** The sandbox behind whose call this one may wait: the one with the fewest before it. Null where there is none. */
export function chooseBusy<S extends Busy>(
  key: string,
  memoryMb: number,
  sandboxes: Iterable<S>,
  { maxUses }: Pick<PoolOptions, "maxUses">,
): S | null {
  let best: S | null = null;
  for (const sandbox of sandboxes) {
    if (!sandbox.atWork || sandbox.retiring || sandbox.boundKey !== key || sandbox.memoryMb !== memoryMb) continue;
    if (sandbox.uses + sandbox.offers.size >= maxUses) continue;
    if (best === null || sandbox.offers.size < best.offers.size) best = sandbox;
  }
  return best;
}

/** How long a call that waits behind another one does so yet, microseconds. Null: it has lost its patience. */
export function patienceLeft(busySinceUs: MonotonicUs, nowUs: MonotonicUs): number | null {
  return nowUs - busySinceUs < PATIENCE_US ? Math.max(nowUs, busySinceUs) + PATIENCE_US - nowUs : null;
}
