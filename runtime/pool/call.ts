import type { Failure, MonotonicUs, Outcome, Start } from "../model";
import type { Image } from "../sandbox/protocol";
import type { Conversation } from "./conversation";
import type { PoolJob, PoolResult } from "./pool-types";
import type { Sandbox } from "./sandbox";
import type { Detour } from "./spans";
import { layOutSpans } from "./spans";
import type { Watched } from "./watchdog";

/**
 * Where a call is: in the queue, waiting for its image, waiting for a sandbox that is being made ready for it alone, running, or
 * answered.
 */
export type CallPhase = "queued" | "image" | "preparing" | "running" | "settled";

/** What a call tells the pool. */
export interface CallHost {
  /** The time of its current phase is up. */
  callDue(call: Call, nowUs: MonotonicUs): void;
  /** Its signal was aborted. */
  callAborted(call: Call): void;
}

/** What an answer is made of, besides what the call itself knows. */
export type Answer = Pick<PoolResult, "outcome" | "failure"> & {
  /** When the response was complete, where that was before the call was over. */
  readonly endedUs?: MonotonicUs | null;
} & Partial<Pick<PoolResult, "response" | "streamed" | "thread" | "image" | "failedInit">>;

/** Marks are positive 32-bit numbers. Two billion of them later one may be used again. */
const MAX_MARK = 2 ** 31 - 1;
let lastMark = 0;

/** One call from accept to answer. */
export class Call implements Watched {
  readonly job: PoolJob;
  /** Order of arrival. */
  readonly sequence: number;
  memberIndex = -1;
  /** Names it to the thread that it was handed or offered to last. */
  mark = 0;
  acceptUs: MonotonicUs;
  deadlineUs: MonotonicUs;
  phase: CallPhase = "queued";
  dueUs: MonotonicUs = Number.POSITIVE_INFINITY;
  /** When it last began to wait for a sandbox. */
  queuedUs: MonotonicUs;
  start: Start | null = null;
  sandboxId: number | null = null;
  /** When its `invoke` was posted. */
  postedUs: MonotonicUs | null = null;
  /** Whether it waited for a thread to start. */
  sawSpawn = false;
  /** It was let into the queue. */
  admitted = false;
  /** While it runs. */
  conversation: Conversation | null = null;
  /** Where it is offered while it waits. */
  offeredTo: Sandbox | null = null;
  /** It waited long enough behind another: it gets a sandbox of its own if there is one. */
  impatient = false;
  /** Its caller cancelled it when its thread had just begun it, which was not known yet. */
  cancelled = false;
  /** Sandboxes that died while they were made ready for it. */
  losses = 0;
  #detours: Detour[] = [];
  readonly #host: CallHost;
  readonly #resolve: (result: PoolResult) => void;
  /** A function: Node wraps a listener that is an object in ways that keep it from being collected young (measured). */
  readonly #abort = (): void => {
    this.#host.callAborted(this);
  };

  constructor(
    job: PoolJob,
    sequence: number,
    nowUs: MonotonicUs,
    host: CallHost,
    resolve: (result: PoolResult) => void,
  ) {
    this.job = job;
    this.sequence = sequence;
    this.acceptUs = job.acceptUs;
    this.deadlineUs = job.deadlineUs;
    this.queuedUs = nowUs;
    this.#host = host;
    this.#resolve = resolve;
    job.signal?.addEventListener("abort", this.#abort);
  }

  get settled(): boolean {
    return this.phase === "settled";
  }

  due(nowUs: MonotonicUs): void {
    this.#host.callDue(this, nowUs);
  }

  /** It is handed or offered to a thread, anew each time: what was taken back must not be mistaken for it. */
  takeMark(): number {
    lastMark = (lastMark % MAX_MARK) + 1;
    this.mark = lastMark;
    return lastMark;
  }

  /** Notes a wait for something other than its turn. */
  addDetour(detour: Detour): void {
    if (detour.endUs > this.acceptUs) this.#detours.push(detour);
  }

  /** It waited for this sandbox's thread, and for the engine where that had yet to be compiled. */
  noteSpawn({ spawnedUs, readyUs, startAttributes }: Sandbox, compile: Detour | null): void {
    this.sawSpawn = true;
    this.addDetour({ name: "spawn", startUs: spawnedUs, endUs: readyUs, attributes: startAttributes });
    if (compile !== null) this.addDetour(compile);
  }

  /** What a forced start asks for is ready: the call's time begins here. */
  prepared(): void {
    const times = this.job.onPrepared?.();
    if (times === undefined) return;
    this.acceptUs = times.acceptUs;
    this.deadlineUs = times.deadlineUs;
    this.#detours = this.#detours.filter((detour) => detour.endUs > times.acceptUs);
  }

  /** Answers the call, once. */
  settle(answer: Answer, nowUs: MonotonicUs): void {
    if (this.settled) return;
    this.phase = "settled";
    this.job.signal?.removeEventListener("abort", this.#abort);
    const {
      outcome,
      failure,
      response = null,
      streamed = null,
      thread = null,
      image = null,
      failedInit = null,
    } = answer;
    const takenUs = thread?.receivedUs ?? this.postedUs ?? nowUs;
    this.#resolve({
      outcome,
      failure,
      // What got no sandbox in time for its handler was refused, even where its top level had run.
      start: outcome === "rejected" ? null : this.start,
      sandboxId: this.sandboxId,
      response,
      streamed,
      spans: layOutSpans(this.acceptUs, takenUs, this.#detours),
      thread,
      answeredUs: answer.endedUs ?? nowUs,
      image,
      failedInit,
    });
  }

  /** Answers that the call failed, in the pool's own words. */
  fail(outcome: Outcome, code: Failure["code"], message: string, nowUs: MonotonicUs, image: Image | null = null): void {
    this.settle({ outcome, failure: { code, message, stack: null }, image }, nowUs);
  }
}
