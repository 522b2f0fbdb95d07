/** How fast this machine is at what the other figures are made of, so that figures of different days and machines compare. */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { createRuntime } from "../../runtime";
import type { BenchContext } from "./figure";

const ECHO = `require("node:worker_threads").parentPort.on("message", function (message) { this.postMessage(message); });`;

/** A small message to a bare worker thread and back, milliseconds: no call can take less. */
export async function measureRoundTrip(bench: BenchContext): Promise<number[]> {
  const worker = new Worker(ECHO, { eval: true });
  let answered: (() => void) | null = null;
  worker.on("message", () => answered?.());
  const samples: number[] = [];
  for (let run = 0; run < (bench.quick ? 20 : 20_000); run += 1) {
    const startedMs = performance.now();
    await new Promise<void>((resolve) => {
      answered = resolve;
      worker.postMessage({ type: "echo" });
    });
    samples.push(performance.now() - startedMs);
  }
  await worker.terminate();
  return samples;
}

/** fib(25) inside the sandbox, milliseconds: the engine's own speed here. */
export async function measureFibonacci(bench: BenchContext): Promise<number[]> {
  await using runtime = createRuntime({
    cacheDir: join(bench.scratch, "cache"),
    pool: { maxPool: 0, maxSandboxes: 1 },
  });
  const built = await runtime.build(join(bench.root, "test/fixtures/fibonacci.ts"));
  if (!built.ok) throw new Error(built.problems[0].message);
  const samples: number[] = [];
  for (let run = 0; run < (bench.quick ? 1 : 20); run += 1) {
    const { response } = await runtime.invoke(built.artifact, {
      id: `fibonacci-${run}`,
      input: { trigger: "http", request: { method: "GET", url: "http://bench.local/", headers: [], body: null } },
      grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 10_000 },
      start: "auto",
    });
    samples.push(Number(new TextDecoder().decode(response?.body.content ?? undefined)));
  }
  return samples;
}
