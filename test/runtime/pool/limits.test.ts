import { describe, expect, it } from "vitest";
import type { PoolJob, PoolResult } from "../../../runtime/pool";
import { fakeEngine, PoolHarness, said, source, text, until } from "./pool-harness";

describe("a deadline", () => {
  it.each([
    { op: "stubborn", what: "code that heeds nothing" },
    { op: "hold", what: "a call that waits for ever" },
  ])("ends $what in time", async ({ op }) => {
    await using harness = new PoolHarness({}, { real: true });
    await harness.invoke("a");
    const deadlineUs = harness.clock.nowUs() + 60_000;
    const result = await harness.invoke("a", { op }, { deadlineUs });
    expect(result).toMatchObject({ outcome: "timeout", failure: { code: "deadline" }, start: "warm", thread: null });
    expect(said(await harness.invoke("a")).boundKey).toBe("a");
  });

  it("is told to the thread first, and only a thread that does not heed it is ended", async () => {
    await using harness = new PoolHarness();
    await harness.invoke("a");
    const order = { op: "spin" };
    const result = harness.invoke("a", order, { deadlineUs: harness.time.nowUs() + 1_000_000 });
    harness.time.advance(1020);
    const { outcome, failure, thread, sandboxId } = await result;
    expect({ outcome, code: failure?.code }).toEqual({ outcome: "timeout", code: "deadline" });
    expect(thread?.sound).toBe(false);
    const after = await harness.invoke("a");
    expect(after.sandboxId).toBe(sandboxId);
    expect(said(after)).toMatchObject({ uses: 0, interrupted: false });
  });

  it("that passes while the call waits for a sandbox is a timeout too", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    const busy = harness.hold("a");
    await until(() => busy.running);
    const waiting = harness.invoke("a", undefined, { deadlineUs: harness.time.nowUs() + 10_000 });
    harness.time.advance(10);
    expect(await waiting).toMatchObject({ outcome: "timeout", failure: { code: "deadline" }, start: null });
    busy.finish();
    expect((await busy.result).outcome).toBe("ok");
  });
});

describe("the deadline of a pool's first calls", () => {
  it("does not run before there is a sandbox", async () => {
    const engine = Promise.withResolvers<ReturnType<typeof fakeEngine>>();
    await using harness = new PoolHarness({}, { load: () => engine.promise });
    const deadlineUs = harness.time.nowUs() + 300_000;
    const results = [1, 2].map(() => harness.invoke("a", undefined, { deadlineUs }));
    harness.time.advance(2_000);
    engine.resolve(fakeEngine());
    for (const result of await Promise.all(results)) expect(result.outcome).toBe("ok");
  });

  it("runs from then on", async () => {
    const engine = Promise.withResolvers<ReturnType<typeof fakeEngine>>();
    await using harness = new PoolHarness({}, { load: () => engine.promise });
    const call = harness.hold("a", { deadlineUs: harness.time.nowUs() + 300_000 });
    harness.time.advance(2_000);
    engine.resolve(fakeEngine());
    await until(() => call.running);
    harness.time.advance(300 + 35);
    expect(await call.result).toMatchObject({ outcome: "timeout", failure: { code: "deadline" } });
  });

  it("is not all that bounds the wait", async () => {
    await using harness = new PoolHarness({ queueTimeoutMs: 10_000 }, { load: () => new Promise(() => undefined) });
    const waiting = harness.invoke("a", undefined, { deadlineUs: harness.time.nowUs() + 300_000 });
    harness.time.advance(10_000);
    expect(await waiting).toMatchObject({ outcome: "rejected", failure: { code: "queue-deadline" } });
  });
});

describe("cancelling", () => {
  it("takes a waiting call out of the queue", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    const busy = harness.hold("a");
    await until(() => busy.running);
    const waiting = harness.hold("a");
    expect(harness.pool.state().queued).toBe(1);
    waiting.controller.abort();
    expect(await waiting.result).toMatchObject({ outcome: "rejected", failure: { code: "cancelled" }, start: null });
    expect(harness.pool.state().queued).toBe(0);
    busy.finish();
    await busy.result;
  });

  it("interrupts a running call, whose sandbox is fresh before it is used again", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    const call = harness.hold("a");
    await until(() => call.running);
    call.controller.abort();
    expect(await call.result).toMatchObject({ outcome: "interrupted", failure: { code: "cancelled" } });
    expect(said(await harness.invoke("a"))).toMatchObject({ uses: 0, interrupted: false });
  });

  it("ends a thread that does not heed it", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    await harness.invoke("a");
    const controller = new AbortController();
    const result = harness.invoke("a", { op: "stubborn" }, { signal: controller.signal });
    controller.abort();
    harness.time.advance(15);
    expect(await result).toMatchObject({ outcome: "interrupted", failure: { code: "cancelled" }, thread: null });
    expect((await harness.invoke("a")).outcome).toBe("ok");
  });

  it("before the call refuses it at once", async () => {
    await using harness = new PoolHarness();
    const result = await harness.invoke("a", undefined, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ outcome: "rejected", failure: { code: "cancelled" } });
    expect(harness.pool.state().sandboxes).toEqual([]);
  });
});

