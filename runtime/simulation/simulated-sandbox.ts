import type { SandboxState } from "../model";
import type { Busy } from "../pool/scheduler/wait";
import type { SimulatedCall } from "./simulated-call";

/** A sandbox of a simulated pool, as the pool's own decisions look at one. */
export class SimulatedSandbox implements Busy {
  state: SandboxState = "starting";
  memoryMb: number;
  /** Index of the function that it is bound to. */
  boundTo: number | null = null;
  idleSinceUs = 0;
  busySinceUs = 0;
  readyUs = Number.POSITIVE_INFINITY;
  uses = 0;
  atWork = false;
  /** Kept for one call while it is made ready for it. */
  reserved = false;
  /** Is being started, made blank, or bound ahead of a call. */
  upkeep = true;
  readonly retiring = false;
  /** In order of arrival. */
  readonly offers = new Set<SimulatedCall>();
  /** What is running on it. */
  running: SimulatedCall | null = null;

  constructor(memoryMb: number) {
    this.memoryMb = memoryMb;
  }

  get boundKey(): string | null {
    return this.boundTo === null ? null : String(this.boundTo);
  }

  get idle(): boolean {
    return this.state === "blank" || this.state === "bound";
  }

  /** Will be ready soon for whoever comes first. */
  get supply(): boolean {
    return this.upkeep && !this.reserved;
  }

  /** Ready to be taken. */
  rest(nowUs: number): void {
    this.reserved = false;
    this.upkeep = false;
    this.idleSinceUs = nowUs;
    this.state = this.boundTo === null ? "blank" : "bound";
  }
}
