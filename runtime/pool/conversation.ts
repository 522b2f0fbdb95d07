import { FAILURE_CODES } from "../model";
import type { MonotonicUs, ResponseHead } from "../model";
import type { SandboxCall } from "../sandbox/call-packing";
import { NO_SLOT } from "../sandbox/control-words";
import type { Binding, FromSandbox, Image, SandboxResult, ToCall, WireInput } from "../sandbox/protocol";
import type { Answer, Call } from "./call";
import type { Egress, PoolResult } from "./pool-types";
import { compact, RequestPump } from "./request-pump";
import type { Partner, Sandbox } from "./sandbox";
import type { Member } from "./unordered-set";

/** A thread ends its own call at the deadline; this long after it, it is made to. Microseconds. */
export const INTERRUPT_AFTER_US = 20_000;
/** One that still has not answered by then is ended. */
export const TERMINATE_AFTER_US = 35_000;
/** One that is sampled has so much more for the sampling itself: to begin with it, and to say what was seen. */
const SAMPLING_US = 1_000_000;

/** Who hears that a conversation is over. */
export interface ConversationHost {
  /** `sound` is false where the instance can't be trusted any more. */
  answered(conversation: Conversation, answer: Answer, sound: boolean): void;
  /** The thread died under the call. */
  lost(conversation: Conversation, answer: Answer, reason: string): void;
  /** The call waits for something: what was offered behind it need not wait with it. */
  waits(conversation: Conversation): void;
  /** The call is due earlier than before. */
  hurried(call: Call): void;
  nowUs(): MonotonicUs;
}

/** Why the pool stopped a call. */
type Stop = "deadline" | "cancelled" | "process-ended";

const STOPS = {
  deadline: { outcome: "timeout", message: FAILURE_CODES.deadline },
  cancelled: { outcome: "interrupted", message: "the caller cancelled the call" },
  "process-ended": { outcome: "interrupted", message: "the pool was closed while the call ran" },
} as const;

/** A call as its thread gets it. */
export function sandboxCall(call: Call, slot: number): SandboxCall {
  const { input, limits, sampling } = call.job;
  const sampled = sampling === undefined ? null : { everyUs: sampling.everyUs, last: sampling.last };
  return { mark: call.mark, slot, input: ownBytes(input), deadlineUs: call.deadlineUs, limits, sampling: sampled };
}

/** One call's talk with its sandbox, up to its result: its response, its request body, its fetches. */
export class Conversation implements Partner, Member {
  readonly call: Call;
  readonly sandbox: Sandbox;
  readonly binding: Binding;
  memberIndex = -1;
  readonly #host: ConversationHost;
  #stop: Stop | null = null;
  #over = false;
  #egress: Egress | null = null;
  #pump: RequestPump | null = null;
  #head: ResponseHead | null = null;
  #chunks: Uint8Array[] = [];
  #bodyBytes = 0;
  #endedUs: MonotonicUs | null = null;

  constructor(call: Call, sandbox: Sandbox, binding: Binding, host: ConversationHost) {
    this.call = call;
    this.sandbox = sandbox;
    this.binding = binding;
    this.#host = host;
  }

  /** Posts the call; `bind`: the instance is blank. */
  begin(bind: boolean): void {
    this.call.takeMark();
    this.#start();
    this.sandbox.call(sandboxCall(this.call, NO_SLOT), bind ? this.binding : null);
  }

