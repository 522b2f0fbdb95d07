import { randomInt } from "node:crypto";
import type { Invocation, ProfileEnd, ProfileSample, Start, Usage } from "../../../runtime";
import { mostActiveCpuUs } from "../../../runtime/model";
import { seededRandom, shuffled } from "../../../runtime/statistics";
import type { Runs } from "../measure/runs";
import type { Workbench } from "../workbench";
import { RunObserver } from "./run-observer";

export interface CollectRequest {
  /** The functions: starts of all of them take turns. */
  readonly subjects: readonly Runs[];
  readonly starts: readonly Start[];
  /** Starts of each kind that count. */
  readonly runs: number;
  /** MiB. */
  readonly memoryMb: number;
  /** Whether cold and prewarmed starts without an image take turns with those that have one. */
  readonly alsoWithoutImage: boolean;
  /** Whether the other functions are measured on after a start of one did not end well. */
  readonly othersGoOn?: boolean;
  /** Called after each round; the first ones are below 1. */
  readonly onRound?: (round: number) => void;
}

/** What one function's starts came to. */
export interface Collected {
  readonly samples: readonly ProfileSample[];
  readonly withoutImage: readonly ProfileSample[];
  /** Why they are not all there; null: they are. */
  readonly ended: ProfileEnd | null;
  /** Of the last answer; null for none. */
  readonly status: number | null;
  /** Of the last start; null for none. */
  readonly usage: Usage | null;
}

/** Rounds that warm the machine up: processor caches, the engine's compiled tiers, the disk's cache. */
const FIRST_ROUNDS = 3;
/** The sandbox of a warm start has answered before: its thread's own code is compiled then. */
const CALLS_BEFORE_WARM = 3;

/**
 * Forces starts one after the other, each kind of each function once a round: a machine that slows down does so to all alike. The order
 * is drawn at random for every second round, and turned round in the next. A fixed one would not do: the pool's threads come in turn as
 * well, so that each function always got the same ones, of which one is always a little faster (found by comparing a function with
 * itself). The workbench's runtime is one for profiling. A start that does not end well ends its function's, with what was measured until
 * then.
 */
export async function collectStarts(workbench: Workbench, request: CollectRequest): Promise<readonly Collected[]> {
  const { subjects, starts, runs, memoryMb, othersGoOn = false } = request;
  const found = subjects.map(() => ({
    samples: [] as ProfileSample[],
    withoutImage: [] as ProfileSample[],
    ended: null as ProfileEnd | null,
    status: null as number | null,
    usage: null as Usage | null,
  }));
  const turns = subjects.flatMap((subject, index) =>
    turnsOf(starts, request.alsoWithoutImage).map((turn) => ({ subject, index, ...turn })),
  );
  const random = seededRandom(randomInt(2 ** 32));
  let order: typeof turns = [];
  const observer = new RunObserver(await workbench.runtime());
  for (let round = 1; round <= runs + FIRST_ROUNDS; round += 1) {
    order = round % 2 === 1 ? shuffled(turns, random) : order.toReversed();
    for (const { subject, index, start, withoutImage } of order) {
      const collected = found[index];
      if (collected?.ended !== null) continue;
      const { invocation, events } = await forcedStart(subject, memoryMb, start, withoutImage, observer);
      if (invocation.outcome !== "ok") {
        collected.ended = endOf(invocation, { stage: "starts", start, round });
        if (!othersGoOn || found.every(({ ended }) => ended !== null)) return found;
        continue;
      }
      collected.status = invocation.response?.status ?? null;
      const samples = withoutImage ? collected.withoutImage : collected.samples;
      samples.push(sampleOf(invocation, start, round, events));
      // Top-level code that is run again at a start holds memory of its own.
      if (!withoutImage) collected.usage = invocation.usage;
    }
    request.onRound?.(round - FIRST_ROUNDS);
  }
  return found;
}

interface Turn {
  readonly start: Start;
  readonly withoutImage: boolean;
}

/** A warm start needs no image: its sandbox has the function already. */
function turnsOf(starts: readonly Start[], alsoWithoutImage: boolean): readonly Turn[] {
  const withImage = starts.map((start) => ({ start, withoutImage: false }));
  if (!alsoWithoutImage) return withImage;
  return [...withImage, ...starts.filter((start) => start !== "warm").map((start) => ({ start, withoutImage: true }))];
}

/** A call that was cancelled while its sandbox was made ready is as interrupted as one that ran. */
export function endOf(
  { outcome, error }: Pick<Invocation, "outcome" | "error">,
  { stage, start, round }: Pick<ProfileEnd, "stage" | "start" | "round">,
): ProfileEnd {
  if (outcome === "ok") throw new Error("a start that ended well ends nothing");
  return { stage, start, round, outcome: error?.code === "cancelled" ? "interrupted" : outcome, error };
}

async function forcedStart(
  subject: Runs,
  memoryMb: number,
  start: Start,
  withoutImage: boolean,
  observer: RunObserver,
): Promise<{ readonly invocation: Invocation; readonly events: ProfileSample["events"] }> {
  const onPrepared = (): void => {
    observer.begin();
  };
  for (let call = 0; start === "warm" && call < CALLS_BEFORE_WARM; call += 1) {
    const invocation = await subject.run(memoryMb, start, { onPrepared });
    if (invocation.outcome !== "ok") return { invocation, events: await observer.end() };
  }
  const invocation = await subject.run(memoryMb, start, { onPrepared, withoutImage });
  return { invocation, events: await observer.end() };
}

function sampleOf(invocation: Invocation, start: Start, round: number, events: ProfileSample["events"]): ProfileSample {
  const { wallUs, executionUs } = invocation.usage;
  const activeCpuUs = mostActiveCpuUs(invocation.usage);
  const spans: Record<string, number> = {};
  for (const { name, startUs, endUs, parent, attributes } of invocation.spans) {
    if (parent !== null || attributes["coldframe.guest"] === true) continue;
    spans[name] = (spans[name] ?? 0) + endUs - startUs;
  }
  return { start, round, first: round <= FIRST_ROUNDS, wallUs, executionUs, activeCpuUs, spans, events };
}
