import type { Invocation } from "../../../runtime/model";

/** A finished call with nested and overlapping spans, changed where a test wants. */
export function sampleInvocation(changes: Partial<Invocation> = {}): Invocation {
  return {
    id: "01930e4f-7c00-7abc-8def-0123456789ab",
    functionName: "hello",
    entry: "/functions/hello/index.ts",
    version: `sha256:${"0".repeat(64)}`,
    engine: "quickjs",
    trigger: "http",
    start: "cold",
    outcome: "ok",
    error: null,
    startedAtMs: Date.UTC(2026, 10, 23, 12),
    request: {
      method: "GET",
      url: "http://hello.local/?name=Ada",
      headers: [["accept", "text/plain"]],
      body: { bytes: 0, content: new Uint8Array(0), sha256: null },
    },
    response: {
      status: 200,
      statusText: "",
      headers: [["content-type", "text/plain"]],
      body: { bytes: 10, content: new TextEncoder().encode("Hello, Ada"), sha256: null },
    },
    logs: [{ level: "info", atUs: 1500, text: "greeting Ada" }],
    droppedLogLines: 0,
    spans: [
      { name: "spawn", startUs: 0, endUs: 1000, parent: null, attributes: { "coldframe.sandbox": 1 } },
      { name: "unaccounted", startUs: 1000, endUs: 1040, parent: null, attributes: {} },
      { name: "handler", startUs: 1040, endUs: 3000, parent: null, attributes: {} },
      { name: "fetch", startUs: 1100, endUs: 2000, parent: 2, attributes: { "coldframe.guest": true } },
      { name: "fetch", startUs: 1500, endUs: 2500, parent: 2, attributes: { "coldframe.guest": true } },
    ],
    usage: {
      wallUs: 3000,
      executionUs: 1960,
      activeCpuUs: 800,
      initUs: 400,
      peakMemoryBytes: 2 ** 21,
      memoryLimitBytes: 2 ** 27,
      ingressBytes: 120,
      egressBytes: 90,
    },
    grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 5000 },
    ...changes,
  };
}
