/** Simulates beside the window, which goes on meanwhile. */
import { trafficRate } from "../../../../runtime/cost";
import { isAnswered, poissonArrivals, whatIfSteps } from "../../../../runtime/simulation";
import type { HeldPart, SettingResult, SimulationRun } from "../../../../runtime/simulation";
import type { Answer, Question, Simulated } from "./simulation-protocol";

const US_PER_SECOND = 1_000_000;
let lastId = 0;

self.addEventListener("message", ({ data }: MessageEvent<Question>) => {
  lastId = data.id;
  void answer(data);
});

/** One run after the other, until a newer question makes this one useless. */
async function answer(question: Question): Promise<void> {
  const { id, traffic, functions, durationUs } = question;
  const arrivals = (random: () => number) => {
    if ("arrivals" in traffic) return traffic.arrivals;
    const rate = trafficRate(traffic.rps, traffic.shape);
    return poissonArrivals(rate, durationUs / US_PER_SECOND, functions.length, random);
  };
  const steps = whatIfSteps({ ...question, arrivals });
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) {
      const [now, changed] = step.value.map(simulated);
      if (now !== undefined && changed !== undefined) self.postMessage({ id, now, changed } satisfies Answer);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (lastId !== id) return;
  }
}

function simulated({ options, figures, differences, runs }: SettingResult): Simulated {
  const latencies = runs.flatMap(({ calls }) => calls.filter(isAnswered).map(({ latencyUs }) => latencyUs));
  return {
    ...{ options, figures, differences },
    latenciesUs: Float64Array.from(latencies).sort(),
    held: meanHeld(runs),
    calls: runs.reduce((sum, { calls }) => sum + calls.length, 0),
  };
}

function meanHeld(runs: readonly SimulationRun[]): HeldPart[] {
  const [first] = runs;
  if (first === undefined) return [];
  return first.held.map((_, part) => {
    const mean = (name: keyof HeldPart): number =>
      runs.reduce((sum, { held }) => sum + (held[part]?.[name] ?? 0), 0) / runs.length;
    return { blank: mean("blank"), bound: mean("bound"), preparing: mean("preparing"), bytes: mean("bytes") };
  });
}
