import { dispatchTrusted, Event, eventHooks, EventTarget } from "./events.guest";
import { exposeInterface, setLengths } from "./interfaces.guest";
import {
  append,
  apply,
  bareArray,
  DOMException,
  isFiniteNumber,
  isObject,
  toNumber,
  trunc,
  TypeError,
  uncurry,
} from "./primordials.guest";

interface SignalState {
  aborted: boolean;
  reason: unknown;
  algorithms: ((() => void) | null)[];
  /** Signals made by `any` of this one. */
  dependents: AbortSignal[];
  /** For a signal made by `any`: what it follows, all of them not made by `any`. */
  sources: AbortSignal[] | null;
  handler: unknown;
  handlerListener: ((event: Event) => void) | null;
}

/** Only whoever holds this can construct a signal. */
const key = {};
let stateOf: (signal: unknown) => SignalState;
let isSignal: (value: unknown) => value is AbortSignal;

/** Runs a function after some milliseconds; given by the timers. */
let after: (ms: number, run: () => void) => void;

export class AbortSignal extends EventTarget {
  #state: SignalState;

  static {
    isSignal = (value): value is AbortSignal => isObject(value) && #state in value;
    stateOf = (signal) => {
      if (!isSignal(signal)) throw new TypeError("Illegal invocation");
      return signal.#state;
    };
  }

  constructor(token?: object) {
    if (token !== key) throw new TypeError("Illegal constructor");
    super();
    this.#state = {
      aborted: false,
      reason: undefined,
      algorithms: bareArray(),
      dependents: bareArray(),
      sources: null,
      handler: null,
      handlerListener: null,
    };
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = createSignal();
    const state = stateOf(signal);
    state.aborted = true;
    state.reason = reason === undefined ? abortError() : reason;
    return signal;
  }

  static timeout(milliseconds: unknown): AbortSignal {
    if (arguments.length === 0) throw new TypeError("AbortSignal.timeout needs milliseconds.");
    const delay = trunc(toNumber(milliseconds));
    if (!isFiniteNumber(delay) || delay < 0 || delay > 9007199254740991) {
      throw new TypeError("AbortSignal.timeout: milliseconds are out of range.");
    }
    const signal = createSignal();
    after(delay, () => {
      abortSignal(signal, new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    });
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    if (arguments.length === 0) throw new TypeError("AbortSignal.any needs signals.");
    if (!isObject(signals)) throw new TypeError("AbortSignal.any needs an iterable of signals.");
    const list = bareArray<AbortSignal>();
    for (const signal of signals) {
      if (!isSignal(signal)) throw new TypeError("AbortSignal.any: not an AbortSignal.");
      append(list, signal);
    }
    return follow(list);
  }

  get aborted(): boolean {
    return stateOf(this).aborted;
  }
  get reason(): unknown {
    return stateOf(this).reason;
  }
  throwIfAborted(): void {
    const { aborted, reason } = stateOf(this);
    if (aborted) throw reason;
  }
  get onabort(): unknown {
    return stateOf(this).handler;
  }
  set onabort(handler: unknown) {
    const state = stateOf(this);
    state.handler = isObject(handler) ? handler : null;
    if (state.handler === null) {
      if (state.handlerListener) removeEventListener(this, "abort", state.handlerListener);
      state.handlerListener = null;
    } else if (state.handlerListener === null) {
      state.handlerListener = (event) => {
        if (typeof state.handler === "function") apply(state.handler, this, [event]);
      };
      addEventListener(this, "abort", state.handlerListener);
    }
  }
}

const addEventListener = uncurry(EventTarget.prototype, "addEventListener");
const removeEventListener = uncurry(EventTarget.prototype, "removeEventListener");

function abortError(): DOMException {
  return new DOMException("This operation was aborted", "AbortError");
}

/** A signal that nothing but `abortSignal` aborts. */
export function createSignal(): AbortSignal {
  return new AbortSignal(key);
}

