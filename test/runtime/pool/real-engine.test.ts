import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadQuickjs } from "../../../runtime/load-quickjs";
import type { LoadedEngine, PoolJob, PoolOptions, PoolResult } from "../../../runtime/pool";
import threadFile from "../../../runtime/sandbox/quickjs/thread?modulePath";
import { PoolHarness, realClock, source, text } from "./pool-harness";

const COUNTER = `let calls = 0; export default { fetch() { calls += 1; return new Response(String(calls)); } };`;
/** The time is the machine's own here, and it may give it to another process at the wrong moment. */
const TIMED = { retry: 3 };

let engine: LoadedEngine;
let cacheDir: string;

beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), "coldframe-pool-"));
  engine = await loadQuickjs(threadFile, cacheDir, realClock);
});

afterAll(async () => {
  await rm(cacheDir, { recursive: true });
});

class RealPool extends PoolHarness {
  constructor(options: Partial<PoolOptions> = {}, loaded = engine) {
    super(options, { real: true, workerFile: threadFile, load: () => Promise.resolve(loaded) });
  }

  get(code: string, overrides: Partial<PoolJob> = {}): Promise<PoolResult> {
    const input = { trigger: "http", method: "GET", url: "http://test.local/", headers: [], body: null } as const;
    return this.pool.invoke({ ...this.job(code), source: source(code, code), input, ...overrides });
  }

  deadline(ms: number): { deadlineUs: number } {
    return { deadlineUs: this.clock.nowUs() + ms * 1000 };
  }
}

describe("a start without an image", () => {
  const FRESH = `console.log("top"); const drawn = crypto.randomUUID();
    await new Promise((done) => setTimeout(done, 1));
    export default { fetch() { console.log("call"); return new Response(drawn); } };`;

  it.each(["prewarmed", "cold"] as const)("runs the top level in its own sandbox, %s", async (start) => {
    await using pool = new RealPool();
    const [first, second] = [
      await pool.get(FRESH, { start, withoutImage: true }),
      await pool.get(FRESH, { start, withoutImage: true }),
    ];
    expect(first.failure).toBeNull();
    expect(text(second)).not.toBe(text(first));
    expect(first).toMatchObject({ start, image: null });
    expect(first.thread?.spans.map(({ name }) => name)).toEqual(["init", "handler"]);
    expect(first.thread?.logs.map((line) => line.text)).toEqual(["top", "call"]);
    // Nor does a call with an image get such a sandbox, or what was drawn in it.
    const image = await pool.get(FRESH);
    expect([text(first), text(second)]).not.toContain(text(image));
    expect(text(await pool.get(FRESH, { start: "prewarmed" }))).toBe(text(image));
  });

  it.each([
    ["that throws", `throw new RangeError("no"); export default () => {};`, 30_000, "threw", "init-threw"],
    ["that never ends", `for (;;); export default () => {};`, 400, "timeout", "init-timeout"],
    [
      "that takes all memory",
      `const all = []; for (;;) all.push(new Uint8Array(1e6));`,
      30_000,
      "out-of-memory",
      "init-out-of-memory",
    ],
  ])(
    "ends with a top level %s, and its sandbox works afterwards",
    TIMED,
    async (_what, code, deadlineMs, outcome, failure) => {
      await using pool = new RealPool({ maxSandboxes: 1 });
      await pool.pool.prewarm(1);
      const result = await pool.get(code, { start: "prewarmed", withoutImage: true, ...pool.deadline(deadlineMs) });
      expect(result).toMatchObject({ outcome, failure: { code: failure } });
      expect(text(await pool.get(COUNTER))).toBe("1");
    },
  );
});

