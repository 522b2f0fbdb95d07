import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import type { PoolEvent } from "../../../runtime/pool";
import { MemoryBudget, memoryCap } from "../../../runtime/pool/memory-budget";
import idleProcess from "./idle-process?modulePath";
import { FAKE_THREAD, PoolHarness, said, until } from "./pool-harness";

describe("the queue", () => {
  it("serves 500 calls at once on 2 sandboxes", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 2, maxQueue: 1000 });
    const results = await Promise.all(Array.from({ length: 500 }, () => harness.invoke("a")));
    expect(new Set(results.map((result) => result.outcome))).toEqual(new Set(["ok"]));
    expect(harness.pool.state().sandboxes.length).toBeLessThanOrEqual(2);
  });

  it("serves 500 calls at once on one sandbox in order", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1, maxQueue: 1000 });
    const results = await Promise.all(Array.from({ length: 500 }, () => harness.invoke("a")));
    const times = results.map((result) => result.thread?.receivedUs ?? 0);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  it("refuses one call more than it holds, and none that a free sandbox could take", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 2, maxQueue: 1 });
    const busy = [harness.hold("a"), harness.hold("a")];
    await until(() => busy.every((call) => call.running));
    const waiting = harness.invoke("a");
    const refused = await harness.invoke("a");
    expect(refused).toMatchObject({ outcome: "rejected", failure: { code: "queue-full" }, start: null });
    for (const call of busy) call.finish();
    expect((await waiting).outcome).toBe("ok");
  });

  it("rejects a call that waited too long", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1, queueTimeoutMs: 100 });
    const busy = harness.hold("a");
    await until(() => busy.running);
    const waiting = harness.invoke("a");
    harness.time.advance(100);
    expect(await waiting).toMatchObject({ outcome: "rejected", failure: { code: "queue-deadline" } });
    expect(busy.running).toBe(true);
    busy.finish();
    await busy.result;
  });
});

describe("the maintainer", () => {
  it("refills after an acquire once fewer than half are ready", async () => {
    await using harness = new PoolHarness({ maxPool: 2, maxSandboxes: 8 });
    await harness.pool.prewarm(2);
    const first = harness.hold("a");
    await until(() => first.running);
    expect(harness.pool.state().sandboxes).toHaveLength(2);
    const second = harness.hold("b");
    await until(() => second.running);
    // A refill waits for calls to end, but not for long.
    await until(() => {
      if (harness.count("starting") === 0) harness.time.advance(1);
      return harness.count("blank") === 2;
    });
    first.finish();
    second.finish();
    await Promise.all([first.result, second.result]);
  });

  it("refills every period", async () => {
    await using harness = new PoolHarness({ maxPool: 2, maxSandboxes: 8, maintainEveryMs: 30_000 });
    harness.time.advance(29_999);
    expect(harness.pool.state().sandboxes).toEqual([]);
    harness.time.advance(1);
    await until(() => harness.count("blank") === 2);
  });

  it("never blocks an acquire: calls are served while threads start", async () => {
    await using harness = new PoolHarness({ maxPool: 4, maxSandboxes: 8 });
    await harness.invoke("a");
    await until(() => harness.count("starting") === 1);
    const starting = harness.pool.state().sandboxes.find((sandbox) => sandbox.state === "starting");
    for (let count = 0; count < 20; count += 1) {
      const result = await harness.invoke("a");
      expect(result.start).toBe("warm");
      expect(result.sandboxId).not.toBe(starting?.id);
    }
  });

  it("starts no thread beyond the cap, and blank sandboxes yield to calls", async () => {
    await using harness = new PoolHarness({ maxPool: 4, maxSandboxes: 2 });
    await harness.pool.prewarm(4);
    expect(harness.count("blank")).toBe(2);
    const calls = [harness.hold("a"), harness.hold("b")];
    await until(() => calls.every((call) => call.running));
    harness.time.advance(60_000);
    expect(harness.pool.state().sandboxes).toHaveLength(2);
    for (const call of calls) call.finish();
    await Promise.all(calls.map((call) => call.result));
  });

  it("makes bound sandboxes blank that nobody used for long, and ends those beyond what is wanted", async () => {
    await using harness = new PoolHarness({ maxPool: 1, maxSandboxes: 3, idleMs: 1000 });
    await harness.pool.prewarm(1);
    const calls = [harness.hold("a"), harness.hold("b"), harness.hold("c")];
    await until(() => calls.every((call) => call.running));
    for (const call of calls) call.finish();
    await Promise.all(calls.map((call) => call.result));
    harness.time.advance(999);
    expect(harness.count("bound")).toBe(3);
    harness.time.advance(1);
    await until(() => harness.pool.state().sandboxes.length === 1 && harness.count("blank") === 1);
  });

  it("keeps a bound sandbox that is used again and again", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1, idleMs: 1000 });
    await harness.invoke("a");
    for (let count = 0; count < 5; count += 1) {
      harness.time.advance(900);
      expect((await harness.invoke("a")).start).toBe("warm");
    }
    harness.time.advance(1000);
    await until(() => harness.pool.state().sandboxes.length === 0);
  });
});

