import { describe, expect, test } from "vitest";
import { measureTiers } from "../../../../main/workbench/cost/measure-tiers";
import type { Runs } from "../../../../main/workbench/measure/runs";
import type { Artifact, Outcome } from "../../../../runtime";
import { sampleInvocation } from "../sample-invocation";

const ARTIFACT: Artifact = {
  version: "sha256:test",
  kind: "js",
  engine: "quickjs",
  name: "hello",
  entry: "/functions/hello/index.ts",
  code: new Uint8Array(),
  sourceMap: null,
  debugInfo: null,
  modules: [],
};

/** Runs that say in which order they were made, and end as `outcomeOf` says of a size and how often it ran before. */
function fakeRuns(outcomeOf: (memoryMb: number, before: number) => Outcome): {
  readonly runs: Runs;
  readonly made: number[];
} {
  const made: number[] = [];
  const run = (memoryMb: number) => {
    const outcome = outcomeOf(memoryMb, made.filter((size) => size === memoryMb).length);
    made.push(memoryMb);
    return Promise.resolve(sampleInvocation({ outcome, start: "warm" }));
  };
  return { runs: { request: "GET /", artifact: ARTIFACT, run }, made };
}

test("runs are interleaved, each round begins with another size, and the first round does not count", async () => {
  const { runs, made } = fakeRuns(() => "ok");
  const tiers = await measureTiers(runs, [128, 256, 512], 3);
  expect(made).toEqual([128, 256, 512, 256, 512, 128, 512, 128, 256, 128, 256, 512]);
  expect(tiers.map(({ invocations }) => invocations.length)).toEqual([3, 3, 3]);
});

describe("a size that fails", () => {
  test("for want of memory is marked and run no further, and the others go on", async () => {
    const { runs, made } = fakeRuns((memoryMb, before) => (memoryMb === 128 && before === 2 ? "out-of-memory" : "ok"));
    const [small, large] = await measureTiers(runs, [128, 512], 4);
    expect(small).toMatchObject({ failure: { outcome: "out-of-memory" }, invocations: [{ outcome: "ok" }] });
    expect(large).toMatchObject({ failure: null });
    expect(large?.invocations).toHaveLength(4);
    expect(made.filter((size) => size === 128)).toHaveLength(3);
  });

  test("for another reason ends all", async () => {
    const { runs, made } = fakeRuns((memoryMb) => (memoryMb === 256 ? "threw" : "ok"));
    const tiers = await measureTiers(runs, [128, 256, 512], 5);
    expect(made).toEqual([128, 256]);
    expect(tiers.map(({ failure }) => failure?.outcome ?? null)).toEqual([null, "threw", null]);
  });
});
