import type { MonotonicUs, PoolOptions } from "../../model";
import type { Candidate } from "./choose";

/** A refill waits this long at most for a moment in which no call runs; starting a thread would slow one down. */
export const QUIET_WAIT_MS = 25;

/** Whether a refill begins: fewer than half of the blank sandboxes that are wanted are ready, and there is room for one. */
export function wantsRefill(ready: number, room: number, { maxPool }: Pick<PoolOptions, "maxPool">): boolean {
  return ready * 2 < maxPool && room > 0;
}

/** Whether a refill goes on with one more blank sandbox. */
export function wantsBlank(ready: number, room: number, { maxPool }: Pick<PoolOptions, "maxPool">): boolean {
  return ready < maxPool && room > 0;
}

/** What becomes of a sandbox that nobody uses. */
export type IdleFate =
  | { readonly type: "stay" }
  /** It is looked at again in so many microseconds. */
  | { readonly type: "later"; readonly inUs: number }
  /** It becomes blank again. */
  | { readonly type: "restore" }
  | { readonly type: "end" };

/**
 * Idle bound sandboxes become blank where blank ones are wanted, and end where not; so do blank ones beyond what is wanted. `ready`: the
 * blank ones that are there or nearly so.
 */
export function idleFate(
  { state, idleSinceUs }: Pick<Candidate, "state" | "idleSinceUs">,
  ready: number,
  { idleMs, maxPool }: Pick<PoolOptions, "idleMs" | "maxPool">,
  nowUs: MonotonicUs,
): IdleFate {
  const isBlank = state === "blank";
  const isSurplus = ready - (isBlank ? 1 : 0) >= maxPool;
  if (isBlank && !isSurplus) return { type: "stay" };
  const leftUs = idleSinceUs + idleMs * 1000 - nowUs;
  if (leftUs > 0) return { type: "later", inUs: leftUs };
  return { type: isSurplus ? "end" : "restore" };
}
