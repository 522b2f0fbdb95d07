import type { Profile, ProfileSample, Start } from "../../../../runtime/model";

/** A start that took `wallUs`, all but 250 µs of it in the handler. */
export function sampleStart(round: number, wallUs: number, more: Partial<ProfileSample> = {}): ProfileSample {
  return {
    start: "prewarmed",
    round,
    first: false,
    wallUs,
    executionUs: wallUs - 250,
    activeCpuUs: 100,
    spans: { bind: 200, handler: wallUs - 250, unaccounted: 50 },
    events: { gcCount: 0, gcUs: 0, sandboxGc: [], pageIns: 0, waitedUs: 100 },
    ...more,
  };
}

/** A whole profile whose starts took these times. */
export function sampleProfile(wallsUs: readonly number[], more: Partial<Profile> = {}): Profile {
  const starts: readonly Start[] = ["prewarmed"];
  return {
    id: "01a2234d-eecc-7e2e-ba6e-a618ed5e1867",
    functionName: "hello",
    entry: "/functions/hello.ts",
    version: `sha256:${"ab".repeat(32)}`,
    engine: "quickjs",
    bytes: 370,
    recordedAtMs: Date.UTC(2026, 10, 28, 12),
    machine: {
      ...{ platform: "linux", arch: "x64", release: "6.1", cpu: "Test Processor", cores: 2, memoryBytes: 2 ** 33 },
      ...{ node: "24.0.0", v8: "13.6" },
    },
    memoryMb: 128,
    request: "GET http://hello.local/",
    runs: wallsUs.length,
    starts,
    status: 200,
    usage: {
      ...{ wallUs: 1000, executionUs: 750, activeCpuUs: 100, initUs: 5000 },
      ...{ peakMemoryBytes: 3_000_000, memoryLimitBytes: 128 * 1024 * 1024, ingressBytes: 60, egressBytes: 140 },
    },
    samples: wallsUs.map((wallUs, index) => sampleStart(index + 4, wallUs)),
    withoutImage: [],
    topLevel: {
      samplesUs: [5000, 5200, 5100],
      timed: { n: 3, wallUs: 5300, parseUs: 4000, unaccountedUs: 100 },
      modules: [
        {
          path: "node_modules/hono/index.js",
          package: "hono",
          parent: "index.ts",
          bytes: 300,
          initUs: 1000,
          selfInitUs: 1000,
        },
        { path: "index.ts", package: null, parent: null, bytes: 70, initUs: 1200, selfInitUs: 200 },
      ],
      frozen: [{ what: "Date.now()", file: "index.ts", line: 3, count: 1 }],
    },
    deferrals: null,
    ended: null,
    cpuProfile: null,
    ...more,
  };
}
