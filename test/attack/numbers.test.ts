/** What a call's record says of time, memory and order: the guest can't make it say anything else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Invocation, Span } from "../../runtime";
import { AttackHarness } from "./attack-harness";

let harness: AttackHarness;
beforeAll(async () => {
  harness = await AttackHarness.open();
});
afterAll(() => harness[Symbol.asyncDispose]());

/** Time that the top spans cover, overlaps counted once. */
function coveredUs(spans: readonly Span[]): number {
  let end = 0;
  let sum = 0;
  for (const span of spans.filter((one) => one.parent === null)) {
    sum += Math.max(0, span.endUs - Math.max(span.startUs, end));
    end = Math.max(end, span.endUs);
  }
  return sum;
}

function expectSound(invocation: Invocation): void {
  const { spans, usage, logs } = invocation;
  expect(coveredUs(spans)).toBe(usage.wallUs);
  for (const [index, span] of spans.entries()) {
    expect(Number.isInteger(span.startUs) && Number.isInteger(span.endUs)).toBe(true);
    expect(span.startUs).toBeGreaterThanOrEqual(0);
    expect(span.endUs).toBeGreaterThanOrEqual(span.startUs);
    expect(span.parent === null || (span.parent < index && span.parent >= 0)).toBe(true);
  }
  // Pool and thread cover all of a call between them, but for the thread's own way from the message to the handler.
  const handler = spans.find((span) => span.name === "handler");
  for (const gap of spans.filter((span) => span.name === "unaccounted")) expect(gap.endUs).toBe(handler?.startUs);
  // What platforms bill is the handler and the sending of its answer, and none of the ways to it; nothing where no handler ran.
  expect(usage.executionUs).toBe(usage.wallUs - (handler?.startUs ?? usage.wallUs));
  for (const { atUs } of logs) {
    expect(atUs).toBeGreaterThanOrEqual(0);
    expect(atUs).toBeLessThanOrEqual(usage.wallUs);
  }
}

test("a call's spans add up to its wall time and leave no gap but before the handler, whatever its start", async () => {
  const artifact = await harness.build(
    `console.log("top"); export default async (request, env, context) => { console.time("own"); await new Promise((resolve) => setTimeout(resolve, 2)); console.timeEnd("own"); return new Response("x") };`,
  );
  const first = await harness.call(artifact);
  expect(first.start).toBe("cold");
  expectSound(first);
  const warm = await harness.call(artifact);
  expect(warm.start).toBe("warm");
  expectSound(warm);
  const other = await harness.run(`export default () => new Response("y");`);
  expect(other.start).toBe("prewarmed");
  expectSound(other);
});

test("spans of a function that fails in any way add up too", async () => {
  for (const handler of [
    `() => { throw new Error("x") }`,
    `() => { for (;;) {} }`,
    `() => new Promise((resolve) => setTimeout(resolve, 1000))`,
    `() => { const kept = []; for (;;) kept.push(new Uint8Array(1_000_000)) }`,
    `() => new Response(new Uint8Array(2_000_000))`,
  ]) {
    const { spans, usage } = await harness.run(`export default ${handler};`, {
      grants: { timeoutMs: 400, memoryMb: 32 },
    });
    expect(coveredUs(spans), handler).toBe(usage.wallUs);
  }
});

test("the execution time of a call that never ended is the time it was given, and none that never began", async () => {
  const endless = await harness.run(`export default () => { for (;;) {} };`, { grants: { timeoutMs: 300 } });
  expect(endless.outcome).toBe("timeout");
  expect(endless.usage.executionUs).toBeGreaterThan(150_000);
  expect(endless.usage.executionUs).toBeLessThanOrEqual(endless.usage.wallUs);
  const broken = await harness.run(`throw new Error("at the top"); export default () => new Response("x");`);
  expect(broken.outcome).toBe("threw");
  expect(broken.usage.executionUs).toBe(0);
});

test("a top level that fails says what it ran for and held, and when it wrote to the console", async () => {
  const busy = `const until = Date.now() + 30; while (Date.now() < until); const kept = new Uint8Array(6_000_000).fill(1);`;
  const invocation = await harness.run(`${busy} console.log("so far"); throw new Error(String(kept.length));`);
  expectSound(invocation);
  expect(invocation.logs.map(({ text }) => text)).toEqual(["so far"]);
  expect(invocation.usage.initUs).toBeGreaterThan(29_000);
  expect(invocation.usage.initUs).toBeLessThanOrEqual(invocation.usage.wallUs);
  expect(invocation.usage.peakMemoryBytes).toBeGreaterThan(6_000_000);
  const endless = await harness.run(`for (;;);`, { grants: { timeoutMs: 1500 } });
  expect(endless.outcome).toBe("timeout");
  expect(endless.usage.initUs).toBeGreaterThan(200_000);
});

test("waiting is no active time, and computing is", async () => {
  const waits = await harness.run(
    `export default async () => { await new Promise((resolve) => setTimeout(resolve, 150)); return new Response("x") };`,
  );
  expect(waits.usage.wallUs).toBeGreaterThan(149_000);
  expect(waits.usage.activeCpuUs).toBeLessThan(75_000);
  const computes = await harness.run(
    `export default () => { let sum = 0; for (let n = 0; n < 1_000_000; n++) sum += n; return new Response(String(sum)) };`,
  );
  expect(computes.usage.activeCpuUs).toBeGreaterThan(1000);
  expect(computes.usage.activeCpuUs).toBeLessThanOrEqual(computes.usage.wallUs);
});

test("peak memory is the instance's own, and goes with it", async () => {
  const small = await harness.build(`export default () => new Response("x");`);
  const before = (await harness.call(small)).usage.peakMemoryBytes;
  const large = await harness.run(`export default () => new Response(String(new Uint8Array(20_000_000).length));`);
  expect(large.usage.peakMemoryBytes).toBeGreaterThan(20_000_000);
  expect((await harness.call(small)).usage.peakMemoryBytes).toBe(before);
});

test("a deadline further away than a timer reaches does not pass at once", async () => {
  const invocation = await harness.run(
    `export default async () => { await new Promise((resolve) => setTimeout(resolve, 5)); return new Response("x") };`,
    { grants: { timeoutMs: 1e11 } },
  );
  expect(invocation.outcome).toBe("ok");
});

test("what a function measures lies within its call, whatever it says", async () => {
  const invocation = await harness.run(`export default () => {
    performance.measure("future", { start: 1e300, end: 2e300 });
    performance.measure("ever", { start: 0, duration: 1e300 });
    performance.measure("backwards", { start: 1e6, end: 0 });
    return new Response();
  };`);
  expectSound(invocation);
  const own = invocation.spans.filter(({ name }) => ["future", "ever", "backwards"].includes(name));
  expect(own).toHaveLength(3);
  for (const { endUs } of own) expect(endUs).toBeLessThanOrEqual(invocation.usage.wallUs);
});
