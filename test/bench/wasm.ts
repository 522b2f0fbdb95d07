/** The figures of core Wasm modules, called through the runtime in this process. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import wabt from "wabt";
import type { Artifact, Runtime } from "../../runtime";
import { answered, build, call, openRuntime, repeat, wallMs } from "./calls";
import type { BenchContext } from "./figure";

/** Of the module that is measured, bytes: about 100 KB, of which a fifth is data. */
const DATA_BYTES = 20_000;
const FUNCTIONS = 560;
const STEPS = 20;

/** Prewarmed starts of a module of 100 KB, accept to response, milliseconds. */
export async function measureWasmPrewarmed(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 2, maxSandboxes: 3 });
  const artifact = await buildModule(runtime, bench);
  return await repeat(bench.quick ? 5 : 500, 20, () => wallMs(runtime, artifact, "prewarmed"));
}

/** Warm calls of the same module, milliseconds. */
export async function measureWasmWarm(bench: BenchContext): Promise<number[]> {
  await using runtime = openRuntime(bench, { maxPool: 0, maxSandboxes: 1 });
  const artifact = await buildModule(runtime, bench);
  return await repeat(bench.quick ? 20 : 20_000, 3000, async () => {
    const startedMs = performance.now();
    answered(await runtime.invoke(artifact, call("auto")));
    return performance.now() - startedMs;
  });
}

async function buildModule(runtime: Runtime, bench: BenchContext): Promise<Artifact> {
  await mkdir(bench.scratch, { recursive: true });
  const entry = join(await mkdtemp(join(bench.scratch, "wasm-")), "large.wasm");
  const module = (await wabt()).parseWat("large.wat", moduleText(), { multi_value: true });
  await writeFile(entry, module.toBinary({}).buffer);
  module.destroy();
  return await build(runtime, entry);
}

/** Reads its request, goes through one function of many by a table, and answers from its data. */
function moduleText(): string {
  const indices = Array.from({ length: FUNCTIONS }, (_, index) => index);
  const functions = indices.map((index) => {
    const steps = Array.from({ length: STEPS }, (_, step) => `i32.const ${index * STEPS + step + 64} i32.xor`);
    return `(func $f${index} (param i32) (result i32) local.get 0 ${steps.join(" i32.const 3 i32.rotl ")})`;
  });
  return `(module (type $step (func (param i32) (result i32))) (memory (export "memory") 4)
    (table ${FUNCTIONS} funcref) (elem (i32.const 0) ${indices.map((index) => `$f${index}`).join(" ")})
    (data (i32.const 1024) "HTTP/1.1 200 OK\\0acontent-type: text/plain\\0a\\0a${"coldframe ".repeat(DATA_BYTES / 10)}")
    (func (export "allocate") (param i32) (result i32) i32.const 65536)
    ${functions.join("\n")}
    (func (export "handler") (param i32 i32) (result i32 i32)
      (drop (call_indirect (type $step) (local.get 1) (i32.rem_u (local.get 1) (i32.const ${FUNCTIONS}))))
      (i32.const 1024) (i32.const 200)))`;
}
