/** Hostile core modules. What they may reach is their own memory and what they were granted; what they may waste is their own call. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { BuildResult } from "../../runtime";
import { ALLOCATE, artifactOf, ECHO, text, WasmHarness } from "../runtime/wasm/wasm-harness";

let harness: WasmHarness;
beforeEach(async () => {
  harness = await WasmHarness.open();
});
afterEach(async () => {
  try {
    const left = await harness.run(ECHO, { request: { method: "PUT" } });
    expect(text(left)).toMatch(/^PUT \/ HTTP\/1\.1\r\nhost: test\.local\r\n\r\n$/);
    expect(left.usage.peakMemoryBytes).toBe(65_536);
  } finally {
    await harness[Symbol.asyncDispose]();
  }
});

describe("imports", () => {
  async function build(imported: string): Promise<BuildResult> {
    const folder = await mkdtemp(join(tmpdir(), "coldframe-imports-"));
    try {
      await writeFile(join(folder, "a.wat"), `(module (import ${imported}) (func (export "handler")))`);
      return await harness.runtime.build(join(folder, "a.wat"));
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test.each([
    ["a function that is not granted", '"env" "fetch" (func (param i32 i32))', "env.fetch"],
    ["a granted one of another type", '"env" "log" (func (param i64))', "env.log"],
    ["a granted one that is to give something back", '"env" "log" (func (param i32 i32) (result i32))', "env.log"],
    ["one from elsewhere", '"ENV" "log" (func (param i32 i32))', "ENV.log"],
    ["the prototype of what is lent", '"env" "__proto__" (func)', "env.__proto__"],
    ["the constructor of what is lent", '"env" "constructor" (func)', "env.constructor"],
    ["the memory under the sandbox's own name", '"coldframe" "memory" (memory 1)', "coldframe.memory"],
    ["WASI", '"wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32))', "fd_write"],
    ["a table", '"env" "table" (table 1 funcref)', "env.table"],
    ["a global", '"env" "global" (global i32)', "env.global"],
  ])("%s is refused before anything is instantiated, by name", async (_, imported, name) => {
    const result = await build(imported);
    expect(result).toMatchObject({ ok: false, problems: [{ code: "refused-module" }] });
    const message = result.ok ? "" : result.problems[0].message;
    expect(message).toContain(name);
    expect(message).toContain("There is: env.log (i32, i32) -> ()");
  });

  test.each([
    ["two memories", `(module (memory 1) (memory 1) (func (export "handler")))`, "2 memories"],
    ["a shared memory", `(module (memory 1 2 shared) (func (export "handler")))`, "shared between threads"],
    ["a memory of 64-bit addresses", `(module (memory i64 1) (func (export "handler")))`, "memory64"],
    ["a table without an end", `(module (table 2000000 funcref) (func (export "handler")))`, "2000000 elements"],
  ])("%s is refused", async (_, module, message) => {
    const { error } = await harness.run(module);
    expect(error).toMatchObject({ code: "invalid-module", message: expect.stringContaining(message) as string });
  });

  test("they are refused where build was passed by, too", async () => {
    const invocation = await harness.run(`(module (import "env" "fetch" (func)) (func (export "handler")))`);
    expect(invocation).toMatchObject({ outcome: "threw", error: { code: "invalid-module" } });
  });
});

describe("pointers and lengths", () => {
  test.each([
    ["log far out", `(call $log (i32.const -8) (i32.const 4))`],
    ["log of a negative length", `(call $log (i32.const 0) (i32.const -1))`],
    ["log over the end", `(call $log (i32.const 65535) (i32.const 2))`],
    [
      "text without an end",
      `(memory.fill (i32.const 0) (i32.const 65) (i32.const 65536)) (call $terminated (i32.const 5))`,
    ],
    ["text from outside", `(call $terminated (i32.const -1))`],
  ])("%s reads nothing", async (_, code) => {
    const invocation = await harness.run(`(module (import "env" "log" (func $log (param i32 i32)))
      (import "env" "log" (func $terminated (param i32))) (memory 1) (func (export "handler") ${code}))`);
    expect(invocation).toMatchObject({ outcome: "threw", error: { code: "handler-threw" }, logs: [] });
  });

  test.each([
    ["(result i32 i32)", "i32.const 0 i32.const -1"],
    ["(result i32 i32)", "i32.const -1 i32.const 0"],
    ["(result i32 i32)", "i32.const -2147483648 i32.const -2147483648"],
    ["(result i64)", "i64.const -1"],
    ["(result i64)", "i64.const 0x00000000ffffffff"],
  ])("a response %s %s is refused", async (type, code) => {
    const invocation = await harness.run(`(module (memory 1) (func (export "handler") ${type} ${code}))`);
    expect(invocation).toMatchObject({ outcome: "threw", error: { code: "invalid-response" }, response: null });
  });

  test.each(["-1", "65536", "65530"])("room for the request at %s is refused", async (pointer) => {
    const invocation = await harness.run(`(module (memory 1)
      (func (export "allocate") (param i32) (result i32) i32.const ${pointer})
      (func (export "handler") (param i32 i32)))`);
    expect(invocation).toMatchObject({ outcome: "threw", error: { code: "handler-threw" } });
  });

  test("a response's head can't be split by what is in it", async () => {
    for (const head of ["x: a\\0db", "x\\00: b", "x y: b", ": b", "x: a\\00"]) {
      const message = `HTTP/1.1 200 OK\\0a${head}\\0a\\0a`;
      const invocation = await harness.run(`(module (memory 1) (data (i32.const 0) "${message}")
        (func (export "handler") (result i32 i32) i32.const 0 i32.const ${message.replaceAll(/\\[0-9a-f]{2}/g, "_").length}))`);
      expect(invocation.error?.code).toBe("invalid-response");
    }
  });
});

describe("waste", () => {
  test.each([
    ["a loop", "(loop (br 0))"],
    ["a loop of host calls", "(loop (call $log (i32.const 0) (i32.const 60000)) (br 0))"],
    ["growing by nothing", "(loop (drop (memory.grow (i32.const 0))) (br 0))"],
    ["filling", "(loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536)) (br 0))"],
  ])("%s ends at its deadline", async (_, code) => {
    const module = `(module (import "env" "log" (func $log (param i32 i32))) (memory 1) (func (export "handler") ${code}))`;
    const invocation = await harness.run(module, { grants: { timeoutMs: 100 } });
    expect(invocation).toMatchObject({ outcome: "timeout", error: { code: "deadline" } });
  });

  test("memory ends at the tier, a table at its own limit", async () => {
    const memory = await harness.run(
      `(module (memory 0) (func (export "handler") (result i32) (drop (memory.grow (i32.const 1024))) (memory.grow (i32.const 1))))`,
    );
    expect({ answer: text(memory), bytes: memory.usage.peakMemoryBytes }).toEqual({
      answer: "-1",
      bytes: 64 * 1024 * 1024,
    });
    const table = await harness.run(
      `(module (table 0 funcref) (func (export "handler") (result i32) (table.grow (ref.null func) (i32.const 1000001))))`,
    );
    expect(text(table)).toBe("-1");
  });

  test("a start function that never ends, recurses or eats all memory ends its own call", async () => {
    const start = (code: string, timeoutMs = 5000) =>
      harness.run(`(module (memory 1) (func $s ${code}) (start $s) (func (export "handler")))`, {
        grants: { timeoutMs },
      });
    expect((await start("(loop (br 0))", 100)).error?.code).toBe("init-timeout");
    expect((await start("(call $s)")).error?.code).toBe("init-threw");
    const eater =
      "(loop (br_if 0 (i32.ne (memory.grow (i32.const 9)) (i32.const -1)))) (drop (i32.load (i32.const -1)))";
    expect((await start(eater)).error?.code).toMatch(/^init-/);
  });

  test("a module that takes long to compile ends at the call's deadline, and holds nobody else up", async () => {
    const artifact = artifactOf(largeModule(4000, 2500));
    const invocation = await harness.call(artifact, { grants: { timeoutMs: 20 } });
    expect(invocation.outcome).toMatch(/timeout|ok/);
    expect(invocation.outcome === "ok" ? null : invocation.error?.code).toMatch(/^(init-timeout|deadline)$/);
  });

  test("a flood of logs is counted, not kept", async () => {
    const { logs, droppedLogLines } = await harness.run(`(module (import "env" "log" (func $log (param i32 i32)))
      (memory 1) (func (export "handler") (local i32)
        (loop (call $log (i32.const 0) (i32.const 1)) (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 20000))))))`);
    expect(logs.length).toBeLessThanOrEqual(1000);
    expect(logs.length + droppedLogLines).toBe(20_000);
  });
});

describe("isolation", () => {
  /** Answers with the first byte that is not zero, and leaves a mark everywhere. */
  const SPY = `(module ${ALLOCATE} (func (export "handler") (result i32) (local $at i32) (local $seen i32)
    (loop $next
      (local.set $seen (i32.or (local.get $seen) (i32.load8_u (local.get $at))))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const 65536))))
    (memory.fill (i32.const 0) (i32.const 77) (i32.const 65536))
    (local.get $seen)))`;

  test("no call sees what another left, where each has a fresh instance", async () => {
    await using fresh = await WasmHarness.open({ maxUses: 1 });
    for (let call = 0; call < 5; call += 1) expect(text(await fresh.run(SPY))).toBe("0");
  });

  test("no function sees what another left, whichever sandbox they share", async () => {
    for (let round = 0; round < 3; round += 1) {
      expect(text(await harness.run(SPY))).toBe("0");
      // Another module, so another function, in the only sandbox that there is.
      expect(text(await harness.run(SPY.replace("(module", "(module (global $other i32 (i32.const 1))")))).toBe("0");
    }
  });

  test("a trap leaves nothing to the next call", async () => {
    const module = `(module (memory 1) (global $n (mut i32) (i32.const 0)) (func (export "handler") (result i32)
      (global.set $n (i32.add (global.get $n) (i32.const 1))) (if (i32.eq (global.get $n) (i32.const 2)) (then unreachable))
      (global.get $n)))`;
    const answers: string[] = [];
    for (let call = 0; call < 4; call += 1) {
      const invocation = await harness.run(module);
      answers.push(invocation.outcome === "ok" ? text(invocation) : (invocation.error?.code ?? ""));
    }
    expect(answers).toEqual(["1", "trapped", "1", "trapped"]);
  });
});

/** A valid module of so many functions, each of so many instructions that do nothing; the first one is its handler. */
function largeModule(functions: number, instructions: number): Uint8Array {
  const unsigned = (value: number): number[] =>
    value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(Math.floor(value / 0x80))];
  const section = (id: number, body: Uint8Array) => Buffer.concat([Buffer.from([id, ...unsigned(body.length)]), body]);
  // i32.const 5, drop.
  const code = Buffer.concat([
    Buffer.from([0]),
    Buffer.alloc(3 * instructions, Buffer.from([0x41, 5, 0x1a])),
    Buffer.from([0x0b]),
  ]);
  const body = Buffer.concat([Buffer.from(unsigned(code.length)), code]);
  return Buffer.concat([
    Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    section(1, Buffer.from([1, 0x60, 0, 0])),
    section(3, Buffer.concat([Buffer.from(unsigned(functions)), Buffer.alloc(functions)])),
    section(7, Buffer.concat([Buffer.from([1, 7]), Buffer.from("handler"), Buffer.from([0, 0])])),
    section(10, Buffer.concat([Buffer.from(unsigned(functions)), ...Array.from({ length: functions }, () => body)])),
  ]);
}