describe("a pool of real sandboxes", () => {
  it("runs a function cold, warm and prewarmed", async () => {
    await using pool = new RealPool();
    const cold = await pool.get(COUNTER);
    expect(cold.failure).toBeNull();
    expect({ start: cold.start, text: text(cold) }).toEqual({ start: "cold", text: "1" });
    const warm = await pool.get(COUNTER);
    expect({ start: warm.start, text: text(warm) }).toEqual({ start: "warm", text: "2" });
    const prewarmed = await pool.get(COUNTER, { start: "prewarmed" });
    expect({ start: prewarmed.start, text: text(prewarmed) }).toEqual({ start: "prewarmed", text: "1" });
  });

  it("warms the engine up for its first sandbox, and says what that took", async () => {
    if (engine.parts.engine !== "quickjs") throw new Error("another engine was loaded");
    const parts = { ...engine.parts, warmUpWord: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
    await using pool = new RealPool({}, { ...engine, parts });
    const warmUps = [];
    for (const start of ["auto", "cold"] as const) {
      const { spans } = await pool.get(COUNTER, { start });
      warmUps.push(spans.find(({ name }) => name === "spawn")?.attributes["coldframe.engine.warm_up_us"]);
    }
    expect(warmUps).toEqual([expect.any(Number), undefined]);
  });

  it("gives every call a fresh instance where it is told to", async () => {
    await using pool = new RealPool({ maxSandboxes: 1, maxUses: 1 });
    for (let count = 0; count < 10; count += 1) expect(text(await pool.get(COUNTER))).toBe("1");
  });

  it("lets no call into an instance that another was stopped in", TIMED, async () => {
    await using pool = new RealPool({ maxSandboxes: 1 });
    const code = `let calls = 0; export default { fetch(request) {
      calls += 1;
      while (request.method === "POST");
      return new Response(String(calls));
    } };`;
    const get = { trigger: "http", method: "GET", url: "http://test.local/", headers: [], body: null } as const;
    expect(text(await pool.get(code))).toBe("1");
    const endless = pool.get(code, { input: { ...get, method: "POST" }, ...pool.deadline(100) });
    const behind = Promise.all([pool.get(code), pool.get(code), pool.get(code)]);
    expect((await endless).outcome).toBe("timeout");
    expect((await behind).map(text)).toEqual(["1", "2", "3"]);
  });

  it("does not keep a result back while the next call runs on", TIMED, async () => {
    await using pool = new RealPool({ maxSandboxes: 1 });
    const code = `let calls = 0; export default { fetch() {
      calls += 1;
      if (calls === 3) for (;;);
      return new Response(String(calls));
    } };`;
    await pool.get(code);
    let endlessIsOver = false;
    const second = pool.get(code);
    const endless = pool.get(code, pool.deadline(500)).finally(() => (endlessIsOver = true));
    expect(text(await second)).toBe("2");
    expect(endlessIsOver).toBe(false);
    expect((await endless).outcome).toBe("timeout");
  });

  it("never shows one function's state to another on the same sandbox", async () => {
    await using pool = new RealPool({ maxSandboxes: 1 });
    const leak = `globalThis.seen ??= 0; export default { fetch() { return new Response(String(seen++)); } };`;
    const spy = `export default { fetch() { return new Response(String(globalThis.seen)); } };`;
    for (let count = 0; count < 3; count += 1) {
      expect(text(await pool.get(leak))).toBe("0");
      expect(text(await pool.get(spy))).toBe("undefined");
    }
  });

  it("keeps an instance of each memory tier to its limit", async () => {
    await using pool = new RealPool({ maxSandboxes: 1 });
    const greedy = `export default { fetch() {
      const kept = []; for (let i = 0; i < 200; i += 1) kept.push(new Uint8Array(1024 * 1024).fill(1));
      return new Response(String(kept.length)); } };`;
    const small = await pool.get(greedy, { memoryMb: 128 });
    expect(small).toMatchObject({ outcome: "out-of-memory", failure: { code: "memory-limit" } });
    expect(text(await pool.get(greedy, { memoryMb: 512 }))).toBe("200");
    expect((await pool.get(greedy, { memoryMb: 128 })).outcome).toBe("out-of-memory");
  });

  it.each([
    ["a handler's loop", `export default { fetch() { for (;;); } };`, "deadline"],
    ["a top level's loop", `for (;;); export default { fetch() {} };`, "init-timeout"],
    ["a regular expression", `export default { fetch() { /^(a+)+$/.test("a".repeat(40) + "b"); } };`, "deadline"],
    ["a flood of promises", `export default { async fetch() { for (;;) await null; } };`, "deadline"],
  ])("ends %s at the deadline, and works afterwards", async (_what, code, failure) => {
    await using pool = new RealPool({ maxSandboxes: 1 });
    await pool.pool.prewarm(1);
    const limit = pool.deadline(150);
    const result = await pool.get(code, limit);
    expect(result).toMatchObject({ outcome: "timeout", failure: { code: failure } });
    expect(text(await pool.get(COUNTER))).toBe("1");
  });

  it("interrupts a cancelled loop", async () => {
    await using pool = new RealPool({ maxSandboxes: 1 });
    await pool.get(COUNTER);
    const controller = new AbortController();
    const looping = pool.get(`export default { fetch() { for (;;); } };`, {
      signal: controller.signal,
      start: "warm",
      onPrepared: () => {
        setImmediate(() => {
          controller.abort();
        });
        return { acceptUs: pool.clock.nowUs(), ...pool.deadline(10_000) };
      },
    });
    expect(await looping).toMatchObject({ outcome: "interrupted", failure: { code: "cancelled" } });
    expect(text(await pool.get(COUNTER))).toBe("1");
  });
});
