/** The simulation beside the formulas of queueing theory, where there are some. */
import { describe, expect, test } from "vitest";
import { simulate } from "../../../runtime/simulation";
import type { SimulationRun } from "../../../runtime/simulation";
import { exponential, mean, PATIENT, sameStarts, steady, workload } from "./workloads";

const CALLS = 25_000;
const SERVICE_SECONDS = 0.5;
/** Handlers that only wait: no call slows another down. */
const WAITING = sameStarts(exponential(SERVICE_SECONDS * 1e6).map((waitUs) => ({ workUs: 0, waitUs })));
const SEEDS = [1, 2, 3, 4];

/** The share of calls that find all of `servers` busy where those that do are lost (Erlang's B formula). */
function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server += 1) blocked = (load * blocked) / (server + load * blocked);
  return blocked;
}

/** The share of calls that wait where none is lost (Erlang's C formula). */
function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

function waits(run: SimulationRun): number[] {
  return run.calls.map(({ waitedUs }) => (waitedUs ?? 0) / 1e6);
}

describe.each([
  { servers: 1, perSecond: 1.2 },
  { servers: 3, perSecond: 4.8 },
  { servers: 8, perSecond: 14 },
])("$servers sandboxes at $perSecond calls per second", ({ servers, perSecond }) => {
  const load = perSecond * SERVICE_SECONDS;
  const seconds = CALLS / perSecond;
  const options = { ...PATIENT, maxPool: servers, maxSandboxes: servers };

  test("let as many calls wait, and as long, as M/M/c does", () => {
    const waited = SEEDS.flatMap((seed) =>
      waits(simulate(workload(steady(perSecond, seconds, seed), seconds, WAITING), options, seed)),
    );
    const expected = erlangC(servers, load);
    expect(waited.filter((seconds) => seconds > 0).length / waited.length / expected).toBeCloseTo(1, 1);
    const expectedSeconds = expected / (servers / SERVICE_SECONDS - perSecond);
    expect(Math.abs(mean(waited) / expectedSeconds - 1)).toBeLessThan(0.1);
  });

  test("without a queue lose as many calls as M/M/c/c does", () => {
    const calls = SEEDS.flatMap((seed) => {
      const run = simulate(
        workload(steady(perSecond, seconds, seed), seconds, WAITING),
        { ...options, maxQueue: 0 },
        seed,
      );
      return run.calls;
    });
    const lost = calls.filter(({ outcome }) => outcome === "queue-full").length;
    expect(Math.abs(lost / calls.length / erlangB(servers, load) - 1)).toBeLessThan(0.05);
  });
});

test("handlers that compute share the processors as M/M/1 does, whoever waits for whom", () => {
  const perSecond = 1.2;
  const seconds = CALLS / perSecond;
  const computing = sameStarts(exponential(SERVICE_SECONDS * 1e6).map((workUs) => ({ workUs, waitUs: 0 })));
  const options = { ...PATIENT, maxPool: 60, maxSandboxes: 60 };
  const latencies = SEEDS.flatMap((seed) => {
    const calls = { ...workload(steady(perSecond, seconds, seed), seconds, computing), processors: 1 };
    return simulate(calls, options, seed).calls.map(({ latencyUs }) => latencyUs / 1e6);
  });
  expect(Math.abs(mean(latencies) / (1 / (1 / SERVICE_SECONDS - perSecond)) - 1)).toBeLessThan(0.1);
});
