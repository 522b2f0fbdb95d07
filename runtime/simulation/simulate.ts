import type { PoolOptions } from "../model";
import { seededRandom } from "../statistics";
import { EventQueue } from "./event-queue";
import { Processors } from "./processors";
import { SimulatedCall } from "./simulated-call";
import { SimulatedDispatcher } from "./simulated-dispatcher";
import type { World } from "./simulated-fleet";
import { SimulatedFleet } from "./simulated-fleet";
import { SimulatedMaintainer } from "./simulated-maintainer";
import type { SimulationRun, Workload } from "./simulation-types";
import { Tally } from "./tally";

/**
 * Runs a workload against a pool with these settings, in simulated time: a discrete-event simulation in which sandboxes are chosen, refilled,
 * swept and queued for by the pool's own decisions (`runtime/pool/scheduler`), and every duration is one that was measured, drawn with
 * `seed`. The pool begins as it does after it was prewarmed. Images are there: the first call of a version after a change is not in it.
 */
export function simulate(workload: Workload, options: PoolOptions, seed: number): SimulationRun {
  return new Simulation(workload, options, seed).run();
}

class Simulation {
  readonly #workload: Workload;
  readonly #world: World;
  readonly #callDraws: () => number;
  readonly #fleet: SimulatedFleet;
  readonly #dispatcher: SimulatedDispatcher;
  readonly #maintainer: SimulatedMaintainer;
  #arrived = 0;

  constructor(workload: Workload, options: PoolOptions, seed: number) {
    this.#workload = workload;
    // A stream of their own: how often threads start depends on the settings, what a call takes does not.
    this.#callDraws = seededRandom(seed);
    this.#world = {
      nowUs: 0,
      events: new EventQueue(),
      processors: new Processors(workload.processors),
      options,
      tally: new Tally(workload),
      random: seededRandom(~seed),
    };
    const starts = workload.functions.map((called) => called.starts);
    this.#fleet = new SimulatedFleet(this.#world, starts, {
      available: () => {
        this.#maintainer.rested();
        this.#dispatcher.pump();
      },
      wanted: () => this.#dispatcher.wanted,
    });
    this.#dispatcher = new SimulatedDispatcher(this.#world, workload, this.#fleet, {
      acquired: () => {
        this.#maintainer.check();
      },
      quiet: () => {
        this.#maintainer.quiet();
      },
    });
    this.#maintainer = new SimulatedMaintainer(this.#world, this.#fleet, {
      running: () => this.#dispatcher.running,
      wanted: () => this.#dispatcher.wanted,
    });
  }

  run(): SimulationRun {
    const { tally } = this.#world;
    this.#fleet.begin();
    this.#maintainer.start();
    this.#maintainer.rested();
    this.#planArrival();
    while (tally.settled < this.#workload.arrivals.length || this.#world.nowUs < this.#workload.durationUs)
      this.#step();
    return tally.finish();
  }

  /** One call at a time is planned: the events in hand stay few. */
  #planArrival(): void {
    const arrival = this.#workload.arrivals[this.#arrived];
    const target = this.#workload.functions[arrival?.called ?? -1];
    if (arrival === undefined || target === undefined) return;
    this.#arrived += 1;
    const call = new SimulatedCall(this.#arrived, arrival.called, target, arrival.atUs, this.#callDraws());
    this.#world.events.plan(arrival.atUs, () => {
      this.#planArrival();
      this.#dispatcher.invoke(call);
    });
  }

  #step(): void {
    const { events, processors } = this.#world;
    const workedUs = processors.nextUs;
    const eventUs = events.nextUs;
    const nowUs = Math.max(this.#world.nowUs, Math.min(workedUs, eventUs));
    processors.advance(nowUs);
    this.#world.nowUs = nowUs;
    if (workedUs <= eventUs) processors.finish();
    else events.take()?.happen();
  }
}
