import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PoolResult } from "../../../runtime/pool";
import { layOutSpans } from "../../../runtime/pool/spans";
import { choose } from "../../../runtime/pool/scheduler/choose";
import type { Call } from "./pool-harness";
import { PoolHarness, until } from "./pool-harness";

type Step =
  | { do: "invoke"; name: string; memoryMb: number; start: "auto" | "warm" | "prewarmed" | "cold" }
  | { do: "die"; name: string; op: string }
  | { do: "finish" | "cancel"; which: number }
  | { do: "resize"; maxSandboxes: number }
  | { do: "advance"; ms: number };

const name = fc.constantFrom("a", "b", "c");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("invoke" as const),
      name,
      memoryMb: fc.constantFrom(128, 128, 256),
      start: fc.constantFrom("auto" as const, "auto" as const, "warm" as const, "prewarmed" as const, "cold" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("die" as const), name, op: fc.constantFrom("crash", "exit", "unsound") }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom("finish" as const, "cancel" as const), which: fc.nat(20) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("resize" as const), maxSandboxes: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("advance" as const), ms: fc.integer({ min: 1, max: 400 }) }) },
);

/** The fake thread dies with "protocol violation" when it is given two calls, or one that is not for its image. */
function checkRules(results: readonly PoolResult[]): void {
  for (const { outcome, failure, start, thread } of results) {
    expect(failure?.message ?? "").not.toContain("protocol violation");
    if (outcome === "ok") expect(thread).not.toBeNull();
    if (outcome === "rejected") expect(start).toBeNull();
  }
}

async function play(steps: readonly Step[], maxUses: number): Promise<void> {
  const harness = new PoolHarness({ maxSandboxes: 2, maxPool: 1, maxQueue: 4, idleMs: 1000, maxUses });
  const held: Call[] = [];
  const results: Promise<PoolResult>[] = [];
  let cap = 2;
  let lastCount = 0;
  let overCap = false;
  harness.pool.subscribe(() => {
    // Made smaller, a pool keeps what is busy until it is done; it only must not grow beyond its cap.
    const count = harness.pool.state().sandboxes.length;
    overCap ||= count > lastCount && count > cap;
    lastCount = count;
  });
  for (const action of steps) {
    if (action.do === "invoke") {
      const call = harness.hold(action.name, { memoryMb: action.memoryMb, start: action.start });
      held.push(call);
      results.push(call.result);
    } else if (action.do === "die") results.push(harness.invoke(action.name, { op: action.op }));
    else if (action.do === "advance") harness.time.advance(action.ms);
    else if (action.do === "resize") {
      cap = action.maxSandboxes;
      harness.pool.resize({ maxSandboxes: cap });
    } else {
      const call = held[action.which % held.length];
      if (action.do === "finish") call?.finish();
      else call?.controller.abort();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  let answered = 0;
  for (const result of results) void result.then(() => (answered += 1));
  await until(() => {
    for (const call of held) call.finish();
    return answered === results.length;
  });
  checkRules(await Promise.all(results));
  expect(overCap).toBe(false);
  await until(() => harness.pool.state().sandboxes.every((sandbox) => sandbox.state !== "busy"));
  await until(() => harness.pool.state().sandboxes.length <= cap);
  expect(harness.pool.state().queued).toBe(0);
  await harness.pool[Symbol.asyncDispose]();
  expect(harness.pool.state().sandboxes).toEqual([]);
}

describe("any sequence of calls, ends, cancels, crashes and resizes", () => {
  it("answers every call, gives no sandbox to two, and leaves no thread", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), fc.constantFrom(1, 2, Infinity), play),
      { numRuns: 25 },
    );
  });
});

describe("the spans of a wait", () => {
  const time = fc.integer({ min: 0, max: 1000 });
  const detour = fc
    .tuple(fc.constantFrom("init" as const, "compile" as const, "spawn" as const), time, time)
    .map(([kind, one, other]) => ({
      name: kind,
      startUs: Math.min(one, other),
      endUs: Math.max(one, other),
      attributes: {},
    }));

  it("add up to it, whatever overlaps", () => {
    fc.assert(
      fc.property(time, time, fc.array(detour, { maxLength: 5 }), (one, other, detours) => {
        const [acceptUs, untilUs] = [Math.min(one, other), Math.max(one, other)];
        const spans = layOutSpans(acceptUs, untilUs, detours);
        let atUs = acceptUs;
        for (const span of spans) {
          expect(span.startUs).toBe(atUs);
          expect(span.endUs).toBeGreaterThan(span.startUs);
          const covered = detours.some((d) => d.startUs <= span.startUs && d.endUs >= span.endUs);
          if (span.name === "queue") expect(covered).toBe(false);
          atUs = span.endUs;
        }
        expect(atUs).toBe(untilUs);
      }),
    );
  });
});

describe("the choice of a sandbox", () => {
  const sandbox = fc.record({
    state: fc.constantFrom("starting", "blank", "bound", "busy", "dead"),
    boundKey: fc.constantFrom("a", "b"),
    memoryMb: fc.constantFrom(128, 256),
    idleSinceUs: fc.nat(10),
  });
  const need = fc.record({
    key: fc.constant("a"),
    memoryMb: fc.constant(128),
    start: fc.constantFrom("auto", "warm", "prewarmed", "cold", "image"),
  });

  it("never falls on one that is not idle, and never waits where one is", () => {
    fc.assert(
      fc.property(need, fc.array(sandbox), fc.nat(1), (wanted, sandboxes, room) => {
        const choice = choose(wanted, sandboxes, room);
        const idle = sandboxes.filter(({ state }) => state === "blank" || state === "bound");
        if (choice.type === "take" || choice.type === "drop") expect(idle).toContain(choice.sandbox);
        if (choice.type === "spawn") expect(room).toBe(1);
        if (choice.type === "wait") expect(idle.length + room).toBe(0);
        if (choice.type === "take" && !choice.reset) {
          expect(choice.sandbox.memoryMb).toBe(128);
          if (choice.sandbox.state === "bound") expect(choice.sandbox.boundKey).toBe("a");
        }
        if (wanted.start === "cold") expect(choice.type).not.toBe("take");
        if (wanted.start === "prewarmed" && choice.type === "take" && choice.sandbox.state === "bound")
          expect(choice.reset).toBe(true);
      }),
    );
  });
});