  /** Null: the function started without one. */
  get #image(): Image | null {
    return "engine" in this.binding ? this.binding : null;
  }

  /** The thread goes on with the call, which was offered to it. */
  goOn(): void {
    this.#start();
    if (this.call.cancelled) this.cancel();
  }

  #start(): void {
    const { call } = this;
    this.sandbox.start(this);
    call.postedUs = this.sandbox.busySinceUs;
    call.dueUs = this.#deadlineUs + INTERRUPT_AFTER_US;
  }

  get #deadlineUs(): MonotonicUs {
    return this.call.deadlineUs + (this.call.job.sampling === undefined ? 0 : SAMPLING_US);
  }

  message(message: FromSandbox): void {
    switch (message.type) {
      case "waits":
        this.#host.waits(this);
        break;
      case "head":
        this.#takeHead(message.head);
        break;
      case "chunk":
        this.#takeChunk(message.bytes);
        break;
      case "response-end":
        this.#takeEnd();
        break;
      case "request-pull":
        this.#pull();
        break;
      case "fetch":
      case "fetch-pull":
      case "fetch-abort":
        this.#egress ??= this.call.job.egress((answer) => {
          this.#post(answer);
        });
        this.#egress.handle(message);
        break;
      case "samples":
        this.call.job.sampling?.taken(message.samples);
        break;
      case "ready":
      case "base":
      case "image":
      case "image-failed":
      case "bound":
      case "collections":
      case "results":
        void this.sandbox.end(`the thread sent ${message.type} during a call`);
    }
  }

  ended(reason: string): void {
    this.#close();
    const stopped = this.#stopped();
    const failure = {
      code: "sandbox-died",
      message: `the sandbox died under the call: ${reason}`,
      stack: null,
    } as const;
    const answer = stopped ?? { outcome: "crashed", failure };
    this.#host.lost(this, { ...answer, ...this.#response(null), image: this.#image }, reason);
  }

  /** The caller does not want the call any more. */
  cancel(): void {
    if (this.#stop !== null || this.#over) return;
    this.#stop = "cancelled";
    this.sandbox.interrupt(this.call.mark);
    this.#post({ type: "cancel" });
    this.call.dueUs = Math.min(this.call.dueUs, this.#host.nowUs() + TERMINATE_AFTER_US - INTERRUPT_AFTER_US);
    this.#host.hurried(this.call);
  }

  /** The call's own time is up: first its thread is told, then ended. */
  due(nowUs: MonotonicUs): void {
    if (this.#stop === null && nowUs < this.#deadlineUs + TERMINATE_AFTER_US) {
      this.#stop = "deadline";
      this.sandbox.interrupt(this.call.mark);
      this.call.dueUs = this.#deadlineUs + TERMINATE_AFTER_US;
      return;
    }
    this.#stop ??= "deadline";
    void this.sandbox.end("it did not stop when it was told to");
  }

  /** The pool is being closed. */
  abandon(): void {
    this.#stop ??= "process-ended";
  }

  result(result: SandboxResult): void {
    if (result.mark !== this.call.mark) {
      void this.sandbox.end("the thread sent the result of another call");
      return;
    }
    this.#close();
    const own = { outcome: result.outcome, failure: result.failure };
    // Whatever a stopped call says of its end, it was the stop that ended it; unless it made it in time.
    const end = result.outcome === "ok" ? own : (this.#stopped() ?? own);
    const answer = {
      ...end,
      ...this.#response(result.response),
      thread: result,
      image: this.#image,
      endedUs: this.#endedUs,
    };
    this.sandbox.finish(result.memoryBytes ?? undefined);
    this.#host.answered(this, answer, result.sound);
  }

  #stopped(): Pick<Answer, "outcome" | "failure"> | null {
    if (this.#stop === null) return null;
    const { outcome, message } = STOPS[this.#stop];
    return { outcome, failure: { code: this.#stop, message, stack: null } };
  }

  #response(whole: PoolResult["response"]): Pick<PoolResult, "response" | "streamed"> {
    if (this.#head === null) return { response: whole, streamed: null };
    if (this.call.job.sink !== null)
      return { response: null, streamed: { head: this.#head, bodyBytes: this.#bodyBytes } };
    return { response: { head: this.#head, body: concatenate(this.#chunks, this.#bodyBytes) }, streamed: null };
  }

  #takeHead(head: ResponseHead): void {
    this.#head = head;
    try {
      this.call.job.sink?.head(head);
    } catch {
      this.cancel();
    }
  }

  #takeChunk(bytes: Uint8Array): void {
    this.#bodyBytes += bytes.byteLength;
    const { sink } = this.call.job;
    if (sink === null) {
      this.#chunks.push(bytes);
      this.#credit(bytes.byteLength);
      return;
    }
    try {
      const taken = sink.chunk(bytes);
      if (taken === undefined) this.#credit(bytes.byteLength);
      else void this.#creditWhenTaken(taken, bytes.byteLength);
    } catch {
      this.cancel();
    }
  }

  /** The call may go on in `waitUntil`; its caller need not wait for that. */
  #takeEnd(): void {
    this.#endedUs = this.#host.nowUs();
    try {
      this.call.job.sink?.end();
    } catch {
      this.cancel();
    }
  }

  /** A sink that fails has nobody behind it any more. */
  async #creditWhenTaken(taken: Promise<void>, bytes: number): Promise<void> {
    try {
      await taken;
      this.#credit(bytes);
    } catch {
      this.cancel();
    }
  }

  #credit(bytes: number): void {
    this.#post({ type: "response-credit", bytes });
  }

  #pull(): void {
    const { requestBody } = this.call.job;
    if (requestBody === null) {
      this.#post({ type: "request-end" });
      return;
    }
    this.#pump ??= new RequestPump(requestBody, (message) => {
      this.#post(message);
    });
    this.#pump.pull();
  }

  /** What comes late must not reach the sandbox's next call. */
  #post(message: ToCall): void {
    if (!this.#over) this.sandbox.post({ type: "tell", mark: this.call.mark, message });
  }

  #close(): void {
    this.#over = true;
    this.#pump?.close();
    this.#egress?.close();
  }
}

function ownBytes(input: WireInput): WireInput {
  if (input.trigger !== "http" || !(input.body instanceof Uint8Array)) return input;
  const body = compact(input.body);
  return body === input.body ? input : { ...input, body };
}

function concatenate(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
