import type { StartedCall } from "../../../main/store";
import type { Invocation } from "../../../runtime/model";

export const STARTED_AT_MS = 1_763_000_000_000;

/** A UUIDv7-shaped id that tells `index` and sorts by it. */
export function idOf(index: number): string {
  const hex = index.toString(16).padStart(12, "0");
  return `019a${hex.slice(0, 4)}-${hex.slice(4, 8)}-7${hex.slice(9, 12)}-8000-${hex}`;
}

/** A call like those of a small JSON API. */
export function makeInvocation(index: number, changes: Partial<Invocation> = {}): Invocation {
  return {
    id: idOf(index),
    functionName: "hello",
    entry: "/home/dev/hello/index.ts",
    version: `sha256:${"ab".repeat(32)}`,
    engine: "quickjs",
    trigger: "http",
    start: "warm",
    outcome: "ok",
    error: null,
    startedAtMs: STARTED_AT_MS + index,
    request: {
      method: "POST",
      url: `http://localhost:8787/api/users/${index}?verbose=1`,
      headers: [
        ["host", "localhost:8787"],
        ["user-agent", "curl/8.5.0"],
        ["accept", "*/*"],
        ["content-type", "application/json"],
        ["x-request-id", `request-${index}`],
        ["accept-encoding", "gzip, deflate"],
      ],
      body: { bytes: 300, content: new Uint8Array(300).fill(index % 256), sha256: null },
    },
    response: {
      status: 200,
      statusText: "OK",
      headers: [
        ["content-type", "application/json"],
        ["vary", "Origin"],
      ],
      body: { bytes: 300, content: new Uint8Array(300).fill(255 - (index % 256)), sha256: null },
    },
    logs: [{ level: "log", atUs: 120, text: `handled user ${index}` }],
    droppedLogLines: 0,
    spans: [
      { name: "queue", startUs: 0, endUs: 3, parent: null, attributes: {} },
      { name: "bind", startUs: 3, endUs: 40, parent: null, attributes: { "coldframe.sandbox": 7 } },
      { name: "handler", startUs: 40, endUs: 140, parent: null, attributes: {} },
      { name: "lookup", startUs: 60, endUs: 90, parent: 2, attributes: { "coldframe.guest": true } },
      { name: "serialize", startUs: 140, endUs: 150, parent: null, attributes: {} },
      { name: "unaccounted", startUs: 150, endUs: 152, parent: null, attributes: {} },
    ],
    usage: {
      wallUs: 152,
      executionUs: 112,
      activeCpuUs: 100,
      initUs: 8000,
      peakMemoryBytes: 3_000_000,
      memoryLimitBytes: 128 * 1024 * 1024,
      ingressBytes: 500,
      egressBytes: 420,
    },
    grants: { env: { REGION: "local" }, allowNet: [], memoryMb: 128, timeoutMs: 5000 },
    ...changes,
  };
}

/** What is known of an invocation at accept. */
export function startedCall(invocation: Invocation): StartedCall {
  const { id, functionName, entry, version, engine, trigger, startedAtMs, request, grants } = invocation;
  return { id, functionName, entry, version, engine, trigger, startedAtMs, request, grants };
}
