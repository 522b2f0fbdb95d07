import type { HostFunctions } from "./bridge";
import type { RequestState } from "./request.guest";

/** The failure codes that the guest itself decides on; see `runtime/model`. */
export type FailureCodeText = "handler-threw" | "handler-shape" | "invalid-response" | "body-threw" | "init-threw";

/**
 * One call while it runs. A function may keep promises over from an earlier call: whatever they do is held against the call that
 * they belong to, so that they can never answer another one.
 */
export interface Call {
  readonly host: HostFunctions;
  /** Null for an event. */
  request: RequestState | null;
  /** Nothing of the call counts any more: it failed, or all of it was said. */
  over: boolean;
  /** The response is on its way, so that a second one is refused. */
  answered: boolean;
  /** What the call still waits for: its response, and each promise given to `waitUntil`. */
  pending: number;
}

let current: Call | null = null;

/** The call that runs now; null while the top level runs, and between calls. */
export function currentCall(): Call | null {
  return current !== null && !current.over ? current : null;
}

export function beginCall(host: HostFunctions): Call {
  if (current !== null) current.over = true;
  current = { host, request: null, over: false, answered: false, pending: 1 };
  return current;
}
