import { idleFate, QUIET_WAIT_MS, wantsBlank, wantsRefill } from "../pool/scheduler/upkeep";
import type { SimulatedEvent } from "./event-queue";
import type { SimulatedFleet, World } from "./simulated-fleet";

export interface SimulatedMaintainerHost {
  /** Whether a call runs. */
  running(): boolean;
  wanted(): boolean;
}

/** When a simulated pool refills and sweeps: as `Maintainer` does, by the same decisions. */
export class SimulatedMaintainer {
  readonly #world: World;
  readonly #fleet: SimulatedFleet;
  readonly #host: SimulatedMaintainerHost;
  #refill: "none" | "waiting" | "starting" = "none";
  #quietWait: SimulatedEvent | null = null;
  #sweep: SimulatedEvent | null = null;

  constructor(world: World, fleet: SimulatedFleet, host: SimulatedMaintainerHost) {
    this.#world = world;
    this.#fleet = fleet;
    this.#host = host;
  }

  start(): void {
    this.#after(this.#world.options.maintainEveryMs * 1000, () => {
      this.#reclaimTiers();
      this.check();
      this.start();
    });
  }

  check(): void {
    if (this.#refill !== "none") return;
    if (wantsRefill(this.#fleet.ready, this.#fleet.room, this.#world.options)) this.#waitForQuiet();
  }

  quiet(): void {
    if (this.#refill === "waiting") this.#startOne();
  }

  rested(): void {
    if (this.#sweep === null) this.#planSweep(this.#world.options.idleMs * 1000);
  }

  #waitForQuiet(): void {
    if (!this.#host.running()) {
      this.#startOne();
      return;
    }
    this.#refill = "waiting";
    this.#quietWait = this.#after(QUIET_WAIT_MS * 1000, () => {
      this.#startOne();
    });
  }

  #startOne(): void {
    this.#quietWait?.cancel();
    this.#refill = "none";
    const { options } = this.#world;
    if (this.#host.wanted() || !wantsBlank(this.#fleet.ready, this.#fleet.room, options)) return;
    this.#refill = "starting";
    this.#fleet.spawn(options.blankMemoryMb, () => {
      this.#refill = "none";
      if (wantsBlank(this.#fleet.ready, this.#fleet.room, options)) this.#waitForQuiet();
    });
  }

  #planSweep(inUs: number): void {
    if (inUs === Number.POSITIVE_INFINITY) return;
    this.#sweep?.cancel();
    this.#sweep = this.#after(inUs, () => {
      this.#sweepNow();
    });
  }

  #sweepNow(): void {
    this.#sweep = null;
    const { options, nowUs } = this.#world;
    let nextUs = Number.POSITIVE_INFINITY;
    for (const sandbox of [...this.#fleet.sandboxes]) {
      if (!sandbox.idle) continue;
      const fate = idleFate(sandbox, this.#fleet.ready, options, nowUs);
      if (fate.type === "later") nextUs = Math.min(nextUs, fate.inUs);
      else if (fate.type === "end") this.#fleet.end(sandbox);
      else if (fate.type === "restore") this.#fleet.restore(sandbox, options.blankMemoryMb, null);
    }
    this.#planSweep(nextUs);
  }

  #reclaimTiers(): void {
    const { blankMemoryMb } = this.#world.options;
    for (const sandbox of [...this.#fleet.sandboxes]) {
      if (sandbox.state === "blank" && sandbox.memoryMb !== blankMemoryMb)
        this.#fleet.restore(sandbox, blankMemoryMb, null);
    }
  }

  #after(inUs: number, happen: () => void): SimulatedEvent {
    return this.#world.events.plan(this.#world.nowUs + inUs, happen);
  }
}
