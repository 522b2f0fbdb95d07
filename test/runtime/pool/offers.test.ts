import { describe, expect, it } from "vitest";
import { PoolHarness, said, until } from "./pool-harness";

/** A pool of one sandbox that is bound to the function `a`. */
async function bound(options: ConstructorParameters<typeof PoolHarness>[0] = {}): Promise<PoolHarness> {
  const harness = new PoolHarness({ maxSandboxes: 1, ...options }, { real: true });
  await harness.invoke("a", { op: "unit" });
  return harness;
}

function inMs(ms: number): { deadlineUs: number } {
  return { deadlineUs: Number(process.hrtime.bigint() / 1000n) + ms * 1000 };
}

describe("calls that wait behind a running one", () => {
  it("run one after the other in the same instance", async () => {
    await using harness = await bound();
    const results = await Promise.all(Array.from({ length: 40 }, () => harness.invoke("a")));
    expect(results.map((result) => said(result).uses)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(results.every((result) => result.start === "warm")).toBe(true);
  });

  it("get a fresh instance when the running one ends unsound", async () => {
    await using harness = await bound();
    const running = harness.invoke("a", { op: "spin" }, inMs(30));
    const behind = [harness.invoke("a"), harness.invoke("a")];
    expect((await running).outcome).toBe("timeout");
    expect((await Promise.all(behind)).map((result) => [result.outcome, said(result).uses])).toEqual([
      ["ok", 0],
      ["ok", 1],
    ]);
  });

  it("get another thread when the running one takes its own down", async () => {
    await using harness = await bound();
    const running = harness.invoke("a", { op: "exit" });
    const behind = [harness.invoke("a"), harness.invoke("a")];
    expect((await running).failure?.code).toBe("sandbox-died");
    expect((await Promise.all(behind)).map((result) => result.outcome)).toEqual(["ok", "ok"]);
  });

  it("can be cancelled before they began", async () => {
    await using harness = await bound();
    const running = harness.invoke("a", { op: "spin" }, inMs(30));
    const cancelled = harness.hold("a");
    cancelled.controller.abort();
    expect(await cancelled.result).toMatchObject({ outcome: "rejected", failure: { code: "cancelled" } });
    expect((await running).outcome).toBe("timeout");
  });

  it("are told of to who watches the pool, when they come and when they are cancelled", async () => {
    await using harness = await bound();
    const controller = new AbortController();
    const queued: number[] = [];
    harness.pool.subscribe((event) => {
      if (event.type !== "queue") return;
      queued.push(event.queued);
      // At once: a call that has waited a little takes its place in the queue.
      controller.abort();
    });
    const running = harness.invoke("a", { op: "spin" }, inMs(1000));
    const cancelled = harness.invoke("a", { op: "unit" }, { signal: controller.signal });
    await until(() => queued.at(-1) === 0);
    expect(harness.count("busy")).toBe(1);
    expect((await cancelled).outcome).toBe("rejected");
    expect((await running).outcome).toBe("timeout");
  });

  it("are refused at the queue's deadline", async () => {
    await using harness = await bound();
    harness.pool.resize({ queueTimeoutMs: 20 });
    const running = harness.invoke("a", { op: "spin" }, inMs(200));
    expect(await harness.invoke("a")).toMatchObject({ outcome: "rejected", failure: { code: "queue-deadline" } });
    expect((await running).outcome).toBe("timeout");
  });

  it("are not hit by what stops the running one", async () => {
    await using harness = await bound();
    const controller = new AbortController();
    const running = harness.invoke("a", { op: "spin" }, { ...inMs(5000), signal: controller.signal });
    const behind = harness.invoke("a");
    controller.abort();
    expect((await running).outcome).toBe("interrupted");
    expect(said(await behind).interrupted).toBe(false);
  });

  it("move to another sandbox when the running one waits for something", async () => {
    await using harness = await bound({ maxSandboxes: 2 });
    const waiting = harness.hold("a");
    const behind = await Promise.all([harness.invoke("a"), harness.invoke("a"), harness.invoke("a")]);
    expect(behind.every((result) => result.outcome === "ok")).toBe(true);
    await until(() => waiting.running);
    waiting.finish();
    expect((await waiting.result).outcome).toBe("ok");
  });

  it("never share an instance where each call is to have its own", async () => {
    await using harness = await bound({ maxUses: 1 });
    const results = await Promise.all(Array.from({ length: 10 }, () => harness.invoke("a")));
    expect(results.map((result) => said(result).uses)).toEqual(Array.from({ length: 10 }, () => 0));
  });

  it("are counted as waiting, and no more than the queue holds", async () => {
    await using harness = await bound({ maxQueue: 2 });
    const running = harness.invoke("a", { op: "spin" }, inMs(100));
    const behind = [harness.invoke("a"), harness.invoke("a")];
    expect(harness.pool.state().queued).toBe(2);
    expect((await harness.invoke("a")).failure?.code).toBe("queue-full");
    await Promise.all([running, ...behind]);
    expect(harness.pool.state().queued).toBe(0);
  });

  it("are rejected when the pool closes", async () => {
    const harness = await bound();
    const running = harness.invoke("a", { op: "stubborn" });
    const behind = harness.invoke("a");
    await harness.pool[Symbol.asyncDispose]();
    expect((await running).failure?.code).toBe("process-ended");
    expect((await behind).failure?.code).toBe("pool-closed");
  });

  it("let a call of another function have its turn", async () => {
    await using harness = await bound();
    const before = Array.from({ length: 20 }, () => harness.invoke("a"));
    const other = harness.invoke("b");
    const after = Array.from({ length: 20 }, () => harness.invoke("a"));
    const otherUs = (await other).thread?.receivedUs ?? 0;
    for (const result of await Promise.all(before)) expect(result.thread?.receivedUs).toBeLessThan(otherUs);
    for (const result of await Promise.all(after)) expect(result.thread?.receivedUs).toBeGreaterThan(otherUs);
  });
});
