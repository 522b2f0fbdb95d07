import type { Artifact, DeferralTrial, Invocation } from "../../../runtime";
import { compareSamples } from "../../../runtime/profile";
import { rotated, runsOf } from "../measure/runs";
import type { Workbench } from "../workbench";
import type { TopLevelRequest } from "./top-level";

export interface TrialRequest extends TopLevelRequest {
  /** Starts of each build that count. */
  readonly rounds: number;
  /** Called when the first round begins, with 0, and after each of `of` that count. */
  readonly onTrial?: (round: number, of: number) => void;
}

/** What starting builds in turn came to. */
export interface InTurn {
  /** One for each deferred build; none where no round that counts was done. */
  readonly trials: readonly DeferralTrial[];
  /** Rounds that count and were done: fewer than were asked for where it was cancelled. */
  readonly rounds: number;
}

/** Rounds before the first that counts. */
const FIRST_ROUNDS = 2;

/**
 * Starts builds of one function in turn, prewarmed and without an image: the top level runs in each start. `alpha`: of each trial's test.
 * Cancelled, it gives what the whole rounds until then came to. Null: a start did not end well.
 */
export async function startInTurn(
  workbench: Workbench,
  eager: Artifact,
  deferred: readonly Artifact[],
  alpha: number,
  request: TrialRequest,
): Promise<InTurn | null> {
  const subjects = await Promise.all([eager, ...deferred].map((artifact) => runsOf(workbench, artifact, request)));
  const found = subjects.map(() => [] as Invocation[]);
  const turns = subjects.map((subject, index) => ({ subject, index }));
  let rounds = 0;
  request.onTrial?.(0, request.rounds);
  for (let round = 0; round < request.rounds + FIRST_ROUNDS; round += 1) {
    const own: Invocation[] = [];
    for (const { subject, index } of rotated(turns, round)) {
      const invocation = await subject.run(request.memoryMb, "prewarmed", { withoutImage: true });
      if (request.signal.aborted) return { trials: rounds === 0 ? [] : trialsOf(found, alpha), rounds };
      if (invocation.outcome !== "ok") return null;
      own[index] = invocation;
    }
    if (round < FIRST_ROUNDS) continue;
    for (const [index, invocation] of own.entries()) found[index]?.push(invocation);
    rounds += 1;
    request.onTrial?.(rounds, request.rounds);
  }
  return { trials: trialsOf(found, alpha), rounds };
}

function trialsOf(
  [eager = [], ...deferred]: readonly (readonly Invocation[])[],
  alpha: number,
): readonly DeferralTrial[] {
  return deferred.map((each) => trialOf(eager, each, alpha));
}

function trialOf(eager: readonly Invocation[], deferred: readonly Invocation[], alpha: number): DeferralTrial {
  const walls = (invocations: readonly Invocation[]): number[] => invocations.map(({ usage }) => usage.wallUs);
  const { p50, test, verdict } = compareSamples("prewarmed", walls(eager), walls(deferred), alpha, "in turn");
  return {
    n: deferred.length,
    p50Us: [Math.round(p50[0]), Math.round(p50[1])],
    savedUs: test === null ? null : -Math.round(test.shiftUs),
    savedCi95Us: test === null ? null : [-Math.round(test.intervalUs[1]), -Math.round(test.intervalUs[0])],
    verdict,
    answer: heldAgainst(eager, deferred),
  };
}

function heldAgainst(eager: readonly Invocation[], deferred: readonly Invocation[]): DeferralTrial["answer"] {
  const statuses = new Set([...eager, ...deferred].map(({ response }) => response?.status));
  if (statuses.size > 1) return "differs";
  const usual = new Set(eager.map(answerOf));
  if (usual.size > 1) return "varies";
  return deferred.every((invocation) => usual.has(answerOf(invocation))) ? "same" : "differs";
}

function answerOf({ response }: Invocation): string {
  return JSON.stringify([response?.status, response?.headers, response?.body.sha256]);
}
