/** A fresh process whose first call of a function is timed from outside of Coldframe: it prints the milliseconds. */
import { randomUUID } from "node:crypto";
import { createRuntime } from "../../runtime";

const [entry = "", cacheDir = ""] = process.argv.slice(2);

async function main(): Promise<void> {
  await using runtime = createRuntime({ cacheDir, pool: { maxPool: 0, maxSandboxes: 2 } });
  const built = await runtime.build(entry);
  if (!built.ok) throw new Error(built.problems[0].message);
  const request = { method: "GET", url: "http://hono-app.local/items/7", headers: [], body: null };
  const call = {
    id: randomUUID(),
    input: { trigger: "http", request },
    grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 10_000 },
    start: "cold",
  } as const;
  // What a forced start takes for granted is ready: engine and image.
  let startedMs = NaN;
  const onPrepared = (): void => {
    startedMs = performance.now();
  };
  const invocation = await runtime.invoke(built.artifact, call, { onPrepared });
  const elapsedMs = performance.now() - startedMs;
  if (invocation.outcome !== "ok") throw new Error(`the call ended ${invocation.outcome}`);
  process.stdout.write(String(elapsedMs));
}

await main();
