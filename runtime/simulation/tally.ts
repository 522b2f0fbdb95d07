import type { HeldPart, SimulatedCallResult, SimulationRun, Workload } from "./simulation-types";
import type { SimulatedSandbox } from "./simulated-sandbox";

/** Parts into which the time is cut for what was held. */
const HELD_PARTS = 120;

const US_PER_SECOND = 1_000_000;

type Sums = { -readonly [Name in keyof HeldPart]: number };

/** Counts what happens in a simulation. */
export class Tally {
  readonly #workload: Workload;
  readonly #calls: SimulatedCallResult[] = [];
  readonly #sums: Sums[] = Array.from({ length: HELD_PARTS }, nothingHeld);
  #held: Sums = nothingHeld();
  #sinceUs = 0;
  #peakBytes = 0;
  #peakSandboxes = 0;
  #spawns = 0;

  constructor(workload: Workload) {
    this.#workload = workload;
  }

  get settled(): number {
    return this.#calls.length;
  }

  call(result: SimulatedCallResult): void {
    this.#calls.push(result);
  }

  spawned(): void {
    this.#spawns += 1;
  }

  /** The sandboxes changed; until now it was as it was told last. */
  changed(sandboxes: Iterable<SimulatedSandbox>, nowUs: number): void {
    this.#addUntil(nowUs);
    const held = nothingHeld();
    let count = 0;
    for (const sandbox of sandboxes) {
      count += 1;
      held.bytes += this.#bytesOf(sandbox);
      if (sandbox.state === "blank") held.blank += 1;
      else if (sandbox.upkeep) held.preparing += 1;
      else held.bound += 1;
    }
    this.#held = held;
    if (nowUs > this.#workload.durationUs) return;
    this.#peakBytes = Math.max(this.#peakBytes, held.bytes);
    this.#peakSandboxes = Math.max(this.#peakSandboxes, count);
  }

  finish(): SimulationRun {
    const { durationUs } = this.#workload;
    this.#addUntil(durationUs);
    const partUs = durationUs / HELD_PARTS;
    const total = (name: keyof HeldPart): number => this.#sums.reduce((sum, part) => sum + part[name], 0);
    return {
      calls: this.#calls,
      held: this.#sums.map(({ blank, bound, preparing, bytes }) => ({
        blank: blank / partUs,
        bound: bound / partUs,
        preparing: preparing / partUs,
        bytes: bytes / partUs,
      })),
      meanBytes: total("bytes") / durationUs,
      peakBytes: this.#peakBytes,
      sandboxSeconds: (total("blank") + total("bound") + total("preparing")) / US_PER_SECOND,
      peakSandboxes: this.#peakSandboxes,
      spawns: this.#spawns,
    };
  }

  #bytesOf({ boundTo }: SimulatedSandbox): number {
    const bound = boundTo === null ? undefined : this.#workload.functions[boundTo];
    return bound?.boundBytes ?? this.#workload.blankBytes;
  }

  /** What is held now was held since it was told: into each part of the time that this reaches. */
  #addUntil(nowUs: number): void {
    const { durationUs } = this.#workload;
    const untilUs = Math.min(nowUs, durationUs);
    const partUs = durationUs / HELD_PARTS;
    while (this.#sinceUs < untilUs) {
      const index = Math.min(HELD_PARTS - 1, Math.floor(this.#sinceUs / partUs));
      const endUs = index === HELD_PARTS - 1 ? untilUs : Math.min(untilUs, (index + 1) * partUs);
      const sums = this.#sums[index];
      // A part's end may be rounded to its begin.
      const spanUs = Math.max(endUs - this.#sinceUs, 0);
      if (sums !== undefined) addTimes(sums, this.#held, spanUs);
      this.#sinceUs = spanUs > 0 ? endUs : untilUs;
    }
  }
}

function nothingHeld(): Sums {
  return { blank: 0, bound: 0, preparing: 0, bytes: 0 };
}

function addTimes(sums: Sums, held: HeldPart, times: number): void {
  sums.blank += held.blank * times;
  sums.bound += held.bound * times;
  sums.preparing += held.preparing * times;
  sums.bytes += held.bytes * times;
}
