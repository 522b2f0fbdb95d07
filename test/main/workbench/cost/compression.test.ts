import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { measureCompression } from "../../../../main/workbench/cost/compression";
import type { MeasuredCompression, NotCompressed } from "../../../../runtime/cost";
import type { HeaderPair, RecordedResponse } from "../../../../runtime/model";

const TEXT = new TextEncoder().encode(
  JSON.stringify(Array.from({ length: 500 }, (_, id) => ({ id, name: `item ${id}` }))),
);

async function compressed(given: RecordedResponse): Promise<MeasuredCompression> {
  const measured = await measureCompression(given);
  if (typeof measured === "string") throw new Error(measured);
  return measured;
}

function response(content: Uint8Array | null, ...headers: readonly HeaderPair[]): RecordedResponse {
  const bytes = content?.byteLength ?? 5_000_000;
  return { status: 200, statusText: "", headers, body: { bytes, content, sha256: content === null ? "00" : null } };
}

test("a body is really compressed, both ways", async () => {
  const measured = await compressed(response(TEXT, ["Content-Type", "application/json"]));
  expect(measured).toMatchObject({ contentType: "application/json", bytes: TEXT.byteLength });
  expect(measured.gzipBytes).toBe(gzipSync(TEXT, { level: 6 }).byteLength);
  expect(measured.brotliBytes).toBeLessThan(TEXT.byteLength / 5);
  expect(measured.brotliBytes).toBeGreaterThan(0);
});

test("what does not compress is measured as such", async () => {
  const noise = gzipSync(crypto.getRandomValues(new Uint8Array(10_000)));
  const measured = await compressed(response(noise));
  expect(measured.gzipBytes).toBeGreaterThan(9_900);
});

describe("nothing is measured, and why is said", () => {
  test.each<readonly [why: NotCompressed, response: RecordedResponse | null]>([
    ["no-response", null],
    ["no-body", response(new Uint8Array(0))],
    ["not-kept", response(null)],
    ["encoded", response(TEXT, ["content-encoding", "br"])],
    ["encoded", response(null, ["content-encoding", "gzip"])],
    ["no-transform", response(TEXT, ["Cache-Control", "public, no-transform"])],
  ])("%s", async (why, given) => {
    expect(await measureCompression(given)).toBe(why);
  });
});
