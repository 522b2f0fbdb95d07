/** Compression streams as a weapon: they run native code, and hold memory that no tier counts. After each, the next call works. */
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { AttackHarness, expectHealthy, text } from "./attack-harness";

let harness: AttackHarness;
beforeAll(async () => {
  harness = await AttackHarness.open();
});
afterEach(() => expectHealthy(harness));
afterAll(() => harness[Symbol.asyncDispose]());

const BOMB = gzipSync(Buffer.alloc(400_000_000)).toString("base64");
const UNPACK = `const bomb = Uint8Array.from(atob("${BOMB}"), (c) => c.charCodeAt(0));
const unpacked = () => new Response(bomb).body.pipeThrough(new DecompressionStream("gzip"));`;

test("a bomb that is gathered runs into the memory limit", async () => {
  const invocation = await harness.run(
    `${UNPACK} export default async () => new Response(await new Response(unpacked()).arrayBuffer());`,
    {
      grants: { timeoutMs: 30_000 },
    },
  );
  expect(invocation).toMatchObject({ outcome: "out-of-memory", error: { code: "memory-limit" } });
});

test("a bomb that is sent on as it comes runs into the limit of the response", async () => {
  const invocation = await harness.run(`${UNPACK} export default () => new Response(unpacked());`, {
    grants: { timeoutMs: 30_000 },
  });
  expect(invocation.outcome).toBe("threw");
  expect(invocation.error?.code).toBe("response-too-large");
});

test("packing without end is ended at the deadline", async () => {
  const invocation = await harness.run(
    `export default async () => { const writer = new CompressionStream("deflate").writable.getWriter(); const noise = crypto.getRandomValues(new Uint8Array(65_536)); for (;;) { writer.write(noise); await null; } };`,
    { grants: { timeoutMs: 1000 } },
  );
  expect(["timeout", "out-of-memory"]).toContain(invocation.outcome);
});

test("only so many streams are open at once, and those of a call that is over count no more", async () => {
  const artifact = await harness.build(`export default async () => {
    const failures = [];
    for (let n = 0; n < 500; n++) {
      const { readable, writable } = new CompressionStream("gzip");
      writable.getWriter().write(new Uint8Array(10)).catch(() => {});
      readable.getReader().read().catch((error) => failures.push(error.name));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
    return Response.json(failures.length);
  };`);
  for (let call = 0; call < 3; call += 1) expect(text(await harness.call(artifact))).toBe("436");
});

test("a stream that is kept is of no use to the next call", async () => {
  const artifact = await harness.build(`
    const { readable, writable } = new CompressionStream("gzip");
    const [writer, reader] = [writable.getWriter(), readable.getReader()];
    export default async () => {
      writer.write(new Uint8Array(10)).catch(() => {});
      return new Response(await reader.read().then(() => "read", (error) => error.message));
    };
  `);
  const said = [text(await harness.call(artifact)), text(await harness.call(artifact))];
  expect(said).toEqual(["read", "The compression stream belongs to a call that is over."]);
});