/** A signal that aborts as soon as one of the given ones does: `AbortSignal.any`. */
export function follow(signals: readonly AbortSignal[]): AbortSignal {
  const result = createSignal();
  const state = stateOf(result);
  for (let i = 0; i < signals.length; i++) {
    const source = stateOf(signals[i]);
    if (!source.aborted) continue;
    state.aborted = true;
    state.reason = source.reason;
    return result;
  }
  const sources = bareArray<AbortSignal>();
  state.sources = sources;
  for (let i = 0; i < signals.length; i++) {
    const signal = signals[i] as AbortSignal;
    const roots = stateOf(signal).sources;
    if (roots === null) followOne(result, sources, signal);
    else for (let j = 0; j < roots.length; j++) followOne(result, sources, roots[j] as AbortSignal);
  }
  return result;
}

function followOne(result: AbortSignal, sources: AbortSignal[], signal: AbortSignal): void {
  for (let i = 0; i < sources.length; i++) if (sources[i] === signal) return;
  append(sources, signal);
  append(stateOf(signal).dependents, result);
}

/** The DOM standard's "signal abort": algorithms, then the event, then the signals that follow this one. */
export function abortSignal(signal: AbortSignal, reason?: unknown): void {
  const state = stateOf(signal);
  if (state.aborted) return;
  state.aborted = true;
  state.reason = reason === undefined ? abortError() : reason;
  const following = bareArray<AbortSignal>();
  const { dependents } = state;
  for (let i = 0; i < dependents.length; i++) {
    const dependent = stateOf(dependents[i]);
    if (dependent.aborted) continue;
    dependent.aborted = true;
    dependent.reason = state.reason;
    append(following, dependents[i] as AbortSignal);
  }
  state.dependents = bareArray();
  runAbortSteps(signal, state);
  for (let i = 0; i < following.length; i++) runAbortSteps(following[i] as AbortSignal, stateOf(following[i]));
}

function runAbortSteps(signal: AbortSignal, state: SignalState): void {
  const { algorithms } = state;
  state.algorithms = bareArray();
  state.sources = state.sources === null ? null : bareArray();
  for (let i = 0; i < algorithms.length; i++) algorithms[i]?.();
  dispatchTrusted(signal, new Event("abort"));
}

/** Whether a value is a signal, whatever its prototype says. */
export function isAbortSignal(value: unknown): value is AbortSignal {
  return isSignal(value);
}

export function isAborted(signal: AbortSignal): boolean {
  return stateOf(signal).aborted;
}

export function abortReason(signal: AbortSignal): unknown {
  return stateOf(signal).reason;
}

/** Runs `algorithm` when the signal aborts, before its event. Does nothing when it already has. Returns what takes it off again. */
export function addAbortAlgorithm(signal: AbortSignal, algorithm: () => void): () => void {
  const state = stateOf(signal);
  if (state.aborted) return () => undefined;
  const { algorithms } = state;
  append(algorithms, algorithm);
  return () => {
    let at = 0;
    for (let i = 0; i < algorithms.length; i++) {
      const each = algorithms[i] as () => void;
      if (each !== algorithm) algorithms[at++] = each;
    }
    algorithms.length = at;
  };
}

class AbortController {
  #signal = createSignal();
  get signal(): AbortSignal {
    if (!(#signal in this)) throw new TypeError("Illegal invocation");
    return this.#signal;
  }
  abort(reason?: unknown): void {
    if (!(#signal in this)) throw new TypeError("Illegal invocation");
    abortSignal(this.#signal, reason);
  }
}

export function installAbort(startTimer: (ms: number, run: () => void) => void): void {
  after = startTimer;
  eventHooks.onAbort = (signal, remove) => {
    if (!isSignal(signal)) return null;
    if (stateOf(signal).aborted) return false;
    addAbortAlgorithm(signal, remove);
    return true;
  };
  exposeInterface(AbortSignal, "AbortSignal", 0, ["abort", "timeout", "any"]);
  exposeInterface(AbortController, "AbortController", 0);
  setLengths(AbortSignal, { abort: 0 });
  setLengths(AbortController.prototype, { abort: 0 });
}
