import { expect, test } from "vitest";
import { checkCoreModule, ModuleRefused, readModule, rewriteModule } from "../../runtime/wasm";
import { mutate, randomNumbers } from "../runtime/wasm/mutations";
import { ALLOCATE, artifactOf, assemble, ECHO, text, WasmHarness } from "../runtime/wasm/wasm-harness";

const SEED = 20_261_128;
const MUTANTS = 10_000;

const BASES = [
  ECHO,
  `(module (import "env" "log" (func $log (param i32 i32))) ${ALLOCATE} (data (i32.const 8) "hello")
    (func (export "handler") (param i32 i32) (result i64) (call $log (i32.const 8) (i32.const 5)) (i64.const 0x800000005)))`,
  `(module (memory 1 3) (table 4 8 funcref) (global $g (mut i32) (i32.const 1)) (global $f (mut f64) (f64.const 2))
    (elem (i32.const 1) func $one $two) (elem declare func $two) (data $d "passive") (data (i32.const 3) "active")
    (func $one (result i32) (i32.const 1)) (func $two (result i32) (i32.const 2)) (func $start (global.set $g (i32.const 7))) (start $start)
    (func (export "handler") (result i32) (memory.init $d (i32.const 0) (i32.const 0) (i32.const 3)) (data.drop $d)
      (table.set (i32.const 0) (ref.func $two)) (drop (table.grow (ref.null func) (i32.const 1)))
      (i32.add (global.get $g) (call_indirect (result i32) (i32.const 1)))))`,
  `(module (tag $t (param i32)) (memory 1) (func $fib (export "fib") (param i32) (result i32)
      (if (result i32) (i32.lt_s (local.get 0) (i32.const 2)) (then (local.get 0))
        (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1))) (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
    (func (export "handler") (result f32) (local i32)
      (loop (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 50))))
      (f32.convert_i32_s (call $fib (i32.const 10)))))`,
].map(assemble);

/** Every refusal is of the one kind that is meant for it; what is taken is no less valid after it was rewritten. */
function check(code: Uint8Array): "refused" | "taken" {
  try {
    const module = readModule(code);
    checkCoreModule(module);
    const { bytes } = rewriteModule(module);
    expect(WebAssembly.validate(bytes) || !WebAssembly.validate(code)).toBe(true);
    return WebAssembly.validate(bytes) ? "taken" : "refused";
  } catch (error) {
    if (error instanceof ModuleRefused) return "refused";
    throw error;
  }
}

test(`${MUTANTS} mutated modules neither crash nor hang what runs them`, { timeout: 240_000 }, async () => {
  const random = randomNumbers(SEED);
  await using harness = await WasmHarness.open({ maxSandboxes: 2, maxPool: 0 });
  const died: string[] = [];
  const outcomes: Record<string, number> = { refused: 0 };
  for (let count = 0; count < MUTANTS; count += 1) {
    const code = mutate(BASES[count % BASES.length] ?? new Uint8Array(), random);
    // A refused one in fifty goes to the sandbox as well, which must refuse it, too.
    if (check(code) === "refused" && count % 50 !== 0) outcomes["refused"] = (outcomes["refused"] ?? 0) + 1;
    else {
      const { outcome, error } = await harness.call(artifactOf(code), { grants: { timeoutMs: 250, memoryMb: 8 } });
      const key = error?.code ?? outcome;
      if (key === "sandbox-died") died.push(`${error?.message ?? ""}: ${Buffer.from(code).toString("base64")}`);
      outcomes[key] = (outcomes[key] ?? 0) + 1;
    }
  }
  expect(died).toEqual([]);
  // Both ways were gone often enough to say something.
  expect(outcomes["refused"]).toBeGreaterThan(MUTANTS / 4);
  expect(outcomes["ok"]).toBeGreaterThan(MUTANTS / 20);
  expect(text(await harness.run(ECHO))).toMatch(/^GET/);
});
