import { readFileSync } from "node:fs";
import { decodedMappings, TraceMap } from "@jridgewell/trace-mapping";
import { afterAll, describe, expect, test } from "vitest";
import { createBuilder, mapStack } from "../../../../runtime/build";
import { compileWat } from "../../../../runtime/build/languages/wat/compile";
import { built, createProject } from "../project";

const builder = createBuilder();
afterAll(() => builder.dispose());

/** The mapped stack of what a module's handler fails with in V8. */
async function trap(text: string): Promise<string> {
  using project = createProject({ "a.wat": text });
  const artifact = built(await builder.build(project.path("a.wat")));
  const { handler } = new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(artifact.code))).exports;
  try {
    (handler as () => void)();
  } catch (error) {
    return mapStack((error as Error).stack ?? "", artifact);
  }
  throw new Error("it did not trap");
}

/** 1-based line and column of what a marker stands before, in lines of their own. */
function place(text: string, marker: string): string {
  const before = text.slice(0, text.indexOf(marker) + marker.length).split("\n");
  return `a.wat:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

const HERE = "(;!;)";

describe("a trap is where its instruction stands in the text", () => {
  test.each([
    ["flat", '(module\n (func (export "handler")\n  nop\n  (;!;)unreachable))'],
    [
      "flat, in blocks that end",
      '(module (func (export "handler") (local $i i32)\n block $a loop $b\n br $a end end\n (;!;)unreachable))',
    ],
    [
      "with operands in brackets",
      '(module (func (export "handler")\n (drop (;!;)(i32.div_u\n  (i32.const 1)\n  (i32.const 0)))))'.replace(
        "(;!;)(",
        "((;!;)",
      ),
    ],
    [
      "in the condition of a choice",
      '(module (func (export "handler")\n (if ((;!;)i32.rem_u (i32.const 1) (i32.const 0))\n  (then nop)\n  (else unreachable))))',
    ],
    [
      "in the other branch",
      '(module (func (export "handler")\n (if (i32.const 0) (then unreachable)\n  (else (nop) ((;!;)unreachable)))))',
    ],
    [
      "in a flat choice",
      '(module (func (export "handler")\n i32.const 0\n if\n unreachable\n else\n (;!;)unreachable\n end))',
    ],
    [
      "of an instruction with a prefix",
      '(module (memory 1) (func (export "handler")\n (nop)\n ((;!;)memory.fill (i32.const 65530) (i32.const 0) (i32.const 99))))',
    ],
    [
      "behind numbers of many bytes",
      '(module (func (export "handler")\n (drop (i64.const 0x7fffffffffffffff)) (drop (v128.const i32x4 1 2 3 4))\n (;!;)unreachable))',
    ],
    [
      "behind comments and texts",
      '(module ;; (func unreachable)\n (;(func (; ;) unreachable);) (data "\\")(func;;")\n (memory 1) (func (export "handler") (;!;)unreachable))',
    ],
    [
      "behind imports and other fields",
      '(module (type $t (func)) (table 1 funcref) (global $g (mut i32) (i32.const 0))\n (elem (i32.const 0) func $f) (func $f)\n (func (export "handler") (call_indirect (type $t) (i32.const 0)) (;!;)unreachable))',
    ],
    [
      "in a long function",
      `(module (func (export "handler")\n ${"(drop (i32.const 100))\n".repeat(200)} (;!;)unreachable)\n (func unreachable))`,
    ],
    ["without a module around it", '(func (export "handler")\n  (;!;)unreachable)'],
    ["behind letters of several units", '(module (func (export "handler") (; 🌱 漢字 ;) (;!;)unreachable))'],
  ])("%s", async (_, text) => {
    expect(await trap(text)).toContain(place(text, HERE));
  });

  test("and its callers where they call", async () => {
    const text =
      '(module\n  (func $fail unreachable)\n  (func $middle (call $fail))\n  (func $handler (export "handler")\n    call $middle))';
    const frames = (await trap(text))
      .split("\n")
      .slice(1, 4)
      .map((line) => line.trim());
    expect(frames).toEqual(["at fail (a.wat:2:15)", "at middle (a.wat:3:18)", "at handler (a.wat:5:5)"]);
  });
});

test("every function and instruction of the example has its own place", async () => {
  const text = readFileSync("build/examples/hello-wat/index.wat", "utf8");
  const { code, sourceMap } = await compileWat({ fileName: "index.wat", text });
  const lines = text.split("\n");
  const segments = decodedMappings(new TraceMap(sourceMap ?? ""))[0] ?? [];
  const words = segments.map(
    ([, , line, column]) => /^[^\s()]+/.exec(lines[line ?? 0]?.slice(column) ?? "")?.[0] ?? "(",
  );
  const opcodes: Readonly<Record<string, number>> = {
    call: 0x10,
    "local.get": 0x20,
    "local.set": 0x21,
    "i32.const": 0x41,
    "i32.add": 0x6a,
    if: 0x04,
    loop: 0x03,
  };
  const wrong = segments.filter(([offset], at) => (opcodes[words[at] ?? ""] ?? code?.[offset]) !== code?.[offset]);
  expect([wrong, words.filter((word) => word === "(").length]).toEqual([[], text.split("\n  (func ").length - 1]);
  expect(words.filter((word) => word === "call").length).toBeGreaterThan(5);
});

test("a text that is nested as deeply as the assembler takes is mapped", async () => {
  const depth = 150;
  const text = `(module (func (export "handler") (result i32) ${"(i32.eqz ".repeat(depth)}(i32.const 1)${")".repeat(depth)}))`;
  const { code, sourceMap } = await compileWat({ fileName: "a.wat", text });
  expect([code === null, decodedMappings(new TraceMap(sourceMap ?? ""))[0]?.length]).toEqual([false, depth + 2]);
});

test("what assembles and can't run is refused by the build, not taken for a wrong text", async () => {
  using project = createProject({ "a.wat": '(module (type $point (struct (field i32))) (func (export "handler")))' });
  const result = await builder.build(project.path("a.wat"));
  expect(result).toMatchObject({ ok: false, problems: [{ code: "refused-module" }] });
});
