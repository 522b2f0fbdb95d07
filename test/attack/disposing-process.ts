/** A process of its own: calls through a runtime that is disposed while one of them runs. Prints the outcomes. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Artifact, Invocation, Runtime } from "../../runtime";
import { createRuntime } from "../../runtime";

function invoke(runtime: Runtime, artifact: Artifact, path: string): Promise<Invocation> {
  const request = { method: "GET", url: `http://left.local/${path}`, headers: [], body: null };
  const grants = { env: {}, allowNet: [], memoryMb: 64, timeoutMs: 60_000 };
  return runtime.invoke(artifact, { id: randomUUID(), input: { trigger: "http", request }, grants, start: "auto" });
}

/** A function's own scope: at a module's top level, Rolldown makes a `var` of `await using` and disposes nothing. */
async function leaveMuch(folder: string): Promise<void> {
  await using runtime = createRuntime({ cacheDir: join(folder, "cache"), pool: { maxPool: 2, maxSandboxes: 3 } });
  const built = await runtime.build(join(folder, "left.js"));
  if (!built.ok) throw new Error(built.problems[0].message);
  const { outcome } = await invoke(runtime, built.artifact, "answers");
  process.stdout.write(outcome);
  void invoke(runtime, built.artifact, "endless").then((ended) => process.stdout.write(` ${ended.outcome}`));
}

await leaveMuch(process.argv[2] ?? "");
