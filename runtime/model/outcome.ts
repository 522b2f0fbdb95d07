/**
 * How an invocation ended. A guest's failure is a value of this type; an exception in host code is a bug in Coldframe.
 *
 * - `ok`: the handler answered.
 * - `threw`: the function's own code failed: it threw, rejected, or did not return a response.
 * - `timeout`: the wall deadline passed before the answer was complete.
 * - `out-of-memory`: linear memory hit the limit of its tier.
 * - `rejected`: the call never reached a sandbox (queue full, queue deadline, cancelled while it waited).
 * - `crashed`: the sandbox's thread or its Wasm instance died under the call.
 * - `interrupted`: the caller cancelled it, or Coldframe ended while it ran.
 */
export const OUTCOMES = ["ok", "threw", "timeout", "out-of-memory", "rejected", "crashed", "interrupted"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What was ready when the call came: see design, "The way a call travels". */
export const STARTS = ["cold", "prewarmed", "warm"] as const;
export type Start = (typeof STARTS)[number];

/** Why an invocation did not end `ok`, one line of gloss each. Tests and scripts compare codes, never prose. */
export const FAILURE_CODES = {
  "handler-threw": "the handler threw or its promise was rejected",
  "handler-shape": "the module exports no handler shape that Coldframe knows",
  trapped: "the Wasm function trapped: it did what no Wasm code may do",
  "stack-exhausted": "the Wasm function called itself too deeply: its stack is exhausted",
  "invalid-module": "the Wasm module can't be compiled, or asks for what there is not",
  "exit-code": "the program ended with an exit code other than 0",
  "invalid-response": "the handler returned nothing, or something that is not a response",
  "body-threw": "the response body's stream failed after the head was sent",
  "init-threw": "the module's top level threw",
  "init-timeout":
    "the module's top level did not end before its deadline: move its work into the handler, or raise the timeout",
  "init-out-of-memory": "the module's top level hit the memory limit: keep less in memory, or raise the limit",
  deadline: "the call did not end before its deadline: look for a loop or a wait that never ends, or raise the timeout",
  "memory-limit": "the function hit its memory limit: keep less in memory, or raise the limit",
  "response-too-large": "the response's head or body exceeded the limit",
  "queue-full": "every sandbox was busy and the queue was full",
  "queue-deadline": "no sandbox became free before the queue's deadline",
  cancelled: "the caller cancelled the call",
  "sandbox-died": "the sandbox's thread or Wasm instance died",
  "process-ended": "Coldframe ended while the call ran",
  "pool-closed": "the pool was closed before the call could start",
} as const;
export type FailureCode = keyof typeof FAILURE_CODES;

/** A failed invocation's error. `stack` is the guest's, mapped to the source where a source map allows it. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
  readonly stack: string | null;
}
