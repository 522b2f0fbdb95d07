/** The benchmark works, in its quick form; what it measures is for people to judge. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const FIGURES = [
  "thread-round-trip",
  "sandbox-fibonacci",
  "prewarmed-start",
  "warm-call",
  "wasi-command",
  "cpu-sampling-on",
  "cpu-sampling-off",
  "edit-to-response",
  "assemblyscript-edit-to-response",
  "warm-throughput",
  "deadline-overrun",
  "history-open",
  "history-filter",
  "history-search",
  "bill-call",
  "project-year",
  "what-if-p50",
];
const CAN_BE_BELOW_0 = ["sandbox-memory", "cpu-sampling-on", "cpu-sampling-off"];
const HEAVY = ["sandbox-memory", "serve-requests"];

interface Document {
  readonly schema: string;
  readonly machine: Record<string, unknown>;
  readonly figures: readonly { id: string; n: number; p50: number; p99: number }[];
}

test("the benchmark measures each figure and prints one document", async () => {
  const { stdout } = await run("npm", ["run", "-s", "bench", "--", "--json", "--quick", ...FIGURES, ...HEAVY]);
  const document = JSON.parse(stdout) as Document;
  expect(document.schema).toBe("coldframe/bench@1");
  expect(document.machine).toMatchObject({ cpus: expect.any(Number) as number, node: process.version });
  expect(document.figures.map(({ id }) => id).sort()).toEqual([...FIGURES, ...HEAVY].sort());
  for (const { id, n, p50, p99 } of document.figures) {
    expect(n).toBeGreaterThan(0);
    // Resident memory may also shrink meanwhile, and what comes second may run faster: one quick sample of them can be anything.
    expect(p50, id).toBeGreaterThan(CAN_BE_BELOW_0.includes(id) ? Number.NEGATIVE_INFINITY : 0);
    expect(p99).toBeGreaterThanOrEqual(p50);
  }
}, 120_000);

test("an unknown figure is refused by name", async () => {
  await expect(run("npm", ["run", "-s", "bench", "--", "no-such-figure"])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no-such-figure") as string,
  });
});
