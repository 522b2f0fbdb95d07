import type { EventInit } from "./events.guest";
import { dictionary, dispatchTrusted, Event, eventHooks, globalTarget, hasListener } from "./events.guest";
import { defineGlobals, exposeInterface } from "./interfaces.guest";
import type { BareMap } from "./primordials.guest";
import { append, bareArray, bareMap, toText, TypeError } from "./primordials.guest";

interface ErrorEventInit extends EventInit {
  readonly message?: string;
  readonly filename?: string;
  readonly lineno?: number;
  readonly colno?: number;
  readonly error?: unknown;
}

class ErrorEvent extends Event {
  #message: string;
  #filename: string;
  #lineno: number;
  #colno: number;
  #error: unknown;
  constructor(type: string, init: ErrorEventInit | null = null) {
    if (arguments.length === 0) throw new TypeError("ErrorEvent needs a type.");
    super(type, init);
    const options = dictionary<ErrorEventInit>(init);
    this.#message = toText(options?.message ?? "");
    this.#filename = toText(options?.filename ?? "");
    this.#lineno = (options?.lineno ?? 0) >>> 0;
    this.#colno = (options?.colno ?? 0) >>> 0;
    this.#error = options?.error;
  }
  get message(): string {
    return this.#message;
  }
  get filename(): string {
    return this.#filename;
  }
  get lineno(): number {
    return this.#lineno;
  }
  get colno(): number {
    return this.#colno;
  }
  get error(): unknown {
    return this.#error;
  }
}

interface PromiseRejectionEventInit extends EventInit {
  readonly promise: unknown;
  readonly reason?: unknown;
}

class PromiseRejectionEvent extends Event {
  #promise: unknown;
  #reason: unknown;
  constructor(type: string, init: PromiseRejectionEventInit) {
    if (arguments.length < 2) throw new TypeError("PromiseRejectionEvent needs a type and a promise.");
    super(type, init);
    if (!("promise" in init)) throw new TypeError("PromiseRejectionEvent needs a promise.");
    this.#promise = init.promise;
    this.#reason = init.reason;
  }
  get promise(): unknown {
    return this.#promise;
  }
  get reason(): unknown {
    return this.#reason;
  }
}

/** Prints what went wrong where nobody was there to catch it. */
export interface Complainer {
  complain(prefix: string, error: unknown): void;
}

export interface Rejections {
  /** The engine's news about a promise. */
  track(promise: unknown, reason: unknown, handled: boolean): void;
  /** Reports what is still unhandled, once the engine's jobs are done. */
  flush(): void;
}

interface Rejection {
  readonly promise: unknown;
  readonly reason: unknown;
}

/**
 * Keeps the promises that were rejected while nothing handled them. Most get a handler before the jobs are done: only the
 * others are reported. `ask` is called when there is something to flush.
 */
function createRejections(output: Complainer, ask: () => void): Rejections {
  let pending: Rejection[] = bareArray();
  const waiting: BareMap<unknown, boolean> = bareMap();
  return {
    track(promise, reason, handled) {
      if (handled) {
        waiting.delete(promise);
        return;
      }
      waiting.set(promise, true);
      append(pending, { promise, reason });
      ask();
    },
    flush() {
      if (pending.length === 0) return;
      const list = pending;
      pending = bareArray();
      for (let i = 0; i < list.length; i++) {
        const { promise, reason } = list[i] as Rejection;
        if (!waiting.delete(promise)) continue;
        const silent =
          hasListener(globalTarget, "unhandledrejection") &&
          !dispatchTrusted(
            globalTarget,
            new PromiseRejectionEvent("unhandledrejection", { cancelable: true, promise, reason }),
          );
        if (!silent) output.complain("Uncaught (in promise)", reason);
      }
    },
  };
}

function messageOf(error: unknown): string {
  try {
    return `Uncaught ${error as string}`;
  } catch {
    return "Uncaught exception";
  }
}

/** Installs `ErrorEvent`, `PromiseRejectionEvent` and `reportError`, and the reporting that listeners and timers use. */
export function installErrorEvents(output: Complainer, ask: () => void): Rejections {
  let reporting = false;
  function report(error: unknown): void {
    let canceled = false;
    if (!reporting && hasListener(globalTarget, "error")) {
      reporting = true;
      try {
        const init = { cancelable: true, message: messageOf(error), error };
        canceled = !dispatchTrusted(globalTarget, new ErrorEvent("error", init));
      } finally {
        reporting = false;
      }
    }
    if (!canceled) output.complain("Uncaught", error);
  }
  eventHooks.report = report;
  exposeInterface(ErrorEvent, "ErrorEvent", 1);
  exposeInterface(PromiseRejectionEvent, "PromiseRejectionEvent", 2);
  const holder = {
    reportError(error: unknown): void {
      if (arguments.length === 0) throw new TypeError("reportError needs a value.");
      report(error);
    },
  };
  defineGlobals(holder);
  return createRejections(output, ask);
}
