import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Invocation } from "../../../runtime";
import { ALLOCATE, artifactOf, assemble, ECHO, text, WasmHarness } from "./wasm-harness";

let harness: WasmHarness;
beforeAll(async () => {
  harness = await WasmHarness.open();
});
afterAll(() => harness[Symbol.asyncDispose]());

function spanNames({ spans }: Invocation, parent: string): string[] {
  return spans.filter((span) => span.parent !== null && spans[span.parent]?.name === parent).map(({ name }) => name);
}

describe("a handler", () => {
  test("gets the request as an HTTP/1.1 message", async () => {
    const body = new TextEncoder().encode("a=1");
    const request = { method: "POST", url: "http://shop.local:81/x?y=z#f", headers: [["X-A", "b"]], body } as const;
    expect(text(await harness.run(ECHO, { request }))).toBe(
      "POST /x?y=z HTTP/1.1\r\nhost: shop.local:81\r\nX-A: b\r\ncontent-length: 3\r\n\r\na=1",
    );
  });

  test("gets a streamed body whole", async () => {
    async function* body() {
      for (const part of ["one ", "two ", "three"]) yield await Promise.resolve(new TextEncoder().encode(part));
    }
    const invocation = await harness.run(ECHO, { request: { method: "POST", body: body() } });
    expect(text(invocation)).toMatch(/one two three$/);
    expect(invocation.request.body.bytes).toBe(13);
  });

  test("gets an event as a POST of JSON", async () => {
    expect(text(await harness.run(ECHO, { event: { a: [1] } }))).toMatch(
      /^POST \/ HTTP\/1\.1\r\nhost: test\.local\r\ncontent-type: application\/json\r\ncontent-length: 9\r\n\r\n\{"a":\[1\]\}$/,
    );
  });

  test.each([
    ["nothing", "", "", 204, ""],
    ["an i32", "(result i32)", "i32.const -7", 200, "-7"],
    ["a float", "(result f64)", "f64.const 1.5", 200, "1.5"],
    ["text by two numbers", "(result i32 i32)", "i32.const 8 i32.const 5", 200, "hello"],
    ["text by one number", "(result i64)", "i64.const 0x0000000800000005", 200, "hello"],
    ["an HTTP message", "(result i32 i32)", "i32.const 32 i32.const 49", 418, "pot"],
  ])("may give %s", async (_, type, code, status, body) => {
    const invocation = await harness.run(`(module (memory 1) (data (i32.const 8) "hello")
      (data (i32.const 32) "HTTP/1.1 418 Teapot\\nx-a: b\\ncontent-length: 9\\n\\npot")
      (func (export "handler") ${type} ${code}))`);
    expect(invocation.error).toBeNull();
    expect({ status: invocation.response?.status, body: text(invocation) }).toEqual({ status, body: body.trim() });
    if (status === 418) expect(invocation.response).toMatchObject({ statusText: "Teapot", headers: [["x-a", "b"]] });
  });

  test("logs text by its length and text that ends with a 0", async () => {
    const { logs } = await harness.run(`(module
      (import "env" "log" (func $log (param i32 i32))) (import "env" "log" (func $logTerminated (param i32)))
      (memory 1) (data (i32.const 0) "h\\c3\\a4llo\\00more")
      (func (export "handler") (call $log (i32.const 0) (i32.const 3)) (call $logTerminated (i32.const 0))))`);
    expect(logs.map(({ text: line }) => line)).toEqual(["hä", "hällo"]);
  });

  test("says how long each part of its start took, and what it used", async () => {
    const invocation =
      await harness.run(`(module (memory 2) (data (i32.const 0) "x") (global $g (mut i32) (i32.const 0))
      (func $start (global.set $g (i32.const 5))) (start $start)
      (func (export "handler") (result i32) (local $n i32)
        (loop (br_if 0 (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 3000000))))
        (drop (memory.grow (i32.const 3))) (global.get $g)))`);
    expect(text(invocation)).toBe("5");
    expect(spanNames(invocation, "init")).toEqual(["compile", "instantiate", "data", "start"]);
    expect(spanNames(invocation, "bind")).toEqual(["instantiate", "data"]);
    expect(invocation.usage.peakMemoryBytes).toBe(5 * 65_536);
    expect(invocation.usage.activeCpuUs).toBeGreaterThan(500);
    expect(invocation.usage.initUs).toBeGreaterThan(0);
  });
});