describe("prewarming", () => {
  it("starts a few threads at a time, and lets calls go first", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 40 });
    let most = 0;
    const unsubscribe = harness.pool.subscribe(() => (most = Math.max(most, harness.count("starting"))));
    const warming = harness.pool.prewarm(30);
    await until(() => harness.count("starting") > 0);
    await harness.invoke("a");
    expect(harness.pool.state().sandboxes.length).toBeLessThan(30);
    await warming;
    expect(harness.count("blank")).toBe(30);
    // The processors but one, and a thread for the call.
    expect(most).toBeLessThanOrEqual(Math.max(1, availableParallelism() - 1) + 1);
    unsubscribe();
  });

  it("is ended by a signal or by a drain; a signal leaves what is ready", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 60 });
    const controller = new AbortController();
    const warming = harness.pool.prewarm(50, controller.signal);
    await until(() => harness.count("blank") >= 2);
    controller.abort(new Error("enough"));
    await expect(warming).rejects.toThrow("enough");
    expect(harness.count("blank")).toBeLessThan(50);
    const again = harness.pool.prewarm(50);
    await until(() => harness.count("starting") > 0);
    await harness.pool.drain();
    await again;
    await until(() => harness.pool.state().sandboxes.length === 0);
  });
});

describe("a drain", () => {
  it("waits for busy sandboxes, and leaves them alone when it is ended", async () => {
    await using harness = new PoolHarness();
    const busy = harness.hold("a");
    await until(() => busy.running);
    const controller = new AbortController();
    const draining = harness.pool.drain(controller.signal);
    controller.abort(new Error("enough"));
    await expect(draining).rejects.toThrow("enough");
    busy.finish();
    await busy.result;
    expect((await harness.invoke("a")).start).toBe("warm");
  });
});

describe("the pool's size", () => {
  it("shrinks at once where sandboxes are idle, and when calls end where not", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 3 });
    const calls = [harness.hold("a"), harness.hold("a")];
    await until(() => calls.every((call) => call.running));
    await harness.pool.prewarm(1);
    harness.pool.resize({ maxSandboxes: 1 });
    await until(() => harness.pool.state().sandboxes.length === 2);
    for (const call of calls) call.finish();
    await Promise.all(calls.map((call) => call.result));
    await until(() => harness.pool.state().sandboxes.length === 1);
    expect((await harness.invoke("a")).start).toBe("warm");
  });

  it("grows for calls that wait", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    const busy = harness.hold("a");
    await until(() => busy.running);
    const waiting = harness.hold("a");
    harness.pool.resize({ maxSandboxes: 2 });
    await until(() => waiting.running);
    for (const call of [busy, waiting]) call.finish();
    await Promise.all([busy.result, waiting.result]);
  });

  it.each([{ maxSandboxes: 0 }, { maxQueue: -1 }, { maxUses: Number.NaN }, { maxPool: 1.5 }])(
    "refuses options that make no sense: %o",
    async (options) => {
      await using harness = new PoolHarness();
      expect(() => {
        harness.pool.resize(options);
      }).toThrow(RangeError);
      expect(() => new PoolHarness(options)).toThrow(Object.keys(options)[0]);
    },
  );

  it("stays within what the process may hold, over all of its pools", async () => {
    const budget = new MemoryBudget(2);
    await using one = new PoolHarness({ maxSandboxes: 8 }, { budget });
    await using other = new PoolHarness({ maxSandboxes: 8 }, { budget });
    await Promise.all([one.invoke("a"), other.invoke("a")]);
    const calls = [one.hold("a"), one.hold("a")];
    await until(() => calls.some((call) => call.running));
    expect(budget.left).toBe(0);
    await other.pool.drain();
    await until(() => calls.every((call) => call.running));
    for (const call of calls) call.finish();
    await Promise.all(calls.map((call) => call.result));
  });

  it("is limited in Electron, where a process holds few Wasm memories", () => {
    expect(memoryCap({ node: "20.18.1", electron: "33.2.1" })).toBe(120);
    expect(memoryCap({ node: "24.21.0" })).toBe(Infinity);
  });
});

