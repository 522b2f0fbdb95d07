import type { Profiler, Session } from "node:inspector";
import type { Context, Script } from "node:vm";
import type { SampledCall, Sampling } from "../../model";
import { process } from "../../web/own-process";
import { nowUs } from "../thread-clock";
import type { CodePlaces } from "./fault";
import { SAMPLED_CALL, sampledCalls } from "./v8-samples";

/**
 * V8's profiler takes some ten milliseconds to begin, and drops what it saw last when it ends: one profile is of all calls in so long.
 */
const GATHERED_US = 500_000;

/** The thread has no console that a stack could be written for. */
const SILENT = { displayErrors: false } as const;

/** The handler did not come back in time, and was stopped where it was. */
export class CallTimeout extends Error {}

/**
 * Samples the thread while it is in a module's handler, by V8's own profiler: a thread of V8's stops this one at about regular times,
 * wherever it is. The profiler runs on between the calls; what it sees there is left out.
 */
export class CallSampler implements Disposable {
  readonly everyUs: number;
  readonly #places: CodePlaces;
  readonly #session: Session;
  readonly #called: { run: () => unknown };
  readonly #context: Context;
  readonly #script: Script;
  #isRunning = false;
  #sinceUs = 0;
  /** Of the calls since then. */
  #wallUs = 0;
  /** The running call's begin. */
  #startUs = 0;

  constructor(everyUs: number, places: CodePlaces) {
    // Loaded here: a thread that samples nothing starts without them.
    const { Session } = process.getBuiltinModule("node:inspector");
    const { createContext, Script } = process.getBuiltinModule("node:vm");
    this.everyUs = everyUs;
    this.#places = places;
    this.#called = { run: nothing };
    this.#context = createContext(this.#called);
    this.#script = new Script("run()", { filename: SAMPLED_CALL });
    this.#session = new Session();
    this.#session.connect();
    this.#post("Profiler.enable");
    this.#post("Profiler.setSamplingInterval", { interval: everyUs });
  }

  /** The profiler runs from here on. To begin takes time that is not the call's. */
  start(): void {
    if (this.#isRunning) return;
    this.#post("Profiler.start");
    this.#isRunning = true;
    this.#sinceUs = nowUs();
  }

  /** Runs the handler, for `mostUs` at most. @throws {CallTimeout} and whatever the handler throws */
  run(mostUs: number, handler: () => unknown): unknown {
    this.#startUs = nowUs();
    // Timed inside: to keep the limit takes longer than a short handler.
    this.#called.run = () => {
      this.#startUs = nowUs();
      try {
        return handler();
      } finally {
        this.#ran();
      }
    };
    try {
      return this.#script.runInContext(this.#context, { timeout: Math.max(1, Math.ceil(mostUs / 1000)), ...SILENT });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      // What is stopped so comes by no `finally`.
      this.#ran();
      throw new CallTimeout();
    } finally {
      this.#called.run = nothing;
    }
  }

  #ran(): void {
    this.#wallUs += nowUs() - this.#startUs;
  }

  /** What was seen of the calls since the last time; null: it is gathered further. */
  take({ last }: Pick<Sampling, "last">): SampledCall | null {
    if (!this.#isRunning || (!last && nowUs() - this.#sinceUs < GATHERED_US)) return null;
    const { profile } = this.#post("Profiler.stop") as Profiler.StopReturnType;
    this.#isRunning = false;
    const wallUs = this.#wallUs;
    this.#wallUs = 0;
    return sampledCalls(profile, wallUs, this.#places);
  }

  [Symbol.dispose](): void {
    this.#session.disconnect();
  }

  /** A session answers its own thread before `post` returns. */
  #post(method: string, parameters?: object): unknown {
    const answer: { error: Error | null; result: unknown } = { error: null, result: null };
    this.#session.post(method, parameters, (error, result) => {
      answer.error = error;
      answer.result = result;
    });
    if (answer.error !== null) throw answer.error;
    return answer.result;
  }
}

function nothing(): void {
  // No call runs.
}

/** It is an error of the context's, which is none of this one's. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
  );
}
