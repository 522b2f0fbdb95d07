import type { Clock, MonotonicUs } from "../model";
import type { Call } from "./call";
import { CallQueue } from "./call-queue";
import type { Fleet } from "./fleet";
import { Offering } from "./offering";
import type { PoolOptions } from "./pool-types";
import type { Sandbox } from "./sandbox";
import { patienceLeft, PATIENCE_US } from "./scheduler/wait";
import type { Watchdog } from "./watchdog";

export interface WaitingHost {
  readonly options: PoolOptions;
  queueChanged(): void;
}

/**
 * The calls that wait for a sandbox: in the queue, or offered to a sandbox that runs another, where they wait just the same but nobody
 * needs to be woken for them. Each has a time by which it must have begun.
 */
export class Waiting {
  readonly queue = new CallQueue<Call>();
  readonly #offering: Offering;
  readonly #clock: Clock;
  readonly #watchdog: Watchdog;
  readonly #fleet: Fleet;
  readonly #host: WaitingHost;
  /**
   * Whether the pool has had a sandbox. Until then no call's deadline runs: what the first calls of a process wait for (the engine is
   * compiled, in a new home even made) is no part of what they ask for.
   */
  #opened = false;

  constructor(clock: Clock, watchdog: Watchdog, fleet: Fleet, host: WaitingHost) {
    this.#clock = clock;
    this.#watchdog = watchdog;
    this.#fleet = fleet;
    this.#host = host;
    this.#offering = new Offering(fleet);
  }

  get size(): number {
    return this.queue.size + this.#offering.calls.length;
  }

  /** Oldest first among those that are offered, then the queue. */
  get calls(): readonly Call[] {
    return [...this.#offering.calls, ...this.queue];
  }

  /** Every processor has guest code to run. */
  get crowded(): boolean {
    return this.#offering.crowded;
  }

  admit(call: Call): void {
    call.admitted = true;
    this.queue.add(call);
    this.await(call);
  }

  /** The call begins to wait, or waits for something else. */
  await(call: Call): void {
    call.dueUs = this.dueUs(call);
    this.#watchdog.watch(call);
  }

  dueUs(call: Call): MonotonicUs {
    const queueDueUs = call.queuedUs + this.#host.options.queueTimeoutMs * 1000;
    return this.#opened ? Math.min(queueDueUs, call.deadlineUs) : queueDueUs;
  }

  /** Whether the call's own time is up. */
  isLate(call: Call, nowUs: MonotonicUs): boolean {
    return this.#opened && nowUs >= call.deadlineUs;
  }

  /** A sandbox is ready. With the first one the time of those who wait begins. */
  open(): void {
    if (this.#opened) return;
    this.#opened = true;
    const nowUs = this.#clock.nowUs();
    for (const call of this.queue) {
      call.deadlineUs += nowUs - call.acceptUs;
      this.await(call);
    }
  }

  /** Calls that wait again, at the place that their arrival gives them. */
  readmit(calls: Iterable<Call>): void {
    const nowUs = this.#clock.nowUs();
    for (const call of calls) {
      call.phase = "queued";
      call.queuedUs = nowUs;
      this.await(call);
      this.queue.add(call);
    }
  }

  /** The call waits no more. */
  leave(call: Call): void {
    this.queue.leave(call);
    this.#host.queueChanged();
  }

  /** Whether a thread has begun the call, which was offered to it, and says so soon. Otherwise it is offered no more. */
  isBegun(call: Call): boolean {
    return call.offeredTo !== null && !this.#offering.takeBack(call);
  }

  /** Offers the call to a sandbox that runs another of its function. False where none can take it. */
  offer(call: Call): boolean {
    if (!this.#offering.offer(call, this.#host.options)) return false;
    this.queue.leave(call);
    call.admitted = true;
    call.phase = "queued";
    call.dueUs = Math.min(this.dueUs(call), call.impatient ? Infinity : this.#clock.nowUs() + PATIENCE_US);
    this.#watchdog.watch(call);
    this.#host.queueChanged();
    return true;
  }

  /** The call that the sandbox goes on with. */
  next(sandbox: Sandbox): Call | null {
    const call = this.#offering.next(sandbox);
    if (call !== null) this.#host.queueChanged();
    return call;
  }

  /** What is offered to this sandbox, which may be long, waits in the queue again. True when there was anything. */
  takeBackAll(sandbox: Sandbox): boolean {
    return this.#requeue(this.#offering.takeBackAll(sandbox));
  }

  /**
   * Calls that are done one after the other are worth waiting for; one that runs on is not. True when the call waits in the queue again:
   * it gets a sandbox of its own if there is one.
   */
  lostPatience(call: Call, { busySinceUs }: Sandbox, nowUs: MonotonicUs): boolean {
    const leftUs = patienceLeft(busySinceUs, nowUs);
    if (leftUs !== null) {
      call.dueUs = Math.min(this.dueUs(call), nowUs + leftUs);
      return false;
    }
    call.impatient = true;
    call.dueUs = this.dueUs(call);
    return this.#requeue(this.#offering.takeBackFrom(call));
  }

  /**
   * A sandbox is idle, and a processor too: what waits behind other sandboxes' calls is dealt out anew, so that who has waited longest is
   * served first.
   */
  relieve(): void {
    const [oldest] = this.#offering.calls;
    if (oldest === undefined || !this.#fleet.anyIdle || this.crowded) return;
    const again = this.#offering.takeBackFrom(oldest);
    const next = again.at(-1);
    if (next !== undefined) next.impatient = true;
    this.#requeue(again);
  }

  /** Calls that were offered take their places in the queue again; they never ceased to wait. */
  #requeue(calls: readonly Call[]): boolean {
    if (calls.length === 0) return false;
    for (const call of calls) {
      this.await(call);
      this.queue.add(call);
    }
    return true;
  }
}
