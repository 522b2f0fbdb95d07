import type { MonotonicUs, SandboxState, Start } from "../../model";

/** What the choice looks at in a sandbox. */
export interface Candidate {
  readonly state: SandboxState;
  /** Key of the image it is bound to. */
  readonly boundKey: string | null;
  /** Its tier, MiB. */
  readonly memoryMb: number;
  /** Since when it has been idle, where its state is `blank` or `bound`. */
  readonly idleSinceUs: MonotonicUs;
}

/** What a call needs; `image`: a blank sandbox in which to run a top level. */
export interface Need {
  readonly key: string;
  readonly memoryMb: number;
  readonly start: Start | "auto" | "image";
}

/** What to do for a call. */
export type Choice<S extends Candidate> =
  /** This sandbox, after it is `reset` to the call's tier, and bound ahead of the call, where these say so. */
  | { readonly type: "take"; readonly sandbox: S; readonly reset: boolean; readonly bind: boolean }
  /** A new thread. */
  | { readonly type: "spawn" }
  /** End this one to make room for a new thread. */
  | { readonly type: "drop"; readonly sandbox: S }
  | { readonly type: "wait" };

interface Idle<S> {
  /** Bound to the call's image, of its tier; the most recently used, whose memory is likeliest in the processor's caches. */
  warm: S | null;
  blank: S | null;
  /** Blank, of another tier. */
  otherTier: S | null;
  /** Bound, of any function; the least recently used. */
  oldest: S | null;
}

/**
 * Which sandbox a call gets. Without a forced start: one that is bound to its image, else a blank one, else a new thread while
 * there is `room`, else the least recently used of another function, else none.
 */
export function choose<S extends Candidate>(need: Need, sandboxes: Iterable<S>, room: number): Choice<S> {
  const idle = findIdle(need, sandboxes);
  if (need.start === "cold") {
    if (room > 0) return { type: "spawn" };
    const victim = idle.otherTier ?? idle.blank ?? idle.oldest;
    return victim === null ? { type: "wait" } : { type: "drop", sandbox: victim };
  }
  const bind = need.start === "warm";
  if (idle.warm !== null && (need.start === "auto" || bind))
    return { type: "take", sandbox: idle.warm, reset: false, bind: false };
  if (idle.blank !== null) return { type: "take", sandbox: idle.blank, reset: false, bind };
  if (idle.otherTier !== null) return { type: "take", sandbox: idle.otherTier, reset: true, bind };
  if (room > 0) return { type: "spawn" };
  if (idle.oldest !== null) return { type: "take", sandbox: idle.oldest, reset: true, bind };
  return { type: "wait" };
}

function findIdle<S extends Candidate>(need: Need, sandboxes: Iterable<S>): Idle<S> {
  const idle: Idle<S> = { warm: null, blank: null, otherTier: null, oldest: null };
  for (const sandbox of sandboxes) {
    if (sandbox.state === "bound") {
      const fits = sandbox.boundKey === need.key && sandbox.memoryMb === need.memoryMb;
      if (fits && (idle.warm === null || sandbox.idleSinceUs > idle.warm.idleSinceUs)) idle.warm = sandbox;
      if (idle.oldest === null || sandbox.idleSinceUs < idle.oldest.idleSinceUs) idle.oldest = sandbox;
    } else if (sandbox.state === "blank") {
      if (sandbox.memoryMb === need.memoryMb) idle.blank = sandbox;
      else idle.otherTier = sandbox;
    }
  }
  return idle;
}
