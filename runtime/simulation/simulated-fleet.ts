import type { PoolOptions } from "../model";
import { at } from "./draw";
import type { EventQueue } from "./event-queue";
import type { Processors } from "./processors";
import { SimulatedSandbox } from "./simulated-sandbox";
import type { MeasuredStarts } from "./simulation-types";
import type { Tally } from "./tally";

/** The clock of a simulation, and what happens in it. */
export interface World {
  nowUs: number;
  readonly events: EventQueue;
  readonly processors: Processors;
  readonly options: PoolOptions;
  readonly tally: Tally;
  /** Numbers in [0, 1) for what does not belong to a call: threads' starts. */
  readonly random: () => number;
}

export interface SimulatedFleetHost {
  /** A sandbox is idle, or there is room for another. */
  available(): void;
  wanted(): boolean;
}

/** The sandboxes of a simulated pool: as `Fleet` starts, restores and ends them. */
export class SimulatedFleet {
  readonly sandboxes = new Set<SimulatedSandbox>();
  readonly #world: World;
  /** Whose measured spawns and binds are drawn from: a thread's start is no function's own. */
  readonly #starts: readonly MeasuredStarts[];
  readonly #host: SimulatedFleetHost;

  constructor(world: World, starts: readonly MeasuredStarts[], host: SimulatedFleetHost) {
    this.#world = world;
    this.#starts = starts;
    this.#host = host;
  }

  get room(): number {
    return this.#world.options.maxSandboxes - this.sandboxes.size;
  }

  get supply(): number {
    return this.#count((sandbox) => sandbox.supply);
  }

  get ready(): number {
    return this.#count((sandbox) => sandbox.state === "blank" || sandbox.supply);
  }

  get anyIdle(): boolean {
    return this.#count((sandbox) => sandbox.idle) > 0;
  }

  /** As a pool that was prewarmed begins: what it keeps ready is there. */
  begin(): void {
    const { maxPool, maxSandboxes, blankMemoryMb } = this.#world.options;
    for (let ready = 0; ready < Math.min(maxPool, maxSandboxes); ready += 1) {
      const sandbox = new SimulatedSandbox(blankMemoryMb);
      sandbox.readyUs = 0;
      this.sandboxes.add(sandbox);
      sandbox.rest(0);
    }
    this.changed();
  }

  /** Starts a sandbox for whoever comes first. `ready` is told when it is. */
  spawn(memoryMb: number, ready: () => void = nothing): void {
    const sandbox = new SimulatedSandbox(memoryMb);
    this.sandboxes.add(sandbox);
    this.#world.tally.spawned();
    this.changed();
    this.#world.processors.run(this.#draw("spawnUs"), () => {
      sandbox.readyUs = this.#world.nowUs;
      this.free(sandbox);
      ready();
    });
  }

  free(sandbox: SimulatedSandbox): void {
    sandbox.rest(this.#world.nowUs);
    this.changed();
    this.#host.available();
  }

  end(sandbox: SimulatedSandbox): void {
    sandbox.state = "dead";
    this.sandboxes.delete(sandbox);
    this.changed();
    this.#host.available();
  }

  /** Makes it blank for whoever comes first, or bound `again` where nobody waits for a blank one. */
  restore(sandbox: SimulatedSandbox, memoryMb: number, again: number | null): void {
    sandbox.reserved = false;
    this.reset(sandbox, memoryMb, () => {
      if (again === null || this.#host.wanted()) {
        this.free(sandbox);
        return;
      }
      this.#world.processors.run(this.#draw("bindUs"), () => {
        sandbox.boundTo = again;
        this.free(sandbox);
      });
    });
  }

  /** Makes it blank. To overwrite the memory takes about as long whichever image it is overwritten with. */
  reset(sandbox: SimulatedSandbox, memoryMb: number, done: () => void): void {
    sandbox.state = "busy";
    sandbox.upkeep = true;
    sandbox.boundTo = null;
    sandbox.uses = 0;
    sandbox.memoryMb = memoryMb;
    this.changed();
    this.#world.processors.run(this.#draw("bindUs"), done);
  }

  changed(): void {
    this.#world.tally.changed(this.sandboxes, this.#world.nowUs);
  }

  #draw(what: "spawnUs" | "bindUs"): number {
    const { random } = this.#world;
    return at(at(this.#starts, random())[what], random());
  }

  #count(test: (sandbox: SimulatedSandbox) => boolean): number {
    let count = 0;
    for (const sandbox of this.sandboxes) if (test(sandbox)) count += 1;
    return count;
  }
}

function nothing(): void {
  // Nobody is to be told.
}
