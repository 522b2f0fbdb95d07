import type { Choice } from "../pool/scheduler/choose";
import { choose } from "../pool/scheduler/choose";
import { isQueueFull, waitsForComing } from "../pool/scheduler/wait";
import { at } from "./draw";
import type { SimulatedCall } from "./simulated-call";
import type { SimulatedFleet, World } from "./simulated-fleet";
import { SimulatedOffering } from "./simulated-offering";
import type { SimulatedSandbox } from "./simulated-sandbox";
import type { SimulatedOutcome, Workload } from "./simulation-types";

export interface SimulatedDispatcherHost {
  /** A sandbox was taken. */
  acquired(): void;
  /** The last running call ended. */
  quiet(): void;
}

type Fate = "served" | "spawn" | "soon" | "wait";

/** Brings calls and sandboxes together: as `Dispatcher` does, by the same decisions. Images are there, and every start is `auto`. */
export class SimulatedDispatcher {
  #queue = new Set<SimulatedCall>();
  #running = 0;
  readonly #world: World;
  readonly #timeoutUs: number;
  readonly #fleet: SimulatedFleet;
  readonly #offering: SimulatedOffering;
  readonly #host: SimulatedDispatcherHost;

  constructor(world: World, workload: Workload, fleet: SimulatedFleet, host: SimulatedDispatcherHost) {
    this.#world = world;
    this.#timeoutUs = workload.timeoutMs * 1000;
    this.#fleet = fleet;
    this.#host = host;
    this.#offering = new SimulatedOffering(world, workload.processors, fleet, {
      requeue: (calls) => {
        this.#queue = new Set([...this.#queue, ...calls].sort((one, other) => one.sequence - other.sequence));
      },
      pump: () => {
        this.pump();
      },
    });
  }

  get wanted(): boolean {
    return this.#queue.size > 0;
  }

  get running(): boolean {
    return this.#running > 0;
  }

  invoke(call: SimulatedCall): void {
    if (this.#serve(call, this.#fleet.supply, this.wanted) === "served") return;
    if (this.#isFull()) {
      this.#settle(call, "queue-full");
      return;
    }
    call.admitted = true;
    this.#queue.add(call);
    this.#awaitBegin(call);
    this.pump();
  }

  /** Gives waiting calls what is free now, in order, and starts threads for those who need one. */
  pump(): void {
    this.#offering.relieve();
    let demand = 0;
    let isBehind = false;
    for (const call of this.#queue) {
      const fate = this.#serve(call, this.#fleet.supply - demand, isBehind);
      if (fate === "served") continue;
      isBehind = true;
      if (fate !== "wait") demand += 1;
      if (fate === "spawn" && demand > this.#fleet.supply) this.#fleet.spawn(call.target.memoryMb);
      if (this.#fleet.room <= 0 && !this.#fleet.anyIdle) break;
    }
  }

  #serve(call: SimulatedCall, spare: number, isBehind: boolean): Fate {
    if (!isBehind && !call.impatient && this.#offering.crowded && this.#offer(call)) return "served";
    const { memoryMb } = call.target;
    const need = { key: call.key, memoryMb, start: "auto" } as const;
    const choice = choose(need, this.#fleet.sandboxes, this.#fleet.room);
    if (waitsForComing(choice, spare)) return "soon";
    if (!isBehind && choice.type === "wait" && this.#offer(call)) return "served";
    return this.#carryOut(call, choice);
  }

  #carryOut(call: SimulatedCall, choice: Choice<SimulatedSandbox>): Fate {
    if (choice.type !== "take") return choice.type === "spawn" ? "spawn" : "wait";
    this.#queue.delete(call);
    const { sandbox } = choice;
    if (choice.reset) this.#prepare(call, sandbox);
    else this.#begin(call, sandbox);
    this.#host.acquired();
    return "served";
  }

  #offer(call: SimulatedCall): boolean {
    if (!call.admitted && this.#isFull()) return false;
    if (!this.#offering.offer(call)) return false;
    this.#queue.delete(call);
    if (!call.admitted) this.#awaitBegin(call);
    call.admitted = true;
    return true;
  }

  /** The sandbox is another function's, or of another tier: it is made blank for this call. */
  #prepare(call: SimulatedCall, sandbox: SimulatedSandbox): void {
    if (!call.admitted) this.#awaitBegin(call);
    call.admitted = true;
    sandbox.reserved = true;
    this.#fleet.reset(sandbox, call.target.memoryMb, () => {
      if (call.settled) this.#fleet.free(sandbox);
      else this.#begin(call, sandbox);
    });
  }

  #begin(call: SimulatedCall, sandbox: SimulatedSandbox): void {
    const { nowUs, processors, events } = this.#world;
    // Cold is what waited for a thread to start.
    const fresh = sandbox.readyUs > call.acceptUs ? "cold" : "prewarmed";
    const start = sandbox.boundTo === null ? fresh : "warm";
    call.due?.cancel();
    call.due = events.plan(call.acceptUs + this.#timeoutUs, () => {
      this.#interrupt(call, sandbox);
    });
    call.start = start;
    call.begunUs = nowUs;
    this.#running += 1;
    sandbox.running = call;
    sandbox.state = "busy";
    sandbox.upkeep = false;
    sandbox.reserved = false;
    sandbox.boundTo = call.called;
    sandbox.busySinceUs = nowUs;
    sandbox.uses += 1;
    sandbox.atWork = true;
    this.#fleet.changed();
    const { workUs, waitUs } = at(call.target.starts.service[start], call.draw);
    call.step = processors.run(workUs, () => {
      if (waitUs === 0) this.#answer(call, sandbox);
      else this.#wait(call, sandbox, waitUs);
    });
  }

  /** The handler waits: its processor is free, its sandbox is not. */
  #wait(call: SimulatedCall, sandbox: SimulatedSandbox, waitUs: number): void {
    sandbox.atWork = false;
    call.step = this.#world.events.plan(this.#world.nowUs + waitUs, () => {
      this.#answer(call, sandbox);
    });
    this.#offering.takeBackAll(sandbox);
    this.pump();
  }

  #answer(call: SimulatedCall, sandbox: SimulatedSandbox): void {
    if (call.start !== null) this.#end(call, sandbox, call.start);
    const next = this.#offering.next(sandbox);
    if (next !== null) {
      this.#begin(next, sandbox);
      if (this.wanted) this.pump();
      return;
    }
    if (sandbox.uses >= this.#world.options.maxUses) this.#fleet.restore(sandbox, sandbox.memoryMb, sandbox.boundTo);
    else this.#fleet.free(sandbox);
    if (!this.running) this.#host.quiet();
  }

  /** Its deadline passed while it ran: what is left of the instance is not trusted. */
  #interrupt(call: SimulatedCall, sandbox: SimulatedSandbox): void {
    const bound = sandbox.boundTo;
    this.#end(call, sandbox, "timeout");
    const again = this.#offering.takeBackAll(sandbox);
    this.#fleet.restore(sandbox, sandbox.memoryMb, bound);
    if (again) this.pump();
    if (!this.running) this.#host.quiet();
  }

  #end(call: SimulatedCall, sandbox: SimulatedSandbox, outcome: SimulatedOutcome): void {
    this.#running -= 1;
    sandbox.running = null;
    sandbox.atWork = false;
    this.#settle(call, outcome);
  }

  #awaitBegin(call: SimulatedCall): void {
    const queueUs = this.#world.options.queueTimeoutMs * 1000;
    call.due = this.#world.events.plan(this.#world.nowUs + Math.min(queueUs, this.#timeoutUs), () => {
      this.#queue.delete(call);
      this.#offering.takeBack(call);
      this.#settle(call, queueUs < this.#timeoutUs ? "queue-deadline" : "timeout");
    });
  }

  #isFull(): boolean {
    const queued = this.#queue.size + this.#offering.calls.size;
    return isQueueFull(queued, this.#fleet.supply, this.#fleet.room, this.#world.options);
  }

  #settle(call: SimulatedCall, outcome: SimulatedOutcome): void {
    const { tally, nowUs } = this.#world;
    call.forget();
    call.settled = true;
    tally.call({
      called: call.called,
      outcome,
      latencyUs: nowUs - call.acceptUs,
      waitedUs: call.begunUs === null ? null : call.begunUs - call.acceptUs,
    });
  }
}