describe("a call whose top level ran, and whose handler was not called", () => {
  async function behindAnother(harness: PoolHarness, overrides: Partial<PoolJob> = {}) {
    await harness.pool.prewarm(1);
    const first = harness.hold("a");
    const second = harness.hold("a", overrides);
    await until(() => first.running);
    return { first, second };
  }

  it("did start when it is cancelled", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    const { second } = await behindAnother(harness);
    second.controller.abort();
    const result = await second.result;
    expect(result).toMatchObject({ outcome: "interrupted", failure: { code: "cancelled" }, start: "prewarmed" });
    expect(result.failure?.message).toContain("after its top level had run");
    expect(result.image?.key).toBe("a");
  });

  it("did start when its time is up", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    const { second } = await behindAnother(harness, { deadlineUs: harness.time.nowUs() + 300_000 });
    harness.time.advance(300);
    expect(await second.result).toMatchObject({
      outcome: "timeout",
      failure: { code: "deadline" },
      start: "prewarmed",
    });
  });

  it("did start when it is cancelled in its top level", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 }, { real: true });
    await harness.pool.prewarm(1);
    const call = harness.hold("a", { source: source("a", "stubborn") });
    call.controller.abort();
    const result = await call.result;
    expect(result).toMatchObject({ outcome: "interrupted", failure: { code: "cancelled" }, start: "prewarmed" });
    expect(result.failure?.message).toContain("while its top level ran");
    expect(result.spans.map(({ name }) => name)).toContain("init");
  });

  it("was refused when no sandbox became free", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1, queueTimeoutMs: 300 });
    const { second } = await behindAnother(harness);
    harness.time.advance(300);
    expect(await second.result).toMatchObject({
      outcome: "rejected",
      failure: { code: "queue-deadline" },
      start: null,
    });
  });
});

describe("a thread that dies", () => {
  it.each(["crash", "exit", "exhaust"])("by %s under a call is that call's crash and nobody else's", async (op) => {
    await using harness = new PoolHarness({ maxSandboxes: 2 }, { real: true });
    const bystander = harness.hold("b");
    await until(() => bystander.running);
    const dead = await harness.invoke("a", { op });
    expect(dead).toMatchObject({ outcome: "crashed", failure: { code: "sandbox-died" }, thread: null });
    const next = await harness.invoke("a");
    expect(next.outcome).toBe("ok");
    expect(next.sandboxId).not.toBe(dead.sandboxId);
    bystander.finish();
    expect((await bystander.result).outcome).toBe("ok");
  });

  it("at its start is told to a call, not tried for ever", async () => {
    await using harness = new PoolHarness({}, { workerFile: "/no/such/file.mjs" });
    const results = await Promise.all([harness.invoke("a"), harness.invoke("a"), harness.invoke("b")]);
    for (const result of results) {
      expect(result).toMatchObject({ outcome: "crashed", failure: { code: "sandbox-died" } });
      expect(result.failure?.message).toContain("no sandbox could be started");
    }
    await expect(harness.pool.prewarm(1)).rejects.toThrow("could not be started");
  });

  it("for want of an engine is told too, and the next call asks for the engine again", async () => {
    let attempts = 0;
    const load = () => {
      attempts += 1;
      return attempts === 1 ? Promise.reject(new Error("the engine is unreadable")) : Promise.resolve(fakeEngine());
    };
    await using harness = new PoolHarness({}, { load });
    const failed = await harness.invoke("a");
    expect(failed.failure?.message).toContain("the engine is unreadable");
    expect((await harness.invoke("a")).outcome).toBe("ok");
    expect(attempts).toBe(2);
  });
});

describe("fresh instances", () => {
  it("serve every call where a sandbox may be used once", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1, maxUses: 1 });
    const first = await harness.invoke("a");
    for (let count = 0; count < 5; count += 1) {
      const result = await harness.invoke("a");
      expect(said(result).uses).toBe(0);
      expect(result.sandboxId).toBe(first.sandboxId);
    }
    await until(() => harness.count("bound") === 1);
    expect((await harness.invoke("a")).start).toBe("warm");
  });

  it("come after as many uses as are allowed", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1, maxUses: 3 });
    const uses: number[] = [];
    for (let count = 0; count < 7; count += 1) uses.push(said(await harness.invoke("a")).uses);
    expect(uses).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it("follow a call after which the old one can't be trusted", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    await harness.invoke("a");
    expect((await harness.invoke("a", { op: "unsound" })).outcome).toBe("threw");
    expect(said(await harness.invoke("a")).uses).toBe(0);
  });
});

