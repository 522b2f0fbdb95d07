/** Attempts to fill the host, its trace and its history by what crosses from the guest. After each, the next call works. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { AttackHarness, expectHealthy, text } from "./attack-harness";

let harness: AttackHarness;
beforeAll(async () => {
  harness = await AttackHarness.open();
});
afterEach(() => expectHealthy(harness));
afterAll(() => harness[Symbol.asyncDispose]());

const ROOMY = { memoryMb: 512, timeoutMs: 20_000 };

test("a flood of spans is capped, and the trace says how many it left out", async () => {
  const invocation = await harness.run(
    `export default () => { for (let n = 0; n < 5000; n++) { console.time("t"); console.timeEnd("t") } return new Response("done") };`,
    { grants: ROOMY },
  );
  expect(invocation.outcome).toBe("ok");
  expect(invocation.spans.filter((span) => span.name === "t")).toHaveLength(1000);
  const handler = invocation.spans.find((span) => span.name === "handler");
  expect(handler?.attributes).toEqual({ "coldframe.dropped_spans": 4000 });
});

test("a span's name and attributes are cut", async () => {
  const invocation = await harness.run(
    `export default () => { const long = "n".repeat(1_000_000); console.time(long); console.timeEnd(long); fetch("http://x/" + long).catch(() => {}); return new Response("done") };`,
    { grants: ROOMY },
  );
  expect(invocation.outcome).toBe("ok");
  expect(Math.max(...invocation.spans.map((span) => span.name.length))).toBeLessThan(300);
  expect(Math.max(...invocation.spans.map((span) => JSON.stringify(span.attributes).length))).toBeLessThan(5000);
});

test.each([
  ["message", `throw new Error("m".repeat(5_000_000))`],
  ["stack", `const error = new Error("m"); error.stack = "s".repeat(5_000_000); throw error`],
])("a huge %s of an error is cut, and says so", async (part, body) => {
  const invocation = await harness.run(`export default () => { ${body} };`, { grants: ROOMY });
  expect(invocation.error?.code).toBe("handler-threw");
  const said = part === "message" ? invocation.error?.message : invocation.error?.stack;
  expect(said).toMatch(/… \(\d+ more characters\)$/);
  expect(said?.length).toBeLessThan(70_000);
});

test("a failure with a huge cause is told in time, and as what it is", async () => {
  const invocation = await harness.run(
    `export default () => { throw new Error("no", { cause: Array.from({ length: 5000 }, (_, n) => ({ n, list: [n, "z".repeat(5000)] })) }) };`,
    { grants: ROOMY },
  );
  expect(invocation.error).toMatchObject({ code: "handler-threw", message: "Error: no" });
  expect(invocation.error?.stack).toContain("{\n  [cause]: [");
});

test("a console line of nothing but empty lines does not hold up who looks for stacks in it", async () => {
  const invocation = await harness.run(
    `export default () => { console.log("\\n".repeat(250_000)); return new Response() };`,
  );
  expect(invocation).toMatchObject({ outcome: "ok", logs: [{ text: "\n".repeat(250_000) }] });
});

test.each([
  ["a huge header", `{ headers: { a: "x".repeat(1_000_000) } }`],
  ["a huge status text", `{ statusText: "x".repeat(1_000_000) }`],
  ["100,000 headers", `{ headers: Array.from({ length: 100_000 }, (_, n) => ["set-cookie", "a=" + n]) }`],
])("%s is refused, whole or streamed", async (_name, init) => {
  for (const body of [`"x"`, `new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(1)) } })`]) {
    const invocation = await harness.run(`export default () => new Response(${body}, ${init});`, { grants: ROOMY });
    expect(invocation, body).toMatchObject({
      outcome: "threw",
      response: null,
      error: { code: "response-too-large" },
    });
  }
});

const AFTERWARDS: readonly (readonly [name: string, source: string, code: string])[] = [
  ["an answer", `export default () => { again(); return new Response("x") };`, "deadline"],
  ["a failure", `export default () => { again(); throw new Error("mine") };`, "handler-threw"],
  [
    "the top level's end",
    `setTimeout(again, 0); Promise.resolve().then(again); export default () => new Response("x");`,
    "init-timeout",
  ],
];

test.each(AFTERWARDS)(
  "microtasks without end after %s end at the deadline, and the thread lives",
  async (_name, source, code) => {
    const artifact = await harness.build(`function again() { Promise.resolve().then(again) }\n${source}`);
    const [before] = harness.runtime.pool.state().sandboxes;
    const invocation = await harness.call(artifact, { grants: { timeoutMs: 300 } });
    expect(invocation.error?.code).toBe(code);
    expect(harness.runtime.pool.state().sandboxes[0]?.id).toBe(before?.id);
  },
);

test("a flood of fetches is refused one by one", async () => {
  const answer = await harness.evaluate(
    `const all = await Promise.allSettled(Array.from({ length: 3000 }, () => fetch("http://x.local/", { method: "POST", body: "b" })));
     return [...new Set(all.map((one) => one.status + " " + one.reason?.name))];`,
    { grants: ROOMY },
  );
  expect(answer).toEqual(["rejected TypeError"]);
});

test("a lost rejection is told once, with the source's lines, and does not fail the call", async () => {
  const invocation = await harness.run(
    `export default () => {\n  Promise.reject(new Error("lost"));\n  return new Response("fine");\n};`,
  );
  expect(invocation.outcome).toBe("ok");
  expect(text(invocation)).toBe("fine");
  expect(invocation.logs).toHaveLength(1);
  expect(invocation.logs[0]?.text).toMatch(/Error: lost\n.*attack-\d+\.js:2:\d+/);
  expect(invocation.logs[0]?.text).not.toContain("coldframe:guest");
});
