import type { PoolState, SandboxState } from "../../../runtime/model";

/** States in the order in which the chart stacks them, the most wanted at the bottom. */
export const STACKED = ["busy", "bound", "blank", "starting"] as const satisfies readonly SandboxState[];
export type StackedState = (typeof STACKED)[number];

/** The pool at one moment. */
export interface Sample {
  readonly atMs: number;
  readonly counts: Readonly<Record<StackedState, number>>;
  readonly queued: number;
}

export function sampleOf({ sandboxes, queued }: PoolState, atMs: number): Sample {
  const count = (state: StackedState): number => sandboxes.filter((sandbox) => sandbox.state === state).length;
  return {
    atMs,
    counts: { busy: count("busy"), bound: count("bound"), blank: count("blank"), starting: count("starting") },
    queued,
  };
}

/** How far the time line goes back. */
export const SPAN_MS = 120_000;

/** Adds a sample and lets go of what is older than the time line, but for the one that still holds at its beginning. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const beginMs = sample.atMs - SPAN_MS;
  const all = [...samples, sample];
  const first = all.findIndex((_, index) => (all[index + 1]?.atMs ?? Infinity) > beginMs);
  return all.slice(Math.max(0, first));
}

/** One stretch in which nothing changed; `from` and `to` are parts of the time line, 0 to 1. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly sample: Sample;
}

/** Where a moment lies on the time line that ends now: 0 at its beginning or before, 1 now. */
export function placeOf(atMs: number, nowMs: number): number {
  return Math.min(1, Math.max(0, (atMs - (nowMs - SPAN_MS)) / SPAN_MS));
}

/** The samples as stretches of a line that ends now: each holds until the next. */
export function stretches(samples: readonly Sample[], nowMs: number): readonly Stretch[] {
  return samples
    .map((sample, index) => ({
      sample,
      from: placeOf(sample.atMs, nowMs),
      to: placeOf(samples[index + 1]?.atMs ?? nowMs, nowMs),
    }))
    .filter(({ from, to }) => to > from);
}

/** What the chart's axis must hold: the pool's places, or more where more were taken. */
export function highest(samples: readonly Sample[], places: number): number {
  return Math.max(places, ...samples.map(({ counts, queued }) => Math.max(total(counts), queued)), 1);
}

function total(counts: Sample["counts"]): number {
  return STACKED.reduce((sum, state) => sum + counts[state], 0);
}

/** The sizes as the form holds them: text, so that a half-typed number is no error yet. */
export interface SizesForm {
  readonly maxPool: string;
  readonly maxSandboxes: string;
  readonly maxQueue: string;
  readonly idleSeconds: string;
  /** Empty: never renewed. */
  readonly maxUses: string;
}

export function formOf({ options }: PoolState): SizesForm {
  return {
    maxPool: String(options.maxPool),
    maxSandboxes: String(options.maxSandboxes),
    maxQueue: String(options.maxQueue),
    idleSeconds: String(options.idleMs / 1000),
    maxUses: Number.isFinite(options.maxUses) ? String(options.maxUses) : "",
  };
}

/** The sizes that a form says, or the first field that is no number. */
export function sizesOf(form: SizesForm) {
  const numbers = {
    maxPool: Number(form.maxPool),
    maxSandboxes: Number(form.maxSandboxes),
    maxQueue: Number(form.maxQueue),
    idleMs: Math.round(Number(form.idleSeconds) * 1000),
    maxUses: form.maxUses.trim() === "" ? null : Number(form.maxUses),
  };
  for (const [name, least] of [
    ["maxPool", 0],
    ["maxSandboxes", 1],
    ["maxQueue", 0],
    ["idleMs", 100],
    ["maxUses", 1],
  ] as const) {
    const value = numbers[name];
    if (value !== null && !(Number.isInteger(value) && value >= least)) return { ok: false, field: name } as const;
  }
  return { ok: true, sizes: numbers } as const;
}
