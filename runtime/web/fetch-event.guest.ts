import { failCall, failThrown } from "./answer.guest";
import type { Call } from "./calls.guest";
import { dispatchTrusted, Event, eventHooks, globalTarget } from "./events.guest";
import { exposeInterface } from "./interfaces.guest";
import { DOMException, isObject, TypeError } from "./primordials.guest";
import { requireArguments } from "./web-idl.guest";
import { waitFor } from "./waiting.guest";

interface FetchEventState {
  readonly call: Call;
  readonly request: unknown;
  readonly conclude: (call: Call, result: unknown) => void;
  responded: boolean;
  dispatching: boolean;
}

let prepared: FetchEventState | null = null;
let stateOf: (event: unknown) => FetchEventState;

/** What `addEventListener("fetch", …)` listeners get. */
class FetchEvent extends Event {
  #state: FetchEventState;

  static {
    stateOf = (event) => {
      if (!isObject(event) || !(#state in event)) throw new TypeError("Illegal invocation");
      return event.#state;
    };
  }

  constructor() {
    const state = prepared;
    prepared = null;
    if (state === null) throw new TypeError("Illegal constructor");
    super("fetch", { __proto__: null, cancelable: true } as object);
    this.#state = state;
  }

  get request(): unknown {
    return stateOf(this).request;
  }

  respondWith(response: unknown): void {
    const state = stateOf(this);
    requireArguments(arguments.length, 1, "respondWith");
    if (!state.dispatching) {
      throw new DOMException("respondWith must be called while the event is dispatched.", "InvalidStateError");
    }
    if (state.responded) throw new DOMException("respondWith was already called.", "InvalidStateError");
    state.responded = true;
    this.stopImmediatePropagation();
    state.conclude(state.call, response);
  }

  waitUntil(promise: unknown): void {
    const { call } = stateOf(this);
    requireArguments(arguments.length, 1, "waitUntil");
    waitFor(call, promise);
  }
}

/** Dispatches a request to the listeners. What one throws fails the call, unless one answered. */
export function dispatchFetch(call: Call, request: unknown, conclude: (call: Call, result: unknown) => void): void {
  const state: FetchEventState = { call, request, conclude, responded: false, dispatching: true };
  prepared = state;
  const event = new FetchEvent();
  const { report } = eventHooks;
  let thrown: { readonly error: unknown } | null = null;
  eventHooks.report = (error) => {
    thrown ??= { error };
  };
  try {
    dispatchTrusted(globalTarget, event);
  } finally {
    eventHooks.report = report;
    state.dispatching = false;
  }
  const failure = thrown as { readonly error: unknown } | null;
  if (state.responded) {
    if (failure !== null) report(failure.error);
  } else if (failure !== null) failThrown(call, failure.error);
  else failCall(call, "invalid-response", "no fetch listener called event.respondWith(response)", "");
}

export function installFetchEvent(): void {
  exposeInterface(FetchEvent, "FetchEvent", 2);
}
