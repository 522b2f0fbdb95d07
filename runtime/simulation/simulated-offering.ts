import { chooseBusy, patienceLeft, PATIENCE_US } from "../pool/scheduler/wait";
import { OFFER_SLOTS } from "../sandbox/control-words";
import type { SimulatedCall } from "./simulated-call";
import type { SimulatedFleet, World } from "./simulated-fleet";
import type { SimulatedSandbox } from "./simulated-sandbox";

export interface SimulatedOfferingHost {
  /** These calls wait in the queue again. */
  requeue(calls: readonly SimulatedCall[]): void;
  pump(): void;
}

/** Calls that wait behind another one on the same sandbox: as `Offering` and `Waiting` keep them. */
export class SimulatedOffering {
  /** Oldest first. */
  readonly calls = new Set<SimulatedCall>();
  readonly #world: World;
  readonly #processors: number;
  readonly #fleet: SimulatedFleet;
  readonly #host: SimulatedOfferingHost;

  constructor(world: World, processors: number, fleet: SimulatedFleet, host: SimulatedOfferingHost) {
    this.#world = world;
    this.#processors = processors;
    this.#fleet = fleet;
    this.#host = host;
  }

  /** Every processor has guest code to run. */
  get crowded(): boolean {
    let atWork = 0;
    for (const sandbox of this.#fleet.sandboxes) if (sandbox.atWork) atWork += 1;
    return atWork >= this.#processors;
  }

  /** False where no sandbox can take it. */
  offer(call: SimulatedCall): boolean {
    const best = chooseBusy(call.key, call.target.memoryMb, this.#fleet.sandboxes, this.#world.options);
    if (best === null || best.offers.size >= OFFER_SLOTS) return false;
    best.offers.add(call);
    call.offeredTo = best;
    this.calls.add(call);
    if (!call.impatient) this.#awaitPatience(call, PATIENCE_US);
    return true;
  }

  /** What the sandbox goes on with. */
  next({ offers }: SimulatedSandbox): SimulatedCall | null {
    for (const call of offers) {
      this.takeBack(call);
      return call;
    }
    return null;
  }

  /** What the sandbox was offered, and what others were since, waits in the queue again. True when there was anything. */
  takeBackAll({ offers }: SimulatedSandbox): boolean {
    for (const oldest of offers) return this.#requeue(this.#takeBackFrom(oldest));
    return false;
  }

  /** A sandbox is idle, and a processor too: what waits behind others is dealt out anew. */
  relieve(): void {
    for (const oldest of this.calls) {
      if (!this.#fleet.anyIdle || this.crowded) return;
      oldest.impatient = true;
      this.#requeue(this.#takeBackFrom(oldest));
      return;
    }
  }

  takeBack(call: SimulatedCall): void {
    call.offeredTo?.offers.delete(call);
    call.offeredTo = null;
    call.patience?.cancel();
    this.calls.delete(call);
  }

  #awaitPatience(call: SimulatedCall, inUs: number): void {
    const { events, nowUs } = this.#world;
    call.patience = events.plan(nowUs + inUs, () => {
      const leftUs = patienceLeft(call.offeredTo?.busySinceUs ?? 0, this.#world.nowUs);
      if (leftUs !== null) {
        this.#awaitPatience(call, leftUs);
        return;
      }
      call.impatient = true;
      if (this.#requeue(this.#takeBackFrom(call))) this.#host.pump();
    });
  }

  #takeBackFrom({ sequence }: SimulatedCall): SimulatedCall[] {
    const taken = [...this.calls].filter((call) => call.sequence >= sequence);
    for (const call of taken) this.takeBack(call);
    return taken;
  }

  #requeue(calls: readonly SimulatedCall[]): boolean {
    if (calls.length > 0) this.#host.requeue(calls);
    return calls.length > 0;
  }
}
