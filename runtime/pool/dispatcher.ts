import { FAILURE_CODES } from "../model";
import type { Clock, MonotonicUs, Start } from "../model";
import type { Image } from "../sandbox/protocol";
import type { Answer, CallHost } from "./call";
import { Call } from "./call";
import { CallQueue } from "./call-queue";
import type { ConversationHost } from "./conversation";
import { Conversation, INTERRUPT_AFTER_US } from "./conversation";
import type { Fleet } from "./fleet";
import type { Imagery } from "./imagery";
import { Offering, PATIENCE_US } from "./offering";
import type { PoolJob, PoolOptions, PoolResult } from "./pool-types";
import type { Sandbox } from "./sandbox";
import type { Choice, Need } from "./scheduler/choose";
import { choose } from "./scheduler/choose";
import type { Watchdog } from "./watchdog";

const BYTES_PER_MB = 1024 * 1024;
/** A call whose sandbox dies before it began gets another; when that dies too, the machine is at fault, not chance. */
const MAX_LOSSES = 1;

export interface DispatcherHost {
  readonly options: PoolOptions;
  /** A sandbox was taken. */
  acquired(): void;
  /** The last running call ended. */
  quiet(): void;
  queueChanged(): void;
}

/**
 * What became of a call that looked for a sandbox: it needs nothing more, it needs a new thread, it gets one that will be ready
 * soon, or it has to wait until another call ends.
 */
type Fate = "served" | "spawn" | "soon" | "wait";

/** Brings calls and sandboxes together. Everything here happens in one turn of the event loop, so no two calls get one sandbox. */
export class Dispatcher implements CallHost, ConversationHost {
  readonly running = new Set<Conversation>();
  /** Calls that wait for a sandbox which is being made ready for them alone. */
  readonly preparing = new Set<Call>();
  readonly queue = new CallQueue();
  readonly #clock: Clock;
  readonly #watchdog: Watchdog;
  readonly #host: DispatcherHost;
  readonly #fleet: Fleet;
  readonly #imagery: Imagery;
  readonly #offering: Offering;
  #sequence = 0;
  /**
   * Whether the pool has had a sandbox. Until then no call's deadline runs: what the first calls of a process wait for (the engine is
   * compiled, in a new home even made) is no part of what they ask for.
   */
  #opened = false;
  #closed = false;

  constructor(clock: Clock, watchdog: Watchdog, fleet: Fleet, imagery: Imagery, host: DispatcherHost) {
    this.#clock = clock;
    this.#watchdog = watchdog;
    this.#fleet = fleet;
    this.#imagery = imagery;
    this.#host = host;
    this.#offering = new Offering(fleet);
  }

  /** Calls that wait, without those whose image is being made for them. */
  get queued(): number {
    return this.queue.size + this.#offering.calls.size + this.#imagery.followers;
  }

  nowUs(): MonotonicUs {
    return this.#clock.nowUs();
  }