describe("an instance", () => {
  /** Counts its calls in a global, in memory and by a table, which every call changes. */
  const COUNTER = `(module (memory (export "memory") 1) (table 2 funcref) (global $calls (mut i32) (i32.const 0))
    (elem (i32.const 0) func $zero) (elem declare func $one)
    (func $zero (result i32) (i32.const 0)) (func $one (result i32) (i32.const 1))
    (func (export "handler") (result i32)
      (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
      (i32.store (i32.const 64) (i32.add (i32.load (i32.const 64)) (i32.const 1)))
      (i32.add (i32.mul (global.get $calls) (i32.const 100)) (i32.add (i32.mul (i32.load (i32.const 64)) (i32.const 10))
        (call_indirect (result i32) (i32.const 0))))
      (table.set (i32.const 0) (ref.func $one))))`;

  test("is the next call's too, where the pool's settings say so", async () => {
    await using warm = await WasmHarness.open({ maxUses: 2 });
    const answers: string[] = [];
    for (let call = 0; call < 3; call += 1) answers.push(text(await warm.run(COUNTER)));
    expect(answers).toEqual(["110", "221", "110"]);
  });

  test.each([
    ["by writing its state", COUNTER, "110"],
    [
      "anew where memory has grown",
      COUNTER.replace("(global.set", "(drop (memory.grow (i32.const 1))) (global.set"),
      "110",
    ],
    [
      "anew where a table has grown",
      COUNTER.replace("(global.set", "(drop (table.grow (ref.null func) (i32.const 1))) (global.set"),
      "110",
    ],
    [
      "anew where data was dropped",
      `(module (memory 1) (data $d "7") (func (export "handler") (result i32)
        (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1)) (data.drop $d) (i32.load8_u (i32.const 0))))`,
      "55",
    ],
    [
      "with its start function where that changed more than can be kept",
      `(module (memory 1) (table 1 funcref) (elem declare func $f) (func $f (result i32) (i32.const 3))
        (func $start (table.set (i32.const 0) (ref.func $f)) (i32.store (i32.const 0) (i32.const 4))) (start $start)
        (func (export "handler") (result i32) (i32.add (i32.load (i32.const 0)) (call_indirect (result i32) (i32.const 0)))
          (i32.store (i32.const 0) (i32.const 9)) (table.set (i32.const 0) (ref.null func))))`,
      "7",
    ],
    [
      "with what a reactor's start made",
      `(module (memory 1) (global $g (mut i64) (i64.const 0))
        (func (export "_initialize") (global.set $g (i64.const 6)) (i32.store (i32.const 0) (i32.const 2)))
        (func (export "handler") (result i32) (i32.add (i32.load (i32.const 0)) (i32.wrap_i64 (global.get $g)))
          (global.set $g (i64.const 0)) (i32.store (i32.const 0) (i32.const 0))))`,
      "8",
    ],
  ])("is reset between calls %s", async (_, module, answer) => {
    await using fresh = await WasmHarness.open({ maxUses: 1 });
    for (let call = 0; call < 4; call += 1) {
      const invocation = await fresh.run(module);
      expect(invocation.error).toBeNull();
      expect(text(invocation)).toBe(answer);
    }
  });

  test("starts cold, prewarmed and warm", async () => {
    const artifact = artifactOf(assemble(COUNTER));
    for (const start of ["cold", "prewarmed", "warm"] as const) {
      const invocation = await harness.call(artifact, { start });
      expect({ start: invocation.start, outcome: invocation.outcome }).toEqual({ start, outcome: "ok" });
    }
  });
});

