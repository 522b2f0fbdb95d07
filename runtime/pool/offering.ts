import { availableParallelism } from "node:os";
import type { Call } from "./call";
import { sandboxCall } from "./conversation";
import type { Fleet } from "./fleet";
import type { PoolOptions } from "./pool-types";
import type { Sandbox } from "./sandbox";
import { chooseBusy } from "./scheduler/wait";

/** Sandboxes beyond this number only take turns on the processors while all of them run guest code. */
const PROCESSORS = availableParallelism();

/** Offers calls to sandboxes that run another one. */
export class Offering {
  /** Oldest first. Few, and not a `Set`, for the reason that `UnorderedSet` gives. */
  readonly calls: Call[] = [];
  readonly #fleet: Fleet;

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
  }

  /** Every processor has guest code to run: waking a further thread would only make all of them slower. */
  get crowded(): boolean {
    let atWork = 0;
    for (const sandbox of this.#fleet.sandboxes) if (sandbox.atWork) atWork += 1;
    return atWork >= PROCESSORS;
  }

  /** False where no sandbox runs guest code of the call's function, or each has as much before it as it can have. */
  offer(call: Call, options: PoolOptions): boolean {
    const { source, memoryMb } = call.job;
    const best = chooseBusy(source.key, memoryMb, this.#fleet.sandboxes, options);
    const slot = best?.offers.add(call) ?? null;
    if (best === null || slot === null) return false;
    call.offeredTo = best;
    this.calls.push(call);
    best.call(sandboxCall(call, slot), null);
    return true;
  }

  /** False when its thread has begun the call. */
  takeBack(call: Call): boolean {
    if (call.offeredTo?.offers.takeBack(call) !== true) return false;
    this.#forget(call);
    return true;
  }

  /**
   * Takes back what came no earlier than this call. The youngest first: threads go on meanwhile, and none must find a call gone and begin
   * a younger one.
   */
  takeBackFrom({ sequence }: Call): Call[] {
    return [...this.calls].reverse().filter((call) => call.sequence >= sequence && this.takeBack(call));
  }

  /** What the sandbox has not begun, and what others were offered since: first come is first served. */
  takeBackAll({ offers }: Sandbox): Call[] {
    return offers.oldest === null ? [] : this.takeBackFrom(offers.oldest);
  }

  /** What the sandbox goes on with. */
  next({ offers }: Sandbox): Call | null {
    const call = offers.next();
    if (call !== null) this.#forget(call);
    return call;
  }

  #forget(call: Call): void {
    call.offeredTo = null;
    this.calls.splice(this.calls.indexOf(call), 1);
  }
}