  invoke(job: PoolJob, resolve: (result: PoolResult) => void): void {
    const nowUs = this.nowUs();
    const call = new Call(job, (this.#sequence += 1), nowUs, this, resolve);
    if (this.#closed) call.fail("rejected", "pool-closed", "the pool is closed", nowUs);
    else if (job.signal?.aborted === true) this.#reject(call);
    else if (this.#serve(call, this.#fleet.supply, this.queue.size > 0) !== "served") this.#admit(call);
  }

  /** Gives waiting calls what is free now, in order, and starts threads for those who need one. */
  pump(): void {
    if (this.#closed) return;
    if (!this.#opened && this.#fleet.anyIdle) this.#open();
    this.#relieve();
    if (this.queue.size === 0) return;
    let demand = 0;
    let isBehind = false;
    for (const call of this.queue) {
      const fate = this.#serve(call, this.#fleet.supply - demand, isBehind);
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
    const nowUs = this.nowUs();
    const again = [...calls];
    for (const call of again) {
      call.phase = "queued";
      call.queuedUs = nowUs;
      this.#await(call);
    }
    this.queue.readmit(again);
  }

  /** No thread could be started for the calls that wait: the first of them is told. */
  startFailed(reason: string): void {
    const call = this.queue.head;
    if (call === null) return;
    this.#leave(call);
    call.fail("crashed", "sandbox-died", `no sandbox could be started: ${reason}`, this.nowUs());
    this.pump();
  }

  callAborted(call: Call): void {
    if (call.conversation !== null) call.conversation.cancel();
    else if (this.#isBegun(call)) call.cancelled = true;
    else this.#reject(call);
  }

  callDue(call: Call, nowUs: MonotonicUs): void {
    if (call.conversation !== null) {
      call.conversation.due(nowUs);
      return;
    }
    if (call.offeredTo !== null && nowUs < this.#queueDueUs(call)) {
      this.#beImpatient(call, call.offeredTo, nowUs);
      return;
    }
    if (this.#isBegun(call)) {
      call.dueUs = call.deadlineUs + INTERRUPT_AFTER_US;
      return;
    }
    const { phase } = call;
    if (phase === "image") this.#imagery.place(call);
    this.#leave(call);
    if (phase === "image") call.fail("timeout", "init-timeout", FAILURE_CODES["init-timeout"], nowUs);
    else if (this.#opened && nowUs >= call.deadlineUs)
      call.fail(
        "timeout",
        "deadline",
        "the call's deadline passed while it waited for a sandbox: raise the timeout",
        nowUs,
      );
    else call.fail("rejected", "queue-deadline", "no sandbox became free before the queue's deadline", nowUs);
  }

  hurried(call: Call): void {
    this.#watchdog.watch(call);
  }

  answered(conversation: Conversation, answer: Answer, sound: boolean): void {
    const { sandbox, image } = conversation;
    this.#end(conversation, answer);
    const next = sound ? this.#offering.next(sandbox) : null;
    if (next !== null) {
      this.#adopt(next, sandbox, image, "warm").goOn();
      if (this.queue.size > 0) this.pump();
      return;
    }
    const again = this.#offering.takeBackAll(sandbox);
    this.#requeue(again);
    if (!sound || sandbox.uses >= this.#host.options.maxUses)
      void this.#fleet.restore(sandbox, sandbox.memoryMb, sandbox.bound);
    else this.#fleet.free(sandbox);
    if (again.length > 0) this.pump();
    if (this.running.size === 0) this.#host.quiet();
  }

  lost(conversation: Conversation, answer: Answer, reason: string): void {
    const { sandbox, image } = conversation;
    this.#end(conversation, answer);
    this.#requeue(this.#offering.takeBackAll(sandbox));
    // What is left had begun.
    const begun = this.#offering.next(sandbox);
    if (begun !== null) {
      const other = this.#adopt(begun, sandbox, image, "warm");
      if (this.#closed) other.abandon();
      other.ended(reason);
      return;
    }
    this.pump();
    if (this.running.size === 0) this.#host.quiet();
  }

  waits({ sandbox }: Conversation): void {
    this.#requeue(this.#offering.takeBackAll(sandbox));
    this.pump();
  }

  /** Answers all that wait. Those that run end with their sandboxes. */
  close(): void {
    this.#closed = true;
    for (const call of [...this.#offering.calls, ...this.queue, ...this.preparing, ...this.#imagery.calls]) {
      if (this.#isBegun(call)) continue;
      this.#leave(call);
      call.fail("rejected", "pool-closed", "the pool was closed before the call could start", this.nowUs());
    }
    for (const conversation of this.running) conversation.abandon();
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
    call.admitted = true;
    this.queue.add(call);
    this.#await(call);
    this.pump();
  }

  /** Calls that a new thread will serve don't count as waiting for a busy one. */
  #full(): boolean {
    return this.queued >= this.#host.options.maxQueue + this.#fleet.supply + Math.max(0, this.#fleet.room);
  }

  #await(call: Call): void {
    call.dueUs = this.#queueDueUs(call);
    this.#watchdog.watch(call);
  }

  #queueDueUs(call: Call): MonotonicUs {
    const queueDueUs = call.queuedUs + this.#host.options.queueTimeoutMs * 1000;
    return this.#opened ? Math.min(queueDueUs, call.deadlineUs) : queueDueUs;
  }

  /** The first sandbox is ready: the time of those who wait begins. */
  #open(): void {
    this.#opened = true;
    const nowUs = this.nowUs();
    for (const call of this.queue) {
      call.deadlineUs += nowUs - call.acceptUs;
      this.#await(call);
    }
  }

  /** Whether a thread has begun the call, which was offered to it, and says so soon. Otherwise it is offered no more. */
  #isBegun(call: Call): boolean {
    return call.offeredTo !== null && !this.#offering.takeBack(call);
  }

  /** Offers the call to a sandbox that runs another: it still waits, but nobody needs to be woken for it. */
  #offer(call: Call): boolean {
    if (!call.admitted && this.#full()) return false;
    if (!this.#offering.offer(call, this.#host.options)) return false;
    this.queue.leave(call);
    call.admitted = true;
    call.phase = "queued";
    call.dueUs = Math.min(this.#queueDueUs(call), call.impatient ? Infinity : this.nowUs() + PATIENCE_US);
    this.#watchdog.watch(call);
    return true;
  }

  /** Calls that are done one after the other are worth waiting for; one that runs on is not. */
  #beImpatient(call: Call, { busySinceUs }: Sandbox, nowUs: MonotonicUs): void {
    call.dueUs = Math.min(this.#queueDueUs(call), Math.max(nowUs, busySinceUs) + PATIENCE_US);
    if (nowUs - busySinceUs < PATIENCE_US) return;
    call.impatient = true;
    call.dueUs = this.#queueDueUs(call);
    this.#requeue(this.#offering.takeBackFrom(call));
    this.pump();
  }

  /** Calls that were offered take their places in the queue again; they never ceased to wait. */
  #requeue(calls: readonly Call[]): void {
    if (calls.length === 0) return;
    for (const call of calls) this.#await(call);
    this.queue.readmit(calls);
  }

  /**
   * A sandbox is idle, and a processor too: what waits behind other sandboxes' calls is dealt out anew, so that who has waited longest is
   * served first.
   */
  #relieve(): void {
    const [oldest] = this.#offering.calls;
    if (oldest === undefined || !this.#fleet.anyIdle || this.#offering.crowded) return;
    const again = this.#offering.takeBackFrom(oldest);
    const next = again.at(-1);
    if (next !== undefined) next.impatient = true;
    this.#requeue(again);
  }

  #reject(call: Call): void {
    this.#leave(call);
    call.fail("rejected", "cancelled", "the caller cancelled the call before it started", this.nowUs());
  }

  #leave(call: Call): void {
    this.#watchdog.leave(call);
    this.preparing.delete(call);
    if (call.phase === "image") this.#imagery.leave(call);
    if (this.queue.leave(call)) this.#host.queueChanged();
  }

  /**
   * `spare`: sandboxes that will be ready soon and that no call before this one waits for. `isBehind`: a call before this one waits for
   * whichever sandbox is free next, so that this one must not be offered to any.
   */
  #serve(call: Call, spare: number, isBehind: boolean): Fate {
    const { source, memoryMb, start } = call.job;
    const image = this.#imagery.get(source.key);
    if (image === null && this.#imagery.isMaking(source.key)) return this.#follow(call);
    if (image !== null && image.snapshot.memory.byteLength > memoryMb * BYTES_PER_MB) {
      this.#leave(call);
      const message = `the function's image does not fit into its memory limit of ${memoryMb} MB`;
      call.fail("out-of-memory", "memory-limit", message, this.nowUs(), image);
      return "served";
    }
    // A forced start is measured: no other thread may be starting beside it.
    if (start !== "auto" && this.#fleet.supply > 0) return "wait";
    const mayOffer = start === "auto" && image !== null && !isBehind;
    if (mayOffer && !call.impatient && this.#offering.crowded && this.#offer(call)) return "served";
    const need: Need = { key: source.key, memoryMb, start: image === null ? "image" : start };
    const choice = choose(need, this.#fleet.sandboxes, this.#fleet.room);
    // A function need not lose its sandbox to a call that has another one coming.
    if (spare > 0 && choice.type === "take" && choice.reset && choice.sandbox.bound !== null) return "soon";
    if (mayOffer && choice.type === "wait" && this.#offer(call)) return "served";
    return this.#carryOut(call, image, choice);
  }

  /** Acts on a choice. */
  #carryOut(call: Call, image: Image | null, choice: Choice<Sandbox>): Fate {
    switch (choice.type) {
      case "take":
        this.queue.leave(call);
        if (image === null) this.#imagery.make(call, choice.sandbox, choice.reset);
        else if (choice.reset || choice.bind)
          void this.#prepare(call, choice.sandbox, image, choice.reset, choice.bind);
        else this.#converse(call, choice.sandbox, image, startOf(call, choice.sandbox));
        this.#host.acquired();
        return "served";
      case "spawn":
        if (image === null || call.job.start !== "cold") return "spawn";
        this.queue.leave(call);
        void this.#startCold(call, image);
        this.#host.acquired();
        return "served";
      case "drop":
        if (!this.#fleet.ending) void choice.sandbox.end("its place was needed for a cold start");
        return "wait";
      case "wait":
        return "wait";
    }
  }

  /** Waits for the image that is being made for another call. */
  #follow(call: Call): Fate {
    if (!call.admitted && this.#full()) return "wait";
    call.admitted = true;
    this.queue.leave(call);
    this.#imagery.follow(call);
    return "served";
  }

  /** Makes a sandbox ready for a call: blank again, of its tier, and bound where a warm start is forced. */
  async #prepare(call: Call, sandbox: Sandbox, image: Image, reset: boolean, bind: boolean): Promise<void> {
    sandbox.reserve();
    this.#keep(call);
    try {
      if (reset) await sandbox.reset(call.job.memoryMb);
      if (bind) await sandbox.bind(image, call.job.source.functionName);
    } catch (error) {
      this.#retry(call, error);
      return;
    }
    this.#begin(call, sandbox, image, bind ? "warm" : startOf(call, sandbox));
  }

  /** A cold start that was asked for: its time begins before its thread is started. */
  async #startCold(call: Call, image: Image): Promise<void> {
    call.prepared();
    call.queuedUs = call.acceptUs;
    this.#keep(call);
    call.dueUs = call.deadlineUs;
    this.#watchdog.watch(call);
    let sandbox: Sandbox;
    try {
      sandbox = await this.#fleet.spawnReserved(call.job.memoryMb);
    } catch (error) {
      call.losses = MAX_LOSSES;
      this.#retry(call, error);
      return;
    }
    this.#begin(call, sandbox, image, "cold");
  }

  #keep(call: Call): void {
    call.phase = "preparing";
    this.preparing.add(call);
    if (!call.admitted) this.#await(call);
    call.admitted = true;
  }

  /** The sandbox is ready; the call may have gone meanwhile. */
  #begin(call: Call, sandbox: Sandbox, image: Image, start: Start): void {
    this.preparing.delete(call);
    if (call.settled || this.#closed) this.#fleet.free(sandbox);
    else this.#converse(call, sandbox, image, start);
  }

  #retry(call: Call, error: unknown): void {
    this.preparing.delete(call);
    if (call.settled) return;
    call.losses += 1;
    if (call.losses <= MAX_LOSSES) {
      this.readmit([call]);
      this.pump();
      return;
    }
    this.#leave(call);
    const reason = error instanceof Error ? error.message : String(error);
    call.fail("crashed", "sandbox-died", `no sandbox could be made ready: ${reason}`, this.nowUs());
  }

  #converse(call: Call, sandbox: Sandbox, image: Image, start: Start): void {
    const bind = sandbox.bound === null;
    if (sandbox.readyUs > call.queuedUs) call.noteSpawn(sandbox, this.#fleet.engine.wait);
    if (call.job.start !== "auto" && start !== "cold") call.prepared();
    if (bind) sandbox.bound = { image, functionName: call.job.source.functionName };
    this.#adopt(call, sandbox, image, start).begin(bind);
    this.#watchdog.watch(call);
  }

  /** The call runs on this sandbox. */
  #adopt(call: Call, sandbox: Sandbox, image: Image, start: Start): Conversation {
    call.start = start;
    call.sandboxId = sandbox.id;
    call.phase = "running";
    sandbox.uses += 1;
    sandbox.callId = call.job.callId;
    const conversation = new Conversation(call, sandbox, image, this);
    call.conversation = conversation;
    this.running.add(conversation);
    return conversation;
  }
}

/** Cold is what waited for a thread to start. */
function startOf(call: Call, sandbox: Sandbox): Start {
  if (call.job.start !== "auto") return call.job.start;
  if (sandbox.bound !== null) return "warm";
  return call.sawSpawn || sandbox.readyUs > call.queuedUs ? "cold" : "prewarmed";
}