describe("the end", () => {
  it("drains idle sandboxes at once and busy ones when they are done", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 2 });
    await harness.invoke("a");
    const busy = harness.hold("a");
    await until(() => busy.running);
    let drained = false;
    const draining = harness.pool.drain().then(() => (drained = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(drained).toBe(false);
    busy.finish();
    expect((await busy.result).outcome).toBe("ok");
    await draining;
    expect(harness.pool.state().sandboxes).toEqual([]);
    expect((await harness.invoke("a")).outcome).toBe("ok");
  });

  it("answers every call and ends every thread", async () => {
    const harness = new PoolHarness({ maxSandboxes: 2 });
    const running = [harness.hold("a"), harness.hold("b")];
    await until(() => running.every((call) => call.running));
    const waiting = harness.invoke("a");
    await harness.pool[Symbol.asyncDispose]();
    for (const call of running) {
      expect(await call.result).toMatchObject({ outcome: "interrupted", failure: { code: "process-ended" } });
    }
    expect(await waiting).toMatchObject({ outcome: "rejected", failure: { code: "pool-closed" } });
    expect(await harness.invoke("a")).toMatchObject({ outcome: "rejected", failure: { code: "pool-closed" } });
    expect(harness.pool.state()).toMatchObject({ sandboxes: [], queued: 0 });
    expect(harness.budget.left).toBe(Infinity);
  });

  it("ends threads that are starting, too", async () => {
    const harness = new PoolHarness({ maxSandboxes: 4 });
    const warming = harness.pool.prewarm(3);
    warming.catch(() => undefined);
    await until(() => harness.count("starting") > 0);
    await harness.pool[Symbol.asyncDispose]();
    expect(harness.pool.state().sandboxes).toEqual([]);
    await expect(warming).rejects.toThrow();
    await expect(harness.pool.prewarm(1)).rejects.toThrow("closed");
  });
});

describe("an idle pool", () => {
  it("does not keep its process alive", () => {
    const { status, stdout } = spawnSync(process.execPath, [idleProcess, FAKE_THREAD], { timeout: 15_000 });
    expect({ status, said: stdout.toString() }).toEqual({ status: 0, said: "ok" });
  });
});

describe("who watches the pool", () => {
  it("hears of sandboxes, queue and refills until it unsubscribes", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1, maxPool: 1 });
    const events: PoolEvent[] = [];
    const unsubscribe = harness.pool.subscribe((event) => events.push(event));
    const busy = harness.hold("a");
    await until(() => busy.running);
    const waiting = harness.invoke("a");
    await until(() => events.some((event) => event.type === "queue" && event.queued === 1));
    busy.finish();
    await waiting;
    await until(() => events.some((event) => event.type === "queue" && event.queued === 0));
    await until(() => events.some((event) => event.type === "sandbox" && event.sandbox.state === "bound"));
    await harness.pool.drain();
    harness.time.advance(30_000);
    await until(() => events.some((event) => event.type === "refill"));
    await until(() => harness.count("blank") === 1);
    const states = new Set(events.flatMap((event) => (event.type === "sandbox" ? [event.sandbox.state] : [])));
    expect([...states]).toEqual(expect.arrayContaining(["starting", "busy", "bound", "dead"]));
    unsubscribe();
    const count = events.length;
    await harness.invoke("a");
    expect(events).toHaveLength(count);
  });

  it("sees what each sandbox is and holds", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    await harness.invoke("a");
    harness.time.advance(5000);
    const [sandbox] = harness.pool.state().sandboxes;
    expect(sandbox).toMatchObject({
      engine: "quickjs",
      state: "bound",
      functionName: "a",
      version: "a",
      uses: 1,
      memoryBytes: 131_072,
      memoryLimitBytes: 134_217_728,
    });
    expect(sandbox?.idleSinceMs).toBe(harness.time.epochMs() - 5000);
    expect(said(await harness.invoke("a")).uses).toBe(1);
  });
});
