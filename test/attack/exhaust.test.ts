/** Attempts to use up what a call is given. After each, the next call works. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { AttackHarness, expectHealthy } from "./attack-harness";

let harness: AttackHarness;
beforeAll(async () => {
  harness = await AttackHarness.open();
});
afterEach(() => expectHealthy(harness));
afterAll(() => harness[Symbol.asyncDispose]());

const ENDLESS: readonly (readonly [name: string, handler: string])[] = [
  ["a loop", `() => { for (;;) {} }`],
  ["a loop in an async function", `async () => { await 1; for (;;) {} }`],
  ["a loop that catches everything", `() => { for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } } }`],
  [
    "a generator that never ends",
    `() => { function* endless() { for (;;) yield 1 } for (const one of endless()) void one }`,
  ],
  ["microtasks without end", `() => { const again = () => Promise.resolve().then(again); return again() }`],
  ["queueMicrotask without end", `() => new Promise(() => { const again = () => queueMicrotask(again); again() })`],
  ["regular expression backtracking", `() => new Response(String(/^(a+)+$/.test("a".repeat(40) + "!")))`],
  ["a sort whose comparison never ends", `() => [3, 2, 1].sort(() => { for (;;) {} })`],
  ["a getter that never ends", `() => new Response("", { get status() { for (;;) {} } })`],
  [
    "a proxy that answers for ever",
    `() => { const proxy = new Proxy({}, { ownKeys: () => { for (;;) {} } }); Object.keys(proxy) }`,
  ],
  ["native code: a huge fill", `() => { for (;;) new Uint8Array(4_000_000).fill(7).sort() }`],
  ["native code: a huge number", `() => { let n = 3n; for (;;) n = (n * n) % (1n << 400_000n) }`],
  [
    "native code: a huge search",
    `() => { const text = "ab".repeat(4_000_000); for (;;) text.indexOf("ba".repeat(1000) + "c") }`,
  ],
  ["timers without end", `() => new Promise(() => { setInterval(() => {}, 0) })`],
  [
    "a stack of timers",
    `() => new Promise(() => { const again = () => { setTimeout(again, 0); setTimeout(again, 0) }; again() })`,
  ],
  ["a wait", `() => new Promise((resolve) => setTimeout(resolve, 60_000))`],
  [
    "a response that drips for ever",
    `() => new Response(new ReadableStream({ async pull(controller) { await new Promise((resolve) => setTimeout(resolve, 5)); controller.enqueue(new Uint8Array(1)) } }))`,
  ],
];

test.each(ENDLESS)("%s ends at its deadline", async (_name, handler) => {
  const artifact = await harness.build(`export default ${handler};`);
  const invocation = await harness.call(artifact, { grants: { timeoutMs: 300 } });
  expect(invocation.outcome).toBe("timeout");
  expect(invocation.error?.code).toBe("deadline");
});

const GREEDY: readonly (readonly [name: string, handler: string])[] = [
  ["arrays", `() => { const kept = []; for (;;) kept.push(new Array(10_000).fill({})) }`],
  ["strings", `() => { let text = "x"; for (;;) { text += text + "y"; text.charCodeAt(0) } }`],
  ["a flattened string", `() => { const kept = []; for (;;) kept.push("x".repeat(1_000_000) + Math.random()) }`],
  ["buffers", `() => { const kept = []; for (;;) kept.push(new Uint8Array(1_000_000)) }`],
  ["one buffer", `() => new Response(new Uint8Array(1_000_000_000))`],
  ["maps", `() => { const map = new Map(); for (let n = 0; ; n++) map.set({}, { n }) }`],
  ["closures", `() => { let chain = () => 0; for (;;) { const last = chain; chain = () => last() } }`],
  ["promises", `() => { const kept = []; for (;;) kept.push(new Promise(() => {})) }`],
  ["symbols and atoms", `() => { const object = {}; for (let n = 0; ; n++) object["key" + n] = Symbol("s" + n) }`],
  [
    "headers",
    `() => { const headers = new Headers(); for (let n = 0; ; n++) headers.append("x-" + n, "v".repeat(20_000)) }`,
  ],
  [
    "a stream's queue",
    `() => { new ReadableStream({ start(controller) { for (;;) controller.enqueue(new Uint8Array(100_000)) } }) }`,
  ],
];

test.each(GREEDY)("memory taken by %s ends at the tier", async (_name, handler) => {
  const invocation = await harness.run(`export default ${handler};`, { grants: { memoryMb: 16, timeoutMs: 20_000 } });
  expect(invocation).toMatchObject({ outcome: "out-of-memory", error: { code: "memory-limit" } });
  expect(invocation.usage.peakMemoryBytes).toBeLessThanOrEqual(16 * 1024 * 1024);
});

const DEEP: readonly (readonly [name: string, handler: string])[] = [
  ["a function", `() => { const deep = () => deep() + 1; return deep() }`],
  ["a getter", `() => { const object = { get self() { return this.self } }; return object.self }`],
  ["toString", `() => { const object = { toString() { return "" + this } }; return "" + object }`],
  [
    "a proxy chain",
    `() => { let proxy = {}; for (let n = 0; n < 100_000; n++) proxy = new Proxy(proxy, {}); return proxy.x }`,
  ],
  ["JSON", `() => JSON.parse("[".repeat(1_000_000))`],
  [
    "nested arrays to JSON",
    `() => { let nested = []; for (let n = 0; n < 100_000; n++) nested = [nested]; return JSON.stringify(nested) }`,
  ],
  ["a regular expression", `() => new RegExp("(".repeat(100_000) + ")".repeat(100_000))`],
  ["a program", `() => (0, eval)("(".repeat(100_000) + ")".repeat(100_000))`],
  [
    "structuredClone",
    `() => { let nested = {}; for (let n = 0; n < 100_000; n++) nested = { nested }; return structuredClone(nested) }`,
  ],
  ["a sort", `() => { const deep = () => [2, 1].sort(deep); return deep() }`],
  [
    "console",
    `() => { let nested = {}; for (let n = 0; n < 100_000; n++) nested = { nested }; console.log(nested); throw new RangeError("shown") }`,
  ],
];

test.each(DEEP)("deep recursion through %s ends in the guest", async (_name, handler) => {
  const invocation = await harness.run(`export default ${handler};`, { grants: { timeoutMs: 10_000 } });
  expect(["threw", "out-of-memory"]).toContain(invocation.outcome);
});

test("recursion that is caught goes on", async () => {
  const answer = await harness.evaluate(
    `let depth = 0; const deep = () => { depth += 1; deep() }; try { deep() } catch (error) { return { deep: depth > 100, name: error.name } }`,
  );
  expect(answer).toMatchObject({ deep: true });
});

test("a flood on the console is capped, and says how much was dropped", async () => {
  const invocation = await harness.run(
    `export default () => { for (let n = 0; n < 20_000; n++) console.log("line", n); return new Response("done") };`,
  );
  expect(invocation.outcome).toBe("ok");
  expect(invocation.logs.length).toBe(1000);
  expect(invocation.droppedLogLines).toBe(19_000);
});

test("a response beyond the limit is refused, streamed or whole", async () => {
  for (const body of [
    `"x".repeat(2_000_000)`,
    `new ReadableStream({ pull(controller) { controller.enqueue(new Uint8Array(50_000)) } })`,
  ]) {
    const invocation = await harness.run(`export default () => new Response(${body});`);
    expect(invocation.error?.code, body).toBe("response-too-large");
  }
});

test("a flood of promises that end is served", async () => {
  expect(
    await harness.evaluate(
      `let sum = 0; await Promise.all(Array.from({ length: 20_000 }, async (_, n) => { await null; sum += n })); return sum`,
    ),
  ).toBe(199_990_000);
});

const TOP_LEVELS: readonly (readonly [name: string, source: string, code: string])[] = [
  ["never ends", `for (;;) {}`, "init-timeout"],
  ["awaits what never comes", `await new Promise(() => {});`, "init-threw"],
  ["waits for ever", `await new Promise((resolve) => setTimeout(resolve, 1e9));`, "init-timeout"],
  ["allocates without end", `const kept = []; for (;;) kept.push(new Uint8Array(1_000_000));`, "init-out-of-memory"],
  ["throws", `throw new Error("no");`, "init-threw"],
  ["throws nothing", `throw undefined;`, "init-threw"],
];

test.each(TOP_LEVELS)("a top level that %s is a clear failure", async (_name, source, code) => {
  const invocation = await harness.run(`${source}\nexport default () => new Response("x");`, {
    grants: { memoryMb: 16, timeoutMs: 500 },
  });
  expect(invocation.error?.code).toBe(code);
});
