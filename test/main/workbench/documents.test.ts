import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  artifactDocument,
  bodyDocument,
  invocationDocument,
  invocationsDocument,
} from "../../../main/workbench/documents";
import { pricingOf } from "./cost/pricing";
import { sampleInvocation } from "./sample-invocation";

const REFERENCE = pricingOf("edge-reference");

test("an invocation as scripts read it", () => {
  const document = invocationDocument(sampleInvocation(), REFERENCE);
  expect(document).toMatchObject({
    schema: "coldframe/invocation@1",
    id: "01930e4f-7c00-7abc-8def-0123456789ab",
    function: "hello",
    engine: "quickjs",
    trigger: "http",
    start: "cold",
    outcome: "ok",
    error: null,
    startedAt: "2026-11-23T12:00:00.000Z",
    request: { method: "GET", url: "http://hello.local/?name=Ada", headers: [["accept", "text/plain"]], bodyBytes: 0 },
    response: { status: 200, headers: [["content-type", "text/plain"]], body: "Hello, Ada", bodyBytes: 10 },
    logs: [{ level: "info", atUs: 1500, text: "greeting Ada" }],
    bills: [
      {
        platform: "edge-reference",
        priceList: "edge-reference@2026-10",
        // 1.96 ms are 2 steps of 1 ms, and 90 bytes go out.
        usd: "0.0000004081",
        lines: [{ quantity: "2", unit: "ms", usd: "0.0000004" }, { item: "Ingress" }, { usd: "0.0000000081" }],
      },
    ],
  });
  expect(document.spans).toContainEqual({
    name: "unaccounted",
    startUs: 1000,
    endUs: 1040,
    parent: null,
    attributes: {},
  });
  expect(Object.keys(document.usage)).toEqual([
    "wallUs",
    "executionUs",
    "activeCpuUs",
    "initUs",
    "peakMemoryBytes",
    "memoryLimitBytes",
    "ingressBytes",
    "egressBytes",
  ]);
});

test("a failed call has its error and no response", () => {
  const error = { code: "handler-threw", message: "no", stack: "Error: no\n    at index.ts:3:9" } as const;
  const document = invocationDocument(sampleInvocation({ outcome: "threw", error, response: null }), REFERENCE);
  expect(document).toMatchObject({ outcome: "threw", error, response: null });
});

describe("bills", () => {
  test("are of each platform, with init where the start had it and the platform bills it", () => {
    const pricing = pricingOf("aws-lambda", "cloudflare-workers");
    const usd = (start: "cold" | "warm" | null) =>
      invocationDocument(sampleInvocation({ start }), pricing).bills.map((bill) => bill.usd);
    const [coldLambda, coldWorkers] = usd("cold");
    const [warmLambda, warmWorkers] = usd("warm");
    // 3 ms instead of 2 of an eighth of a GB.
    expect(Number(coldLambda) - Number(warmLambda)).toBeCloseTo(0.125 * 0.001 * 0.0000166667, 15);
    expect(coldWorkers).toBe(warmWorkers);
    expect(usd(null)).toEqual([]);
  });
});

describe("bodies", () => {
  test("are text where they are valid UTF-8, else base64, and give the same bytes back", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" }).map(encode)), (bytes) => {
        const body = bodyDocument(bytes);
        const back = typeof body === "string" ? encode(body) : Buffer.from(body?.base64 ?? "", "base64");
        expect([...back]).toEqual([...bytes]);
      }),
    );
  });

  test("a byte order mark stays; an image is base64; what was not kept is null and has its hash", () => {
    expect(bodyDocument(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
    expect(bodyDocument(Uint8Array.of(0x89, 0x50))).toEqual({ base64: "iVA=" });
    const response = {
      status: 200,
      statusText: "",
      headers: [],
      body: { bytes: 9e6, content: null, sha256: "ab".repeat(32) },
    };
    expect(invocationDocument(sampleInvocation({ response }), REFERENCE).response).toEqual({
      status: 200,
      headers: [],
      body: null,
      bodyBytes: 9e6,
      bodySha256: "ab".repeat(32),
    });
  });
});

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

test("many invocations are one document", () => {
  const document = invocationsDocument([sampleInvocation(), sampleInvocation({ start: "warm" })], REFERENCE);
  expect(document.schema).toBe("coldframe/invocations@1");
  expect(document.invocations.map(({ start }) => start)).toEqual(["cold", "warm"]);
});

test("an artifact lists its modules, largest first", () => {
  const artifact = {
    version: `sha256:${"1".repeat(64)}`,
    kind: "js",
    engine: "quickjs",
    name: "api",
    entry: "/functions/api/index.ts",
    code: new Uint8Array(300),
    sourceMap: null,
    debugInfo: null,
    modules: [
      { path: "index.ts", bytes: 100 },
      { path: "node_modules/hono/app.js", bytes: 200 },
    ],
  } as const;
  expect(artifactDocument(artifact, 1234, [])).toMatchObject({
    schema: "coldframe/artifact@1",
    function: "api",
    bytes: 300,
    buildUs: 1234,
    modules: [
      { path: "node_modules/hono/app.js", bytes: 200 },
      { path: "index.ts", bytes: 100 },
    ],
  });
});