describe("what goes wrong", () => {
  test.each([
    ["unreachable", "unreachable", "trapped", "unreachable, in broken (function 0)"],
    ["division", "(drop (i32.div_s (i32.const 1) (i32.const 0)))", "trapped", "integer divide by zero"],
    ["overflow", "(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))", "trapped", "integer overflow"],
    ["conversion", "(drop (i32.trunc_f32_s (f32.const nan)))", "trapped", "invalid conversion to integer"],
    ["memory", "(drop (i32.load (i32.const -1)))", "trapped", "out of bounds memory access"],
    ["null", "(call_indirect (i32.const 0))", "trapped", "indirect call of null"],
    ["index", "(call_indirect (i32.const 9))", "trapped", "out of bounds table access"],
    ["recursion", "(call $broken)", "stack-exhausted", "in broken (function 0) at offset 0x"],
  ])("%s is an outcome with its place", async (_, code, failure, message) => {
    const invocation = await harness.run(
      `(module (memory 1) (table 1 funcref) (func $broken ${code}) (func (export "handler") (call $broken)))`,
    );
    expect(invocation).toMatchObject({ outcome: "threw", error: { code: failure } });
    expect(invocation.error?.message).toContain(message);
    expect(invocation.error?.stack).toMatch(/^ {4}at broken \(test\.wasm:wasm-function\[0\]:0x[0-9a-f]+\)/);
  });

  test("places are those of the file, not of what it was rewritten to", async () => {
    const module = `(module (memory 1) (data (i32.const 0) "long enough to move the code") (func (export "handler") unreachable))`;
    const code = assemble(module);
    const { error } = await harness.call(artifactOf(code));
    const offset = Number(/offset (0x[0-9a-f]+)/.exec(error?.message ?? "")?.[1]);
    expect(code[offset]).toBe(0x00); // The opcode of unreachable.
    expect(code[offset + 1]).toBe(0x0b);
  });

  test("places are those of the source where the compiler made a map", async () => {
    const folder = await mkdtemp(join(tmpdir(), "coldframe-mapped-"));
    try {
      const file = join(folder, "broken.as");
      await writeFile(
        file,
        "function fail(n: i32): i32 {\n  return 7 / n;\n}\nexport function handler(): i32 {\n  return fail(memory.size() >> 16);\n}\n",
      );
      const built = await harness.runtime.build(file);
      expect(built.ok ? [] : built.problems).toEqual([]);
      if (!built.ok) return;
      const { error } = await harness.call(built.artifact);
      expect(error).toMatchObject({
        code: "trapped",
        message: expect.stringContaining("integer divide by zero") as string,
      });
      expect(error?.stack).toMatch(/broken\.as:[25]:\d+/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("an uncaught exception, an abort and a start function that traps are outcomes", async () => {
    const thrown = await harness.run(`(module (tag $t) (func (export "handler") (throw $t)))`);
    expect(thrown).toMatchObject({ outcome: "threw", error: { code: "handler-threw" } });
    const aborted = await harness.run(`(module (import "env" "abort" (func $abort (param i32 i32 i32 i32))) (memory 1)
      (data (i32.const 0) "\\04\\00\\00\\00n\\00o\\00") (data (i32.const 16) "\\06\\00\\00\\00a\\00.\\00s\\00")
      (func (export "handler") (call $abort (i32.const 4) (i32.const 20) (i32.const 3) (i32.const 9))))`);
    expect(aborted.error).toMatchObject({
      code: "handler-threw",
      message: expect.stringContaining("abort: no (a.s:3:9)") as string,
    });
    const start = await harness.run(`(module (func $s unreachable) (start $s) (func (export "handler")))`);
    expect(start).toMatchObject({
      outcome: "threw",
      error: { code: "init-threw", message: expect.stringContaining("unreachable") as string },
    });
  });

  test("a memory that begins larger than the tier is refused, one that grows to it ends there", async () => {
    const large = await harness.run(`(module (memory 2000) (func (export "handler")))`);
    expect(large).toMatchObject({ outcome: "out-of-memory", error: { code: "init-out-of-memory" } });
    expect(large.error?.message).toContain("begins with 125 MB, which is more than its limit of 64 MB");
    const grown = await harness.run(
      `(module (memory 1 4096) (func (export "handler") (loop (br_if 0 (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable))`,
    );
    expect(grown).toMatchObject({ outcome: "out-of-memory", error: { code: "memory-limit" } });
    expect(grown.usage.peakMemoryBytes).toBe(64 * 1024 * 1024);
  });

  test("an endless loop ends at its deadline", async () => {
    const invocation = await harness.run(`(module (func (export "handler") (loop (br 0))))`, {
      grants: { timeoutMs: 1000 },
    });
    expect(invocation).toMatchObject({ outcome: "timeout", error: { code: "deadline" } });
    // Its thread can't say it any more, but it ran all the time.
    expect(invocation.usage.activeCpuUs).toBe(invocation.usage.executionUs);
    expect(invocation.usage.activeCpuUs).toBeGreaterThan(0);
    // What it held is not known: not nothing.
    expect(invocation.usage.peakMemoryBytes).toBeNull();
  });

  test("what is no response is said", async () => {
    const answer = (type: string, code: string, data = "") =>
      harness.run(`(module ${ALLOCATE} (data (i32.const 0) "${data}") (func (export "handler") ${type} ${code}))`);
    const far = await answer("(result i32 i32)", "i32.const 65530 i32.const 100");
    expect(far).toMatchObject({ outcome: "threw", error: { code: "invalid-response" } });
    expect(far.error?.message).toContain("100 bytes at 65530");
    const status = await answer("(result i32 i32)", "i32.const 0 i32.const 17", "HTTP/1.1 99 No\\n\\n");
    expect(status.error).toMatchObject({
      code: "invalid-response",
      message: expect.stringContaining("status line") as string,
    });
    const header = await answer("(result i32 i32)", "i32.const 0 i32.const 26", "HTTP/1.1 200 OK\\nno colon\\n\\n");
    expect(header.error?.message).toContain('"no colon"');
    const endless = await answer("(result i32 i32)", "i32.const 0 i32.const 15", "HTTP/1.1 200 OK");
    expect(endless.error?.message).toContain("no end");
  });
});
