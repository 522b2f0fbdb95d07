import { FAILURE_CODES } from "../model";
import type { Clock, FailureCode, MonotonicUs, Start } from "../model";
import type { Binding, Image } from "../sandbox/protocol";
import type { Answer, CallHost } from "./call";
import { Call } from "./call";
import type { ConversationHost } from "./conversation";
import { Conversation, INTERRUPT_AFTER_US } from "./conversation";
import type { Fleet } from "./fleet";
import type { Imagery } from "./imagery";
import type { PoolJob, PoolResult } from "./pool-types";
import type { PreparingHost } from "./preparing";
import { Preparing, startOf } from "./preparing";
import type { Sandbox } from "./sandbox";
import type { Choice, Need } from "./scheduler/choose";
import { choose } from "./scheduler/choose";
import { isQueueFull, waitsForComing } from "./scheduler/wait";
import { Sequence } from "./sequence";
import { UnorderedSet } from "./unordered-set";
import type { WaitingHost } from "./waiting";
import { Waiting } from "./waiting";
import type { Watchdog } from "./watchdog";

const BYTES_PER_MB = 1024 * 1024;
export interface DispatcherHost extends WaitingHost {
  /** A sandbox was taken. */
  acquired(): void;
  /** The last running call ended. */
  quiet(): void;
}

/**
 * What became of a call that looked for a sandbox: it needs nothing more, it needs a new thread, it gets one that will be ready
 * soon, or it has to wait until another call ends.
 */
type Fate = "served" | "spawn" | "soon" | "wait";

/** Brings calls and sandboxes together. Everything here happens in one turn of the event loop, so no two calls get one sandbox. */
export class Dispatcher implements CallHost, ConversationHost, PreparingHost {
  readonly running = new UnorderedSet<Conversation>();
  readonly #clock: Clock;
  readonly #watchdog: Watchdog;
  readonly #host: DispatcherHost;
  readonly #fleet: Fleet;
  readonly #imagery: Imagery;
  readonly #waiting: Waiting;
  readonly #preparing: Preparing;
  readonly #sequence = new Sequence();
  #arrivals = 0;
  #closed = false;

  constructor(clock: Clock, watchdog: Watchdog, fleet: Fleet, imagery: Imagery, host: DispatcherHost) {
    this.#clock = clock;
    this.#watchdog = watchdog;
    this.#fleet = fleet;
    this.#imagery = imagery;
    this.#host = host;
    this.#waiting = new Waiting(clock, watchdog, fleet, host);
    this.#preparing = new Preparing(fleet, this);
  }

  /** Calls that wait, without those whose image is being made for them. */
  get queued(): number {
    return this.#waiting.size + this.#imagery.followers;
  }

  /** Whether calls wait in the queue: for a sandbox, not behind another call. */
  get wanted(): boolean {
    return this.#waiting.queue.size > 0;
  }

  nowUs(): MonotonicUs {
    return this.#clock.nowUs();
  }

