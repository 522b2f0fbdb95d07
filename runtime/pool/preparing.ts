import type { Start } from "../model";
import type { Binding } from "../sandbox/protocol";
import type { Call } from "./call";
import type { Fleet } from "./fleet";
import type { Sandbox } from "./sandbox";

/** A call whose sandbox dies before it began gets another; when that dies too, the machine is at fault, not chance. */
const MAX_LOSSES = 1;

export interface PreparingHost {
  /** The call waits while its sandbox is made ready. */
  keep(call: Call): void;
  /** Its own deadline alone counts: it asked for a start that takes as long as it takes. */
  untilDeadline(call: Call): void;
  /** The sandbox is ready for the call. */
  ready(call: Call, sandbox: Sandbox, binding: Binding, start: Start): void;
  /** The sandbox died: the call looks for another. */
  again(call: Call): void;
  /** No sandbox could be made ready. */
  gaveUp(call: Call, reason: string): void;
}

/** Makes sandboxes ready for one call each: blank again, of its tier, bound where a warm start is forced, or new. */
export class Preparing {
  /** Calls that wait for a sandbox which is being made ready for them alone. */
  readonly calls = new Set<Call>();
  readonly #fleet: Fleet;
  readonly #host: PreparingHost;

  constructor(fleet: Fleet, host: PreparingHost) {
    this.#fleet = fleet;
    this.#host = host;
  }

  leave(call: Call): void {
    this.calls.delete(call);
  }

  /** Resets and binds a sandbox, as the call needs it. */
  async prepare(call: Call, sandbox: Sandbox, binding: Binding, reset: boolean, bind: boolean): Promise<void> {
    sandbox.reserve();
    this.#keep(call);
    try {
      if (reset) await sandbox.reset(call.job.memoryMb);
      if (bind && "engine" in binding) await sandbox.bind(binding, call.job.source.functionName);
    } catch (error) {
      this.#retry(call, error);
      return;
    }
    this.#begin(call, sandbox, binding, bind ? "warm" : startOf(call, sandbox));
  }

  /** A cold start that was asked for: its time begins before its thread is started. */
  async startCold(call: Call, binding: Binding): Promise<void> {
    call.prepared();
    call.queuedUs = call.acceptUs;
    call.start = "cold";
    this.#keep(call);
    this.#host.untilDeadline(call);
    let sandbox: Sandbox;
    try {
      sandbox = await this.#fleet.spawnReserved(call.job.memoryMb);
    } catch (error) {
      call.losses = MAX_LOSSES;
      this.#retry(call, error);
      return;
    }
    this.#begin(call, sandbox, binding, "cold");
  }

  #keep(call: Call): void {
    call.phase = "preparing";
    this.calls.add(call);
    this.#host.keep(call);
  }

  /** The call may have gone meanwhile. */
  #begin(call: Call, sandbox: Sandbox, binding: Binding, start: Start): void {
    this.calls.delete(call);
    if (call.settled) this.#fleet.free(sandbox);
    else this.#host.ready(call, sandbox, binding, start);
  }

  #retry(call: Call, error: unknown): void {
    this.calls.delete(call);
    if (call.settled) return;
    call.losses += 1;
    if (call.losses <= MAX_LOSSES) this.#host.again(call);
    else this.#host.gaveUp(call, error instanceof Error ? error.message : String(error));
  }
}

/** Cold is what waited for a thread to start. */
export function startOf(call: Call, sandbox: Sandbox): Start {
  if (call.job.start !== "auto") return call.job.start;
  if (sandbox.bound !== null) return "warm";
  return call.sawSpawn || sandbox.readyUs > call.queuedUs ? "cold" : "prewarmed";
}
