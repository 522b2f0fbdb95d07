import { settleOne } from "./answer.guest";
import { describeThrown } from "./call-errors.guest";
import type { Call } from "./calls.guest";
import { isObject, TypeError } from "./primordials.guest";
import { whenSettled } from "./promises.guest";
import { requireArguments } from "./web-idl.guest";

/** `waitUntil`: the call is not over before the promise settled, whatever becomes of it. */
export function waitFor(call: Call, promise: unknown): void {
  if (call.over) return;
  const { host } = call;
  const startMs = host.now();
  call.pending++;
  whenSettled(
    promise,
    () => {
      if (call.over) return;
      host.span("waitUntil", startMs, host.now(), "{}");
      settleOne(call);
    },
    (reason) => {
      if (call.over) return;
      const { message, stack } = describeThrown(reason);
      host.log("error", "waitUntil: " + (stack === "" ? message : message + "\n" + stack));
      host.span("waitUntil", startMs, host.now(), '{"error":true}');
      settleOne(call);
    },
  );
}

let callOf: (context: unknown) => Call;
let prepared: Call | null = null;

/** What a handler gets as its last argument. */
export class ExecutionContext {
  #call: Call;
  #props: object | null = null;

  static {
    callOf = (context) => {
      if (!isObject(context) || !(#call in context)) throw new TypeError("Illegal invocation");
      return context.#call;
    };
  }

  constructor() {
    if (prepared === null) throw new TypeError("Illegal constructor");
    this.#call = prepared;
    prepared = null;
  }

  waitUntil(promise: unknown): void {
    const call = callOf(this);
    requireArguments(arguments.length, 1, "waitUntil");
    waitFor(call, promise);
  }

  get props(): object {
    callOf(this);
    return (this.#props ??= {});
  }

  /** Nothing stands behind the function that a request could be passed through to: it may be called, and does nothing. */
  passThroughOnException(): void {
    callOf(this);
  }
}

export function contextOf(call: Call): ExecutionContext {
  prepared = call;
  return new ExecutionContext();
}
