import type { FailureCode } from "../../model";
import { FAILURE_CODES } from "../../model";
import { joinHeaders, splitHeaders } from "../call-packing";
import type { CallOutput, EngineCall, EngineCallOptions } from "../engine";
import type { FromSandbox, ThreadSpan, ToCall } from "../protocol";
import { ResponseOutput } from "../response-output";
import type { Ending, RunOptions } from "./running";
import { FINE, Run } from "./running";
import { isSerializedUrl } from "./serialized-url";
import { nowUs } from "../thread-clock";

/** Characters of a response's head, its names, values and status text. More no client takes; Cloudflare's limit is the same. */
const HEAD_CHARACTERS = 128 * 1024;

type Reply = Exclude<ToCall, { type: "cancel" }>;

/** What makes one call differ from another. */
export type CallParts = Pick<EngineCallOptions, "input" | "receivedUs" | "bindSpans">;

/** One call in the thread: from its begin to its result. */
export class CallRun extends Run implements EngineCall {
  readonly #to: CallOutput;
  readonly #output: ResponseOutput;
  readonly #call: CallParts;
  #handledUs = 0;
  #settled = false;
  #awaitsRequest = false;
  readonly #fetches = new Set<number>();

  constructor(options: RunOptions, call: CallParts, to: CallOutput) {
    super(options);
    this.#call = call;
    this.#to = to;
    this.#output = new ResponseOutput((message) => {
      to.say(message);
    }, options.limits.responseBytes);
  }

  begin(): void {
    const { input } = this.#call;
    const deadlineMs = (this.options.deadlineUs - this.startUs) / 1000;
    this.turn((instance) => {
      if (input.trigger === "event") {
        instance.enter("event", input.event, deadlineMs);
        return;
      }
      const { method, url, headers, body } = input;
      instance.enter("request", method, url, headers, body ?? undefined, deadlineMs, isSerializedUrl(url));
    });
  }

  /** What the pool sends into a running call. */
  reply(message: Reply): void {
    this.turn((instance) => {
      switch (message.type) {
        case "request-chunk":
          this.#awaitsRequest = false;
          instance.enter("requestChunk", message.bytes);
          break;
        case "request-end":
          this.#awaitsRequest = false;
          instance.enter("requestEnd");
          break;
        case "request-error":
          this.#awaitsRequest = false;
          instance.enter("requestError", message.message);
          break;
        case "response-credit":
          if (this.#output.credit(message.bytes)) instance.enter("responseCredit");
          break;
        case "fetch-head": {
          const { status, statusText, headers } = message.head;
          instance.enter(
            "fetchHead",
            message.fetchId,
            message.url,
            message.redirected,
            status,
            statusText,
            joinHeaders(headers),
          );
          break;
        }
        case "fetch-chunk":
          instance.enter("fetchChunk", message.fetchId, message.bytes);
          break;
        case "fetch-end":
          this.#fetches.delete(message.fetchId);
          instance.enter("fetchEnd", message.fetchId);
          break;
        case "fetch-error":
          this.#fetches.delete(message.fetchId);
          instance.enter("fetchError", message.fetchId, message.message);
          break;
      }
    });
  }

  respond(status: number, statusText: string, headers: string, body: Uint8Array): void {
    if (!this.head(status, statusText, headers)) return;
    this.chunk(body);
    this.#output.end();
  }

  /** False when the head is refused, and with it the response. */
  head(status: number, statusText: string, headers: string): boolean {
    this.#handledUs = nowUs();
    if (statusText.length + headers.length > HEAD_CHARACTERS) {
      const message = `the response's status text and headers exceeded the limit of ${HEAD_CHARACTERS} characters`;
      this.fail("threw", "response-too-large", message);
      return false;
    }
    this.#output.head({ status, statusText, headers: splitHeaders(headers) });
    return true;
  }

  chunk(bytes: Uint8Array): boolean {
    const more = this.#output.chunk(bytes);
    if (this.#output.tooLarge) this.#refuseSize();
    return more;
  }

  endResponse(): void {
    this.#output.end();
  }

  settled(): void {
    this.#settled = true;
    this.end(FINE);
  }

  /** The guest says that the call failed by its own doing. */
  failed(code: FailureCode, message: string, stack: string): void {
    if (this.#handledUs === 0) this.#handledUs = nowUs();
    if (this.ranOutOfMemory(message)) {
      this.fail("out-of-memory", this.options.codes.memory, FAILURE_CODES[this.options.codes.memory], stack);
    } else this.fail("threw", code, message, stack, true);
  }

  requestPull(): void {
    this.#awaitsRequest = true;
    this.#to.say({ type: "request-pull" });
  }

  fetch(message: Extract<FromSandbox, { type: "fetch" }>): void {
    this.#fetches.add(message.fetchId);
    this.#to.say(message);
  }

  fetchPull(fetchId: number): void {
    if (this.#fetches.has(fetchId)) this.#to.say({ type: "fetch-pull", fetchId });
  }

  fetchAbort(fetchId: number): void {
    if (this.#fetches.delete(fetchId)) this.#to.say({ type: "fetch-abort", fetchId });
  }

  protected override afterTurn(): void {
    this.#output.flush();
    const waits = this.awaitsTimer || this.#awaitsRequest || this.#fetches.size > 0 || this.#output.awaitsCredit;
    if (!waits) this.#endStuck();
  }

  protected override finish(ending: Ending): void {
    const endedUs = nowUs();
    const handledUs = this.#handledUs === 0 ? endedUs : this.#handledUs;
    const response = this.#output.begun && this.#output.ended ? this.#output.take() : null;
    if (response === null) this.#output.flush();
    const handler: ThreadSpan = {
      name: "handler",
      startUs: this.startUs,
      endUs: handledUs,
      parent: null,
      attributes: this.droppedSpans === 0 ? {} : { "coldframe.dropped_spans": this.droppedSpans },
    };
    const { bindSpans, receivedUs } = this.#call;
    const parent = bindSpans.length;
    this.#to.ended({
      mark: this.options.mark,
      outcome: ending.outcome,
      failure: ending.failure,
      response,
      logs: this.console.lines,
      droppedLogLines: this.console.dropped,
      spans: [
        ...bindSpans,
        handler,
        ...this.spans.map((span) => ({ ...span, parent: span.startUs < handledUs ? parent : null })),
      ],
      receivedUs,
      handledUs,
      activeCpuUs: this.activeCpuUs,
      memoryBytes: this.options.instance.memoryBytes,
      sound: ending.sound,
    });
  }

  #refuseSize(): void {
    const limit = this.options.limits.responseBytes;
    this.fail("threw", "response-too-large", `the response body exceeded the limit of ${limit} bytes`);
  }

  /** Nothing is pending that could ever move the call on. */
  #endStuck(): void {
    if (this.#settled) return;
    if (!this.#output.begun) {
      this.fail(
        "threw",
        "invalid-response",
        "the handler never answers: its promise is pending and nothing is left that could settle it",
        null,
        true,
      );
    } else if (!this.#output.ended) {
      this.fail(
        "threw",
        "body-threw",
        "the response body never ends: nothing is left that could write to it",
        null,
        true,
      );
    } else {
      this.console.add(
        "warn",
        "a promise given to waitUntil never settles: nothing is left that could settle it",
        nowUs(),
      );
      this.end(FINE);
    }
  }
}
