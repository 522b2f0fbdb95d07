/** Nothing of one function's state, or of one call's where calls are kept apart, is visible to another. */
import { expect, test } from "vitest";
import { AttackHarness, text } from "./attack-harness";

const COUNTER = `let calls = 0; globalThis.secret ??= 0; export default () => { calls += 1; globalThis.secret += 1; return Response.json([calls, globalThis.secret]) };`;

test("a warm instance keeps its own state", async () => {
  await using harness = await AttackHarness.open();
  const counter = await harness.build(COUNTER);
  expect(text(await harness.call(counter))).toBe("[1,1]");
  expect(text(await harness.call(counter))).toBe("[2,2]");
});

test("with a reuse count of 1, no call sees what the last one left", async () => {
  await using harness = await AttackHarness.open({ maxUses: 1 });
  const counter = await harness.build(COUNTER);
  for (let call = 0; call < 5; call += 1) expect(text(await harness.call(counter))).toBe("[1,1]");
});

test("functions that share a sandbox see nothing of each other", async () => {
  await using harness = await AttackHarness.open();
  const writer = await harness.build(
    `globalThis.secret = "of the writer"; Object.prototype.leak = 1; export default () => { Array.prototype.leak = 2; return new Response("wrote") };`,
  );
  const reader = await harness.build(
    `export default () => Response.json({ secret: globalThis.secret ?? null, leak: [].leak ?? null, keys: Object.keys(Object.prototype) });`,
  );
  for (let round = 0; round < 3; round += 1) {
    expect(text(await harness.call(writer))).toBe("wrote");
    expect(JSON.parse(text(await harness.call(reader)))).toEqual({ secret: null, leak: null, keys: [] });
  }
});

test("memory that a function freed or grew holds nothing for the next", async () => {
  await using harness = await AttackHarness.open();
  const writer = await harness.build(
    `export default () => { const kept = []; for (let n = 0; n < 20; n++) kept.push(new Uint8Array(1_000_000).fill(0x5a)); return new Response(String(kept.length)) };`,
  );
  const reader = await harness.build(
    `export default () => { let found = 0; for (let n = 0; n < 20; n++) { const bytes = new Uint8Array(1_000_000); found += bytes.indexOf(0x5a) >= 0 ? 1 : 0 } return new Response(String(found)) };`,
  );
  expect(text(await harness.call(writer))).toBe("20");
  const read = await harness.call(reader);
  expect(text(read)).toBe("0");
});

test("every start has random numbers of its own", async () => {
  await using harness = await AttackHarness.open({ maxUses: 1 });
  const random = await harness.build(`
    const early = [Math.random(), crypto.randomUUID()];
    export default async () => {
      const { publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
      const bytes = [...crypto.getRandomValues(new Uint8Array(8))].join();
      return Response.json([Math.random(), crypto.randomUUID(), bytes, (await crypto.subtle.exportKey("jwk", publicKey)).x]);
    };`);
  const seen = new Set<string>();
  for (let call = 0; call < 6; call += 1)
    for (const value of JSON.parse(text(await harness.call(random))) as unknown[]) seen.add(String(value));
  expect(seen.size).toBe(24);
});

test("timers and promises of a call that is over do nothing in the next", async () => {
  await using harness = await AttackHarness.open();
  const leaver = await harness.build(`
    let late = 0;
    export default (request) => {
      const seen = late;
      if (request.url.endsWith("/start")) setInterval(() => { late += 1; console.log("late") }, 1);
      return new Promise((resolve) => setTimeout(() => resolve(Response.json([seen, late])), request.url.endsWith("/start") ? 0 : 30));
    };`);
  await harness.call(leaver, { url: "http://attack.local/start" });
  const next = await harness.call(leaver, { url: "http://attack.local/next" });
  const [seen, late] = JSON.parse(text(next)) as [number, number];
  expect(late).toBe(seen);
  expect(next.logs).toEqual([]);
});

test("environments are kept apart, also of one version", async () => {
  await using harness = await AttackHarness.open();
  const reader = await harness.build(
    `const early = process.env.NAME; export default { fetch: (request, env) => Response.json([early ?? null, env.NAME ?? null, process.env.NAME ?? null]) };`,
  );
  expect(text(await harness.call(reader, { grants: { env: { NAME: "one" } } }))).toBe('["one","one","one"]');
  expect(text(await harness.call(reader, { grants: { env: { NAME: "two" } } }))).toBe('["two","two","two"]');
  expect(text(await harness.call(reader))).toBe("[null,null,null]");
});

test("a cancelled call leaves nothing behind", async () => {
  await using harness = await AttackHarness.open();
  const artifact = await harness.build(
    `globalThis.secret ??= 0; export default (request) => { globalThis.secret += 1; if (request.url.endsWith("/loop")) for (;;) {} return new Response(String(globalThis.secret)) };`,
  );
  expect(text(await harness.call(artifact))).toBe("1");
  const controller = new AbortController();
  const running = harness.call(artifact, { url: "http://attack.local/loop", signal: controller.signal });
  controller.abort();
  expect(["interrupted", "rejected"]).toContain((await running).outcome);
  expect((await harness.call(artifact)).outcome).toBe("ok");
});
