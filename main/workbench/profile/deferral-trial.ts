import type { Artifact, DeferralTrial, Invocation } from "../../../runtime";
import { compareSamples } from "../../../runtime/profile";
import { rotated, runsOf } from "../measure/runs";
import type { Workbench } from "../workbench";
import type { TopLevelRequest } from "./top-level";

export interface TrialRequest extends TopLevelRequest {
  /** Starts of each build that count. */
  readonly rounds: number;
}

/** Rounds before the first that counts. */
const FIRST_ROUNDS = 2;

/**
 * Starts builds of one function in turn, prewarmed and without an image: the top level runs in each start. `alpha`: of each trial's test.
 * Null: a start did not end well.
 */
export async function startInTurn(
  workbench: Workbench,
  eager: Artifact,
  deferred: readonly Artifact[],
  alpha: number,
  request: TrialRequest,
): Promise<readonly DeferralTrial[] | null> {
  const subjects = await Promise.all([eager, ...deferred].map((artifact) => runsOf(workbench, artifact, request)));
  const found = subjects.map(() => [] as Invocation[]);
  const turns = subjects.map((subject, index) => ({ subject, index }));
  for (let round = 0; round < request.rounds + FIRST_ROUNDS; round += 1) {
    for (const { subject, index } of rotated(turns, round)) {
      const invocation = await subject.run(request.memoryMb, "prewarmed", { withoutImage: true });
      if (invocation.outcome !== "ok") return null;
      if (round >= FIRST_ROUNDS) found[index]?.push(invocation);
    }
  }
  const [first = [], ...others] = found;
  return others.map((other) => trialOf(first, other, alpha));
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
