import type { Clock } from "../model";
import type { Announcer } from "./announcer";
import type { Fleet } from "./fleet";
import type { PoolOptions, Timers } from "./pool-types";
import { idleFate, QUIET_WAIT_MS, wantsBlank, wantsRefill } from "./scheduler/upkeep";

export interface MaintainerHost {
  readonly options: PoolOptions;
  /** Whether a call runs. */
  running(): boolean;
  /** Whether calls wait: then sandboxes are started for them, and a refill would only be in their way. */
  wanted(): boolean;
}

/**
 * Keeps blank sandboxes ready and takes away bound ones that nobody uses. It works in the background only: one thread at a
 * time, and none in the turn of the event loop in which a call is served.
 */
export class Maintainer {
  readonly #fleet: Fleet;
  readonly #timers: Timers;
  readonly #clock: Clock;
  readonly #announcer: Announcer;
  readonly #host: MaintainerHost;
  #refill: "none" | "waiting" | "planned" | "starting" = "none";
  #stopped = false;
  #cancelPeriod: () => void = nothing;
  #cancelWait: () => void = nothing;
  #cancelSweep: (() => void) | null = null;

  constructor(fleet: Fleet, timers: Timers, clock: Clock, announcer: Announcer, host: MaintainerHost) {
    this.#fleet = fleet;
    this.#timers = timers;
    this.#clock = clock;
    this.#announcer = announcer;
    this.#host = host;
  }

  /** Arms the period, anew where its length changed. */
  start(): void {
    this.#cancelPeriod();
    this.#cancelPeriod = this.#timers.after(this.#host.options.maintainEveryMs, () => {
      this.#reclaimTiers();
      this.check();
      this.start();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelPeriod();
    this.#cancelWait();
    this.#cancelSweep?.();
  }

  /** A sandbox was taken, or time went by: begins a refill when fewer than half of the wanted ones are ready. */
  check(): void {
    if (this.#refill !== "none" || this.#stopped) return;
    const { options } = this.#host;
    const { ready, room } = this.#fleet;
    if (!wantsRefill(ready, room, options)) return;
    this.#announcer.refill(options.maxPool, ready);
    this.#waitForQuiet();
  }

  /** No call runs any more. */
  quiet(): void {
    if (this.#refill === "waiting") this.#plan();
  }

  /** A sandbox became idle. */
  rested(): void {
    if (this.#cancelSweep === null) this.#planSweep(this.#host.options.idleMs);
  }

  /** The idle time changed. */
  resized(): void {
    this.#cancelSweep?.();
    this.#cancelSweep = null;
    this.#planSweep(0);
    this.start();
  }

  #waitForQuiet(): void {
    if (!this.#host.running()) {
      this.#plan();
      return;
    }
    this.#refill = "waiting";
    this.#cancelWait = this.#timers.after(QUIET_WAIT_MS, () => {
      if (this.#refill === "waiting") this.#plan();
    });
  }

  #plan(): void {
    this.#cancelWait();
    this.#refill = "planned";
    setImmediate(() => {
      void this.#startOne();
    });
  }

  async #startOne(): Promise<void> {
    this.#refill = "none";
    if (this.#stopped || this.#host.wanted()) return;
    if (!wantsBlank(this.#fleet.ready, this.#fleet.room, this.#host.options)) return;
    this.#refill = "starting";
    const started = await this.#fleet.spawn(this.#host.options.blankMemoryMb);
    this.#refill = "none";
    // After a failure the next period tries again, or the next call.
    if (started && this.#fleet.ready < this.#host.options.maxPool) this.#waitForQuiet();
  }

  #planSweep(delayMs: number): void {
    if (this.#stopped || delayMs === Number.POSITIVE_INFINITY) return;
    this.#cancelSweep = this.#timers.after(delayMs, () => {
      this.#sweep();
    });
  }

  #sweep(): void {
    this.#cancelSweep = null;
    const { options } = this.#host;
    const nowUs = this.#clock.nowUs();
    let nextUs = Number.POSITIVE_INFINITY;
    for (const sandbox of [...this.#fleet.sandboxes]) {
      if (!sandbox.idle) continue;
      const fate = idleFate(sandbox, this.#fleet.ready, options, nowUs);
      if (fate.type === "later") nextUs = Math.min(nextUs, fate.inUs);
      else if (fate.type === "end") void sandbox.end("it was not used for long");
      else if (fate.type === "restore") void this.#fleet.restore(sandbox, options.blankMemoryMb, null);
    }
    if (nextUs < Number.POSITIVE_INFINITY) this.#planSweep(nextUs / 1000);
  }

  /** Blank sandboxes that a call left in another tier get the common one again. */
  #reclaimTiers(): void {
    const { blankMemoryMb } = this.#host.options;
    for (const sandbox of [...this.#fleet.sandboxes]) {
      if (sandbox.state === "blank" && sandbox.memoryMb !== blankMemoryMb)
        void this.#fleet.restore(sandbox, blankMemoryMb, null);
    }
  }
}

function nothing(): void {
  // No timer is set yet.
}
