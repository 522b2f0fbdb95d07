/** How long an edit of an AssemblyScript function takes to be answered, its compiler being warm. */
import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answered, bodyOf, build, call, openRuntime, repeat } from "./calls";
import type { BenchContext } from "./figure";

/** From an edited source on disk to the first response of the new version, milliseconds: compiler, image and call. */
export async function measureAssemblyScriptEdit(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 2, maxSandboxes: 4 });
  await mkdir(bench.scratch, { recursive: true });
  const project = await mkdtemp(join(bench.scratch, "assemblyscript-"));
  await cp(join(bench.root, "build/examples/hello-assemblyscript"), project, { recursive: true });
  const entry = join(project, "assembly/index.ts");
  const source = await readFile(entry, "utf8");
  let edits = 0;
  return await repeat(bench.quick ? 2 : 60, bench.quick ? 1 : 10, async () => {
    edits += 1;
    await writeFile(entry, source.replace("Hello, ", `Hello ${edits}, `));
    const startedMs = performance.now();
    const artifact = await build(runtime, project);
    const invocation = answered(await runtime.invoke(artifact, call("auto", "http://hello.local/")));
    const elapsedMs = performance.now() - startedMs;
    if (!bodyOf(invocation).includes(`Hello ${edits}, `)) throw new Error("the edit was not served");
    return elapsedMs;
  });
}
