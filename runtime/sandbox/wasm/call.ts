import { Buffer } from "node:buffer";
import type { Failure, FailureCode, Outcome } from "../../model";
import { FAILURE_CODES } from "../../model";
import type { Handler } from "../../wasm";
import { ConsoleOutput } from "../console-output";
import { DeadlineTimer } from "../deadline-timer";
import type { CallOutput, EngineCall, EngineCallOptions } from "../engine";
import type { ThreadSpan, ToCall } from "../protocol";
import { nowUs } from "../thread-clock";
import { Turn } from "../turn";
import type { CallSampler } from "./call-sampler";
import { CallTimeout } from "./call-sampler";
import type { CodePlaces } from "./fault";
import { GuestError, readFault } from "./fault";
import type { LogRelay } from "./imports";
import type { WasmInstance } from "./instance";
import type { GuestResponse } from "./response-message";
import { callHandler, readHandlerResponse, ResponseTooLarge } from "./handler";
import { requestMessage } from "./request-message";

interface Ending {
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  readonly response: GuestResponse | null;
  readonly sound: boolean;
}

/** What a call runs in. */
export interface CallPlace extends CodePlaces {
  readonly handler: Handler;
  readonly instance: WasmInstance;
  /** What the instance's start function threw; null: nothing. */
  readonly startError: unknown;
  /** Null: the call is not sampled. */
  readonly sampler: CallSampler | null;
}

/**
 * One call of a core module, from its begin to its result. The handler runs without a pause: no message reaches it, and its deadline is
 * kept by the pool, which ends the thread.
 */
export class WasmCall implements EngineCall {
  over = false;
  readonly #options: EngineCallOptions;
  readonly #place: CallPlace;
  readonly #output: CallOutput;
  readonly #logs: LogRelay;
  readonly #console: ConsoleOutput;
  readonly #startUs = nowUs();
  #chunks: Uint8Array[] = [];
  #handledUs = 0;
  #activeCpuUs = 0;
  #deadline: DeadlineTimer | null = null;

  constructor(options: EngineCallOptions, place: CallPlace, logs: LogRelay, output: CallOutput) {
    this.#options = options;
    this.#place = place;
    this.#output = output;
    this.#logs = logs;
    this.#console = new ConsoleOutput(options.limits);
    for (const { level, text, atUs } of options.initLogs) this.#console.add(level, text, atUs);
  }

  get mark(): number {
    return this.#options.mark;
  }

  begin(): void {
    const { input } = this.#options;
    if (input.trigger === "event") throw new Error("an event reaches a core module as a request");
    if (input.body !== "stream") {
      this.#run(input.body ?? EMPTY);
      return;
    }
    this.#deadline = new DeadlineTimer(this.#options.deadlineUs, () => {
      this.#end(LATE);
    });
    this.#output.say({ type: "request-pull" });
  }

  /** The request's body is gathered before the handler sees any of it. */
  reply(message: Exclude<ToCall, { type: "cancel" }>): void {
    switch (message.type) {
      case "request-chunk":
        this.#chunks.push(message.bytes);
        this.#output.say({ type: "request-pull" });
        break;
      case "request-end":
        this.#run(Buffer.concat(this.#chunks));
        break;
      case "request-error":
        this.#end(failed("interrupted", "cancelled", message.message));
        break;
      case "response-credit":
      case "fetch-head":
      case "fetch-chunk":
      case "fetch-end":
      case "fetch-error":
      // Nothing is streamed and nothing fetched.
    }
  }

  cancel(): void {
    this.#end(failed("interrupted", "cancelled"));
  }

  #run(body: Uint8Array): void {
    const { input } = this.#options;
    if (this.over || input.trigger === "event") return;
    const { instance, startError } = this.#place;
    const deadlineUs = this.#options.deadlineUs + this.#beginSampling();
    this.#logs.to(this.#console);
    const turn = new Turn();
    turn.polled();
    let ending: Ending;
    try {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- it is what the guest threw, which may be no Error
      if (startError !== null) throw startError;
      const result = this.#handle(deadlineUs, () => requestMessage(input, body));
      this.#handledUs = nowUs();
      this.#activeCpuUs = turn.activeUs();
      ending = this.#read(result);
    } catch (error) {
      this.#activeCpuUs = turn.activeUs();
      const fault = readFault(error, this.#place, instance.full, "memory-limit");
      if (fault === null && !(error instanceof CallTimeout)) throw error;
      ending = fault === null ? LATE : { ...fault, response: null, sound: false };
    }
    this.#end(nowUs() >= deadlineUs ? LATE : ending);
  }

  /** What it takes is none of the call's time. Microseconds. */
  #beginSampling(): number {
    const startUs = nowUs();
    this.#place.sampler?.start();
    return nowUs() - startUs;
  }

  #handle(deadlineUs: number, request: () => Uint8Array): unknown {
    const { instance, handler, sampler } = this.#place;
    if (sampler === null) return callHandler(instance, handler, request);
    return sampler.run(deadlineUs - nowUs(), () => callHandler(instance, handler, request));
  }

  /** The handler came back: what it gave back may yet be no response. */
  #read(result: unknown): Ending {
    const { instance, handler } = this.#place;
    const { responseBytes } = this.#options.limits;
    try {
      const response = readHandlerResponse(instance, handler, result, responseBytes);
      return { outcome: "ok", failure: null, response, sound: true };
    } catch (error) {
      if (error instanceof ResponseTooLarge) {
        const message = `the response exceeded the limit of ${responseBytes} bytes`;
        return { ...failed("threw", "response-too-large", message), sound: true };
      }
      if (error instanceof GuestError) return { ...failed("threw", "invalid-response", error.message), sound: true };
      throw error;
    }
  }

  /** No call follows one that did not end well. */
  #saySamples(outcome: Outcome): void {
    const { sampling } = this.#options;
    const samples = this.#place.sampler?.take({ last: sampling?.last === true || outcome !== "ok" }) ?? null;
    if (samples !== null) this.#output.say({ type: "samples", samples });
  }

  #end({ outcome, failure, response, sound }: Ending): void {
    if (this.over) return;
    this.over = true;
    this.#deadline?.clear();
    this.#saySamples(outcome);
    const endedUs = nowUs();
    const handledUs = this.#handledUs === 0 ? endedUs : this.#handledUs;
    const { bindSpans, mark, receivedUs } = this.#options;
    const handler: ThreadSpan = {
      name: "handler",
      startUs: this.#startUs,
      endUs: handledUs,
      parent: null,
      attributes: {},
    };
    this.#output.ended({
      mark,
      outcome,
      failure,
      response,
      logs: this.#console.lines,
      droppedLogLines: this.#console.dropped,
      spans: [...bindSpans, handler],
      receivedUs,
      handledUs,
      activeCpuUs: this.#activeCpuUs,
      memoryBytes: this.#place.instance.memoryBytes,
      sound,
    });
  }
}

const EMPTY = new Uint8Array(0);
const LATE = failed("timeout", "deadline");

function failed(outcome: Outcome, code: FailureCode, message: string = FAILURE_CODES[code]): Ending {
  return { outcome, failure: { code, message, stack: null }, response: null, sound: false };
}
