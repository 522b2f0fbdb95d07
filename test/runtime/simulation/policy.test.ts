/** What a pool's settings do to single calls. */
import { describe, expect, test } from "vitest";
import type { PoolOptions } from "../../../runtime/model";
import { simulate } from "../../../runtime/simulation";
import type { MeasuredStarts, SimulatedOutcome, SimulationRun, Workload } from "../../../runtime/simulation";
import { everySeconds, MB, oneFunction, PATIENT, sameStarts, workload } from "./workloads";

const STARTS: MeasuredStarts = {
  spawnUs: [100_000],
  bindUs: [1000],
  service: {
    cold: [{ workUs: 5000, waitUs: 0 }],
    prewarmed: [{ workUs: 3000, waitUs: 0 }],
    warm: [{ workUs: 1000, waitUs: 0 }],
  },
};

function outcomes({ calls }: SimulationRun): SimulatedOutcome[] {
  return calls.map(({ outcome }) => outcome);
}

/** Ten calls, ten seconds apart. */
function sparse(options: Partial<PoolOptions>, more: Partial<Workload> = {}): SimulationRun {
  return simulate({ ...workload(everySeconds(10, 10), 100, STARTS), ...more }, { ...PATIENT, ...options }, 1);
}

describe("calls far apart", () => {
  test("are warm but for the first, where sandboxes are kept", () => {
    const run = sparse({});
    expect(outcomes(run)).toEqual(["prewarmed", ...new Array<string>(9).fill("warm")]);
    expect(run.calls.map(({ latencyUs }) => latencyUs)).toEqual([3000, ...new Array<number>(9).fill(1000)]);
  });

  test("are all cold where nothing is kept ready and nothing is kept idle", () => {
    const run = sparse({ maxPool: 0, idleMs: 0 });
    expect(outcomes(run)).toEqual(new Array(10).fill("cold"));
    expect(run.calls.every(({ latencyUs }) => latencyUs === 105_000)).toBe(true);
    expect(run.spawns).toBe(10);
    expect(run.sandboxSeconds).toBeCloseTo(10 * 0.105);
    expect(run.peakBytes).toBe(4 * MB);
  });

  test("are all prewarmed where blank sandboxes are kept ready and bound ones are not kept idle", () => {
    expect(outcomes(sparse({ maxPool: 2, idleMs: 0 }))).toEqual(new Array(10).fill("prewarmed"));
  });

  test("are warm on a fresh instance where each serves one call", () => {
    const run = sparse({ maxUses: 1 });
    expect(outcomes(run)).toEqual(["prewarmed", ...new Array<string>(9).fill("warm")]);
  });

  test("of another tier than the blank sandboxes' wait for one of their own", () => {
    const functions = [oneFunction(STARTS, { memoryMb: 256 })];
    const run = sparse({ idleMs: 0 }, { functions });
    expect(run.calls.every(({ latencyUs, outcome }) => outcome === "prewarmed" && latencyUs === 4000)).toBe(true);
  });
});

test("a bound sandbox is kept as long as the idle time says, and the blank ones that are wanted for ever", () => {
  const run = simulate(workload(everySeconds(1000, 1), 1000, STARTS), { ...PATIENT, maxPool: 1, idleMs: 60_000 }, 1);
  // One blank sandbox takes the call; a refill starts another, so that the bound one is surplus and ends.
  expect(run.spawns).toBe(1);
  expect(run.peakSandboxes).toBe(2);
  expect(run.sandboxSeconds).toBeCloseTo(1000 + 60, -1);
});

test("a function takes the least recently used sandbox of another where there is no room", () => {
  const functions = [oneFunction(STARTS), oneFunction(STARTS, { name: "other" })];
  const arrivals = [0, 1, 0, 1].map((called, index) => ({ atUs: index * 1e6, called }));
  const options = { ...PATIENT, maxPool: 1, maxSandboxes: 1 };
  const run = simulate({ ...workload(arrivals, 10, STARTS), functions }, options, 1);
  expect(outcomes(run)).toEqual(new Array(4).fill("prewarmed"));
  expect(run.calls.map(({ latencyUs }) => latencyUs)).toEqual([3000, 4000, 4000, 4000]);
});

describe("calls at once", () => {
  const arrivals = new Array<{ atUs: number; called: number }>(6).fill({ atUs: 0, called: 0 });
  const slow = sameStarts([{ workUs: 0, waitUs: 1e6 }]);

  test("beyond the sandboxes and the queue are rejected", () => {
    const run = simulate(workload(arrivals, 10, slow), { ...PATIENT, maxQueue: 2 }, 1);
    expect(outcomes(run).sort()).toEqual(["prewarmed", "prewarmed", "prewarmed", "queue-full", "warm", "warm"]);
  });

  test("give up at the queue's deadline", () => {
    const run = simulate(workload(arrivals, 10, slow), { ...PATIENT, queueTimeoutMs: 500 }, 1);
    expect(outcomes(run).filter((outcome) => outcome === "queue-deadline")).toHaveLength(3);
    expect(
      run.calls.filter(({ outcome }) => outcome === "queue-deadline").every(({ latencyUs }) => latencyUs === 5e5),
    ).toBe(true);
  });

  test("are ended at their own deadline, waiting or running", () => {
    const run = simulate({ ...workload(arrivals, 10, slow), timeoutMs: 1500 }, PATIENT, 1);
    expect(outcomes(run).filter((outcome) => outcome === "timeout")).toHaveLength(3);
    expect(Math.max(...run.calls.map(({ latencyUs }) => latencyUs))).toBe(1.5e6);
  });

  test("share the processors", () => {
    const computing = sameStarts([{ workUs: 1e6, waitUs: 0 }]);
    const run = simulate(workload(arrivals.slice(0, 3), 10, computing), PATIENT, 1);
    // Three at once on two processors, of which the third begins when it has lost its patience after 5 ms.
    expect(Math.max(...run.calls.map(({ latencyUs }) => latencyUs)) / 1e6).toBeCloseTo(1.5, 2);
  });
});
