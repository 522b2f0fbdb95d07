import { describe, expect, it } from "vitest";
import { fakeEngine, PoolHarness, realClock, said, source, until } from "./pool-harness";

describe("what a call finds ready", () => {
  it("starts cold, then prewarmed, then warm", async () => {
    await using harness = new PoolHarness({}, { real: true });
    const cold = await harness.invoke("a");
    expect(cold).toMatchObject({ outcome: "ok", start: "cold" });
    expect((await harness.invoke("a")).start).toBe("warm");
    await harness.pool.prewarm(1);
    expect((await harness.invoke("b")).start).toBe("prewarmed");
    expect(said(await harness.invoke("b"))).toMatchObject({ boundKey: "b", uses: 1 });
  });

  it("lends a thread no environment", async () => {
    await using harness = new PoolHarness();
    expect(said(await harness.invoke("a")).env).toEqual({});
  });

  it("prefers a warm sandbox to a blank one, and a blank one to a new thread", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 3 });
    await harness.pool.prewarm(2);
    const first = await harness.invoke("a");
    const again = await harness.invoke("a");
    expect(again.sandboxId).toBe(first.sandboxId);
    const other = await harness.invoke("b");
    expect(other.sandboxId).not.toBe(first.sandboxId);
    expect(harness.pool.state().sandboxes).toHaveLength(2);
  });

  it("starts another thread while there is room rather than take one from another function", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 2 }, { real: true });
    await harness.invoke("a");
    expect((await harness.invoke("b")).start).toBe("cold");
    expect((await harness.invoke("a")).start).toBe("warm");
  });

  it("takes the least recently used sandbox of another function when there is no room", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 2 });
    const oldest = await harness.invoke("a");
    harness.time.advance(1);
    await harness.invoke("b");
    harness.time.advance(1);
    const third = await harness.invoke("c");
    expect(third).toMatchObject({ start: "prewarmed", sandboxId: oldest.sandboxId });
    expect((await harness.invoke("b")).start).toBe("warm");
    expect(said(await harness.invoke("c")).boundKey).toBe("c");
  });

  it("gives a call of another memory tier an instance of its own size", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    expect(said(await harness.invoke("a")).maxPages).toBe(128 * 16);
    const large = await harness.invoke("a", undefined, { memoryMb: 256 });
    expect(said(large).maxPages).toBe(256 * 16);
    expect(large.start).toBe("prewarmed");
    expect(harness.pool.state().sandboxes[0]?.memoryLimitBytes).toBe(256 * 1024 * 1024);
  });

  it("answers that an image does not fit into its tier", async () => {
    await using harness = new PoolHarness();
    const large = source("a", "pages 32");
    expect((await harness.invoke("a", undefined, { source: large, memoryMb: 2 })).outcome).toBe("ok");
    const small = await harness.invoke("a", undefined, { source: large, memoryMb: 1 });
    expect(small).toMatchObject({ outcome: "out-of-memory", failure: { code: "memory-limit" } });
  });
});

describe("a forced start", () => {
  async function forced(harness: PoolHarness, start: "cold" | "prewarmed" | "warm", name = "a") {
    let prepared = 0;
    const onPrepared = () => {
      prepared += 1;
      const acceptUs = harness.clock.nowUs();
      return { acceptUs, deadlineUs: acceptUs + 5_000_000 };
    };
    const result = await harness.invoke(name, undefined, { start, onPrepared });
    expect(prepared).toBe(1);
    expect(result).toMatchObject({ outcome: "ok", start });
    return result;
  }

  it.each(["cold", "prewarmed", "warm"] as const)("%s is brought about on an empty pool", async (start) => {
    await using harness = new PoolHarness({}, { real: true });
    const { spans } = await forced(harness, start);
    const names = spans.map((span) => span.name);
    expect(names).not.toContain("init");
    expect(names.includes("spawn")).toBe(start === "cold");
  });

  it("warm reuses a bound sandbox, prewarmed does not, cold always starts a thread", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 2 });
    const first = await harness.invoke("a");
    expect((await forced(harness, "warm")).sandboxId).toBe(first.sandboxId);
    expect((await forced(harness, "prewarmed")).sandboxId).not.toBe(first.sandboxId);
    const ids = new Set<number | null>();
    for (let count = 0; count < 4; count += 1) ids.add((await forced(harness, "cold")).sandboxId);
    expect(ids.size).toBe(4);
    expect(harness.pool.state().sandboxes.length).toBeLessThanOrEqual(2);
  });

  it("prewarmed works with one sandbox, which is then blank at each start", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    for (let count = 0; count < 3; count += 1) expect(said(await forced(harness, "prewarmed")).uses).toBe(0);
  });

  it("cold waits for a busy pool to have room", async () => {
    await using harness = new PoolHarness({ maxSandboxes: 1 });
    const busy = harness.hold("a");
    await until(() => busy.running);
    const cold = forced(harness, "cold");
    busy.finish();
    const held = await busy.result;
    expect((await cold).sandboxId).not.toBe(held.sandboxId);
  });
});

describe("the pool's spans", () => {
  it("cover all from accept to the thread, in order and without overlap", async () => {
    await using harness = new PoolHarness({}, { real: true });
    const job = harness.job("a");
    const cold = await harness.pool.invoke(job);
    const names = cold.spans.map((span) => span.name);
    expect(names).toEqual(expect.arrayContaining(["spawn", "init"]));
    expect(cold.spans.find((span) => span.name === "init")?.attributes).toEqual({ "coldframe.init_us": 7 });
    expect(Object.keys(cold.spans.find((span) => span.name === "spawn")?.attributes ?? {})).toEqual([
      "coldframe.thread.boot_us",
      "coldframe.thread.instantiate_us",
    ]);
    let atUs = job.acceptUs;
    for (const span of cold.spans) {
      expect(span.startUs).toBe(atUs);
      expect(span.endUs).toBeGreaterThan(atUs);
      atUs = span.endUs;
    }
    expect(atUs).toBe(cold.thread?.receivedUs);
    const warm = await harness.invoke("a");
    expect(warm.spans.map((span) => span.name)).toEqual(["queue"]);
  });

  it("show the engine's compilation in the call that waited for it", async () => {
    const load = async () => {
      const startUs = realClock.nowUs();
      await until(() => realClock.nowUs() - startUs > 5000);
      return fakeEngine();
    };
    await using harness = new PoolHarness({}, { real: true, load });
    const { spans } = await harness.invoke("a");
    const compile = spans.find((span) => span.name === "compile");
    expect(compile?.attributes).toEqual({ "coldframe.compile_us": 5 });
    expect((compile?.endUs ?? 0) - (compile?.startUs ?? 0)).toBeGreaterThanOrEqual(4000);
  });
});