  invoke(job: PoolJob, resolve: (result: PoolResult) => void): void {
    const nowUs = this.nowUs();
    this.#sequence.arrived(this.running.size === 0 && this.queued === 0);
    const call = new Call(job, (this.#arrivals += 1), nowUs, this, resolve);
    if (this.#closed) call.fail("rejected", "pool-closed", "the pool is closed", nowUs);
    else if (job.signal?.aborted === true) this.#reject(call);
    else if (this.#serve(call, 0, this.wanted) !== "served") this.#admit(call);
  }

  /** Gives waiting calls what is free now, in order, and starts threads for those who need one. */
  pump(): void {
    if (this.#closed) return;
    if (this.#fleet.anyIdle) this.#waiting.open();
    this.#waiting.relieve();
    if (!this.wanted) return;
    let demand = 0;
    let isBehind = false;
    for (const call of this.#waiting.queue) {
      const fate = this.#serve(call, demand, isBehind);
      if (fate === "served") continue;
      isBehind = true;
      if (fate !== "wait") demand += 1;
      if (fate === "spawn" && demand > this.#fleet.supply) void this.#fleet.spawn(call.job.memoryMb);
      if (this.#fleet.room <= 0 && !this.#fleet.anyIdle) break;
    }
    this.#host.queueChanged();
  }

  /** Calls that wait again, at the place that their arrival gives them. */
  readmit(calls: Iterable<Call>): void {
    this.#waiting.readmit(calls);
  }

  /** No thread could be started for the calls that wait: the first of them is told. */
  startFailed(reason: string): void {
    const call = this.#waiting.queue.head;
    if (call === null) return;
    this.#leave(call);
    call.fail("crashed", "sandbox-died", `no sandbox could be started: ${reason}`, this.nowUs());
    this.pump();
  }

  callAborted(call: Call): void {
    if (call.conversation !== null) call.conversation.cancel();
    else if (this.#waiting.isBegun(call)) call.cancelled = true;
    else this.#reject(call);
  }

  callDue(call: Call, nowUs: MonotonicUs): void {
    if (call.conversation !== null) {
      call.conversation.due(nowUs);
      return;
    }
    if (call.offeredTo !== null && nowUs < this.#waiting.dueUs(call)) {
      if (this.#waiting.lostPatience(call, call.offeredTo, nowUs)) this.pump();
      return;
    }
    if (this.#waiting.isBegun(call)) {
      call.dueUs = call.deadlineUs + INTERRUPT_AFTER_US;
      return;
    }
    const { phase } = call;
    this.#leave(call);
    if (phase === "image") call.fail("timeout", "init-timeout", FAILURE_CODES["init-timeout"], nowUs);
    else if (this.#waiting.isLate(call, nowUs)) {
      const message = `the call's deadline passed ${whileWaiting(call)}: raise the timeout`;
      call.fail("timeout", "deadline", message, nowUs, this.#imageOf(call));
    } else call.fail("rejected", "queue-deadline", "no sandbox became free before the queue's deadline", nowUs);
  }

  hurried(call: Call): void {
    this.#watchdog.watch(call);
  }

  answered(conversation: Conversation, answer: Answer, sound: boolean): void {
    const { sandbox, binding } = conversation;
    this.#end(conversation, answer);
    const next = sound ? this.#waiting.next(sandbox) : null;
    if (next !== null) {
      this.#adopt(next, sandbox, binding, "warm").goOn();
      if (this.wanted) this.pump();
      return;
    }
    const again = this.#waiting.takeBackAll(sandbox);
    if (!sound || sandbox.uses >= this.#host.options.maxUses)
      void this.#fleet.restore(sandbox, sandbox.memoryMb, sandbox.bound);
    else this.#fleet.free(sandbox);
    if (again) this.pump();
    if (this.running.size === 0) this.#host.quiet();
  }

  lost(conversation: Conversation, answer: Answer, reason: string): void {
    const { sandbox, binding } = conversation;
    this.#end(conversation, answer);
    this.#waiting.takeBackAll(sandbox);
    // What is left had begun.
    const begun = this.#waiting.next(sandbox);
    if (begun !== null) {
      const other = this.#adopt(begun, sandbox, binding, "warm");
      if (this.#closed) other.abandon();
      other.ended(reason);
      return;
    }
    this.pump();
    if (this.running.size === 0) this.#host.quiet();
  }

  waits({ sandbox }: Conversation): void {
    this.#waiting.takeBackAll(sandbox);
    this.pump();
  }

  /** Answers all that wait. Those that run end with their sandboxes. */
  close(): void {
    this.#closed = true;
    for (const call of [...this.#waiting.calls, ...this.#preparing.calls, ...this.#imagery.calls]) {
      if (this.#waiting.isBegun(call)) continue;
      this.#leave(call);
      if (call.start === null)
        call.fail("rejected", "pool-closed", "the pool was closed before the call could start", this.nowUs());
      else this.#interrupt(call, "process-ended", "the pool was closed");
    }
    for (const conversation of this.running) conversation.abandon();
  }

  // What `Preparing` asks for.

  keep(call: Call): void {
    if (!call.admitted) this.#waiting.await(call);
    call.admitted = true;
  }

  untilDeadline(call: Call): void {
    call.dueUs = call.deadlineUs;
    this.#watchdog.watch(call);
  }

  ready(call: Call, sandbox: Sandbox, binding: Binding, start: Start): void {
    if (this.#closed) this.#fleet.free(sandbox);
    else this.#converse(call, sandbox, binding, start);
  }

  again(call: Call): void {
    this.readmit([call]);
    this.pump();
  }

  gaveUp(call: Call, reason: string): void {
    this.#leave(call);
    call.fail("crashed", "sandbox-died", `no sandbox could be made ready: ${reason}`, this.nowUs());
  }

  #end(conversation: Conversation, answer: Answer): void {
    const { call } = conversation;
    this.running.delete(conversation);
    this.#watchdog.leave(call);
    call.settle(answer, this.nowUs());
  }

  #admit(call: Call): void {
    if (this.#full()) {
      call.fail("rejected", "queue-full", "every sandbox is busy and the queue is full", this.nowUs());
      return;
    }
    this.#waiting.admit(call);
    this.pump();
  }

  #full(): boolean {
    return isQueueFull(this.queued, this.#fleet.supply, this.#fleet.room, this.#host.options);
  }

  #reject(call: Call): void {
    this.#leave(call);
    if (call.start === null)
      call.fail("rejected", "cancelled", "the caller cancelled the call before it started", this.nowUs());
    else this.#interrupt(call, "cancelled", "the caller cancelled the call");
  }

  /** Its handler was not called, but its top level ran: that it never started would not be true. */
  #interrupt(call: Call, code: FailureCode, what: string): void {
    call.fail("interrupted", code, `${what} ${whileWaiting(call)}`, this.nowUs(), this.#imageOf(call));
  }

  /** The image that was made while the call waited. */
  #imageOf({ start, job }: Call): Image | null {
    return start === null ? null : this.#imagery.get(job.source.key);
  }

  #leave(call: Call): void {
    this.#watchdog.leave(call);
    this.#preparing.leave(call);
    if (call.phase === "image") this.#imagery.leave(call);
    this.#waiting.leave(call);
  }

  /**
   * `demand`: how many calls before this one wait for sandboxes that will be ready soon. `isBehind`: a call before this one waits for
   * whichever sandbox is free next, so that this one must not be offered to any.
   */
  #serve(call: Call, demand: number, isBehind: boolean): Fate {
    const { source, memoryMb, start } = call.job;
    const binding = this.#bindingOf(call.job);
    if (binding === null && this.#imagery.isMaking(source.key)) return this.#follow(call);
    if (binding !== null && "engine" in binding && binding.memoryBytes > memoryMb * BYTES_PER_MB) {
      this.#leave(call);
      const message = `the function's image does not fit into its memory limit of ${memoryMb} MB`;
      call.fail("out-of-memory", "memory-limit", message, this.nowUs(), binding);
      return "served";
    }
    // A forced start is measured: no other thread may be starting beside it.
    if (start !== "auto" && this.#fleet.supply > 0) return "wait";
    const mayOffer = start === "auto" && binding !== null && !isBehind;
    if (mayOffer && !call.impatient && this.#waiting.crowded && this.#offer(call)) return "served";
    const need: Need = { key: source.key, memoryMb, start: binding === null ? "image" : start };
    const choice = choose(need, this.#fleet.sandboxes, this.#fleet.room);
    if (waitsForComing(choice, this.#fleet.supply - demand)) return "soon";
    if (mayOffer && choice.type === "wait" && this.#offer(call)) return "served";
    return this.#carryOut(call, binding, choice);
  }

  /** Null: the image has yet to be made. */
  #bindingOf({ source, withoutImage }: PoolJob): Binding | null {
    if (!withoutImage) return this.#imagery.get(source.key);
    const { key, version, code, fileName, env, files } = source;
    // A name of its own: no other call is served by a sandbox that was bound so.
    return { key: `${key}:bundle`, version, code, fileName, env, files };
  }

  /** Acts on a choice. */
  #carryOut(call: Call, binding: Binding | null, choice: Choice<Sandbox>): Fate {
    switch (choice.type) {
      case "take":
        this.#waiting.queue.leave(call);
        if (binding === null) this.#imagery.make(call, choice.sandbox, choice.reset);
        else if (choice.reset || choice.bind)
          void this.#preparing.prepare(call, choice.sandbox, binding, choice.reset, choice.bind);
        else this.#converse(call, choice.sandbox, binding, startOf(call, choice.sandbox));
        this.#host.acquired();
        return "served";
      case "spawn":
        if (binding === null || call.job.start !== "cold") return "spawn";
        this.#waiting.queue.leave(call);
        void this.#preparing.startCold(call, binding);
        this.#host.acquired();
        return "served";
      case "drop":
        if (!this.#fleet.ending) void choice.sandbox.end("its place was needed for a cold start");
        return "wait";
      case "wait":
        return "wait";
    }
  }

  #offer(call: Call): boolean {
    return (call.admitted || !this.#full()) && this.#waiting.offer(call);
  }

  /** Waits for the image that is being made for another call. */
  #follow(call: Call): Fate {
    if (!call.admitted && this.#full()) return "wait";
    call.admitted = true;
    this.#waiting.queue.leave(call);
    this.#imagery.follow(call);
    return "served";
  }

  #converse(call: Call, sandbox: Sandbox, binding: Binding, start: Start): void {
    const bind = sandbox.bound === null;
    if (sandbox.readyUs > call.queuedUs) call.noteSpawn(sandbox, this.#fleet.engine.wait);
    if (call.job.start !== "auto" && start !== "cold") call.prepared();
    if (bind) sandbox.bound = { to: binding, functionName: call.job.source.functionName };
    this.#sequence.begins(sandbox);
    this.#adopt(call, sandbox, binding, start).begin(bind);
    this.#watchdog.watch(call);
  }

  /** The call runs on this sandbox. */
  #adopt(call: Call, sandbox: Sandbox, binding: Binding, start: Start): Conversation {
    call.start = start;
    call.sandboxId = sandbox.id;
    call.phase = "running";
    sandbox.uses += 1;
    sandbox.callId = call.job.callId;
    const conversation = new Conversation(call, sandbox, binding, this);
    call.conversation = conversation;
    this.running.add(conversation);
    return conversation;
  }
}

/** What a call waits for whose handler was not called yet. */
function whileWaiting({ phase, start }: Call): string {
  if (phase === "image") return "while its top level ran";
  return start === null
    ? "while it waited for a sandbox"
    : "after its top level had run, before there was a sandbox for its handler";
}