describe("images", () => {
  function all(results: readonly PoolResult[], key: "outcome" | "start"): Set<unknown> {
    return new Set(results.map((result) => result[key]));
  }

  it("are made once for all who want them at once", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 4 });
    const calls = Array.from({ length: 20 }, () => harness.invoke("a"));
    const results = await Promise.all(calls);
    expect(all(results, "outcome")).toEqual(new Set(["ok"]));
    expect(new Set(results.map((result) => result.image)).size).toBe(1);
  });

  it("that fail are told to all who wait, with what the top level wrote, and made anew for the next call", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 2 });
    const failing = { source: source("a", "throw") };
    const results = await Promise.all([1, 2, 3].map(() => harness.invoke("a", undefined, failing)));
    for (const result of results) {
      expect(result).toMatchObject({ outcome: "threw", failure: { code: "init-threw" }, image: null });
      expect(result.failedInit?.logs[0]?.text).toBe("from the top level");
    }
    expect((await harness.invoke("a")).outcome).toBe("ok");
  });

  it("that ran out of memory are tried again for a call of a larger tier", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 2 });
    const greedy = source("a", "greedy");
    const [small, large] = await Promise.all([
      harness.invoke("a", undefined, { source: greedy, memoryMb: 128 }),
      harness.invoke("a", undefined, { source: greedy, memoryMb: 256 }),
    ]);
    expect(small).toMatchObject({ outcome: "out-of-memory", failure: { code: "init-out-of-memory" } });
    expect(large.outcome).toBe("ok");
  });

  it.each(["stubborn", "spin"])("whose top level never ends (%s) end with the call's deadline", async (code) => {
    await using harness = new PoolHarness({ maxSandboxes: 1 }, { real: true });
    await harness.pool.prewarm(1);
    const deadlineUs = harness.clock.nowUs() + 60_000;
    const result = await harness.invoke("a", undefined, { source: source("a", code), deadlineUs });
    expect(result).toMatchObject({ outcome: "timeout", failure: { code: "init-timeout" }, start: "prewarmed" });
    expect((await harness.invoke("b")).outcome).toBe("ok");
  });

  it("that crash are their callers' crash", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    const result = await harness.invoke("a", undefined, { source: source("a", "crash") });
    expect(result).toMatchObject({ outcome: "crashed", failure: { code: "sandbox-died" } });
    expect((await harness.invoke("a")).outcome).toBe("ok");
  });

  it("that nobody waits for any more do not keep their sandbox", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    const controller = new AbortController();
    await harness.pool.prewarm(1);
    const endless = { source: source("a", "stubborn"), signal: controller.signal };
    const result = harness.invoke("a", undefined, endless);
    controller.abort();
    expect((await result).failure?.code).toBe("cancelled");
    harness.time.advance(15);
    expect((await harness.invoke("b")).outcome).toBe("ok");
  });
});

describe("bodies", () => {
  it("of requests are pulled chunk by chunk, and closed when the call ends first", async () => {
    await using harness = new PoolHarness();
    let closed = false;
    async function* body(chunks: string[]) {
      try {
        for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
      } finally {
        closed = true;
      }
    }
    expect(text(await harness.invoke("a", { op: "read" }, { requestBody: body(["one ", "two"]) }))).toBe("one two");
    expect(closed).toBe(true);
  });

  it("of responses wait for whoever takes them", async () => {
    await using harness = new PoolHarness();
    const taken: (() => void)[] = [];
    let ended = false;
    const sink = {
      head: () => undefined,
      chunk: () => new Promise<void>((resolve) => taken.push(resolve)),
      end: () => {
        ended = true;
      },
    };
    const result = harness.invoke("a", { op: "stream", chunks: 3 }, { sink });
    for (let count = 1; count <= 3; count += 1) {
      await until(() => taken.length > 0);
      expect(taken).toHaveLength(1);
      expect(ended).toBe(false);
      taken.pop()?.();
    }
    expect(await result).toMatchObject({ outcome: "ok", response: null, streamed: { bodyBytes: 3000 } });
    expect(ended).toBe(true);
  });

  it("of responses are gathered for a call without a sink", async () => {
    await using harness = new PoolHarness();
    const { response, streamed } = await harness.invoke("a", { op: "stream", chunks: 3 });
    expect(streamed).toBeNull();
    expect(response?.body).toHaveLength(3000);
    expect(response?.body[0]).toBe(2);
  });

  it("of responses that nobody takes any more cancel the call", async () => {
    await using harness = new PoolHarness();
    const sink = { head: () => undefined, chunk: () => Promise.reject(new Error("gone")), end: () => undefined };
    const result = await harness.invoke("a", { op: "stream", chunks: 3 }, { sink });
    expect(result).toMatchObject({ outcome: "interrupted", failure: { code: "cancelled" } });
  });
});
