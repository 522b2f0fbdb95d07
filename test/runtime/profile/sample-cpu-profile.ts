import type { CpuProfile, SampledFunction } from "../../../runtime/model";

export const fn = (name: string, line: number, file = "index.ts"): SampledFunction => ({
  kind: "function",
  name,
  file,
  line,
  column: 1,
});
export const other = (kind: Exclude<SampledFunction["kind"], "function">, name = ""): SampledFunction => ({
  kind,
  name,
  file: null,
  line: 0,
  column: 0,
});

/** `fetch` calls `work` and itself, waits, and has the host hash something. */
export function sampleCpuProfile(overrides: Partial<CpuProfile> = {}): CpuProfile {
  return {
    id: "01930e4f-7c00-7abc-8def-0123456789ab",
    functionName: "hello",
    entry: "/functions/hello/index.ts",
    version: `sha256:${"0".repeat(64)}`,
    engine: "quickjs",
    bytes: 370,
    recordedAtMs: Date.UTC(2026, 10, 23, 12),
    machine: {
      ...{ platform: "linux", arch: "x64", release: "6.1", cpu: "A processor", cores: 2, memoryBytes: 1 },
      ...{ node: "24.0.0", v8: "13.0" },
    },
    memoryMb: 128,
    request: "GET /",
    everyUs: 100,
    calls: 2,
    status: 200,
    wallUs: 1000,
    functions: [fn("fetch", 1), fn("work", 5), other("idle"), other("host", "crypto")],
    nodes: [
      { function: 0, parent: -1 },
      { function: 1, parent: 0 },
      { function: 0, parent: 1 },
      { function: 2, parent: -1 },
      { function: 3, parent: 0 },
    ],
    samples: [
      { node: 0, durationUs: 100 },
      { node: 1, durationUs: 200 },
      { node: 2, durationUs: 50 },
      { node: 1, durationUs: 150 },
      { node: 3, durationUs: 300 },
      { node: 4, durationUs: 120 },
    ],
    ended: null,
    ...overrides,
  };
}
