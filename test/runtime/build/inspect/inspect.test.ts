import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import wabt from "wabt";
import { createBuilder, createInspector } from "../../../../runtime/build";
import { inspectModule } from "../../../../runtime/build/inspect/inspect-module";
import type { ModuleReport } from "../../../../runtime/model";
import { seededRandom } from "../../../../runtime/statistics";
import { ModuleRefused } from "../../../../runtime/wasm";
import { debugModule, lineProgram, lineTable4, unit4 } from "../../wasm/dwarf/dwarf-writer";
import { assemble } from "../../wasm/wasm-harness";
import { built, createProject, type Project } from "../project";

/** AssemblyScript's compiler takes seconds to begin on a machine that does much else. */
const SLOW_MS = 60_000;

const WAT = `(module
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 2 17)
  (data $greeting (i32.const 8) "hello")
  (table 2 funcref)
  (elem (i32.const 0) $small $handler)
  (global $count (mut i32) (i32.const 0))
  (func $small (result i32) i32.const 7)
  (func $handler (export "handler") (result i32)
    i32.const 8 i32.const 5 call $log
    block $again
      global.get $count i32.const 1 i32.add global.set $count
      br $again
    end
    i32.const 0 i32.const 0 i32.const 0 memory.init $greeting
    call $small))`;

let project: Project;
const inspector = createInspector();
const bytes = { text: new Uint8Array(), example: new Uint8Array() };

beforeAll(async () => {
  await using builder = createBuilder();
  project = createProject({ "answer.wat": WAT });
  bytes.text = new Uint8Array(built(await builder.build(project.path("answer.wat"))).code);
  const example = resolve(import.meta.dirname, "../../../../build/examples/hello-assemblyscript");
  bytes.example = new Uint8Array(built(await builder.build(example)).code);
  project.write({ "answer.wasm": bytes.text, "example.wasm": bytes.example });
}, SLOW_MS);
afterAll(async () => {
  await inspector[Symbol.asyncDispose]();
  project[Symbol.dispose]();
});

describe("what is in a module", () => {
  test("imports, exports, memory, functions and sections", () => {
    const report = inspectModule(bytes.text, "/");
    expect(report).toMatchObject({ engine: "wasm", refusal: null, bytes: bytes.text.length });
    expect(report.imports).toEqual({
      count: 1,
      items: [{ module: "env", name: "log", kind: "function", type: "(i32, i32) -> ()" }],
    });
    expect(report.exports.items).toEqual([
      { name: "memory", kind: "memory", type: "" },
      { name: "handler", kind: "function", type: "() -> (i32)" },
    ]);
    expect(report.memories).toEqual([{ minimum: 2, maximum: 17, isImported: false }]);
    expect(report.functions.items.map(({ index, name }) => [index, name])).toEqual([
      [2, "handler"],
      [1, "small"],
    ]);
    expect(report.sections.map(({ name, items }) => [name, items])).toEqual([
      ["type", 2],
      ["import", 1],
      ["function", 2],
      ["table", 1],
      ["memory", 1],
      ["global", 1],
      ["export", 2],
      ["element", null],
      ["dataCount", null],
      ["code", 2],
      ["data", 1],
      ["name", null],
    ]);
  });

  test("sections lie one behind the other, from the preamble to the end", () => {
    for (const module of [bytes.text, bytes.example]) {
      let at = 8;
      for (const section of inspectModule(module, "/").sections) {
        expect(section.offset).toBe(at);
        at += section.bytes;
      }
      expect(at).toBe(module.length);
    }
  });

  test("what no engine runs is read all the same, and says why it is not run", () => {
    const { engine, refusal } = inspectModule(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), "/");
    expect(engine).toBeNull();
    expect(refusal).toContain("it exports nothing");
  });

  test("producers and features, as Rust's compiler writes them", () => {
    const custom = (name: string, content: readonly number[]): number[] => {
      const body = [name.length, ...Buffer.from(name), ...content];
      return [0, body.length, ...body];
    };
    const text = (value: string): number[] => [value.length, ...Buffer.from(value)];
    const report = inspectModule(
      Uint8Array.of(
        ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
        ...custom("producers", [1, ...text("processed-by"), 1, ...text("rustc"), ...text("1.83.0")]),
        ...custom("target_features", [2, 0x2b, ...text("simd128"), 0x2d, ...text("atomics")]),
      ),
      "/",
    );
    expect(report.producers).toEqual([{ field: "processed-by", name: "rustc", version: "1.83.0" }]);
    expect(report.features).toEqual(["simd128", "-atomics"]);
  });
});

test("functions have their sources where debug sections tell them, and none where not", () => {
  const code = assemble('(module (func $small) (func (export "handler") (drop (i32.const 1))))');
  const { info, abbreviations } = unit4(2, 0x10);
  // The section's contents are a count, and for each function its length and its code: the first one's begins at 2.
  const rows = [
    { address: 2, file: 1, line: 7, column: 0 },
    { address: 5, file: 2, line: 3, column: 0 },
  ];
  const line = lineTable4(["index.c", "shop.h"], lineProgram(rows, 0x10, true));
  const sections = debugModule({ ".debug_info": info, ".debug_abbrev": abbreviations, ".debug_line": line });
  const { functions } = inspectModule(Uint8Array.from([...code, ...sections.subarray(8)]), project.folder);
  expect(functions.items.map(({ name, source }) => [name, source])).toEqual([
    ["handler", { file: "~lib/shop.h", line: 3 }],
    ["small", { file: "~index.c", line: 7 }],
  ]);
  project.write({ "index.c": "" });
  const there = inspectModule(Uint8Array.from([...code, ...sections.subarray(8)]), project.folder).functions.items;
  expect(there[1]?.source).toEqual({ file: "index.c", line: 7 });
  expect(inspectModule(code, project.folder).functions.items[0]?.source).toBeNull();
});

describe("one function as text", () => {
  test("with its names, and nothing of the others", async () => {
    const result = await inspector.disassemble(project.path("answer.wasm"), 2);
    const text = result.ok ? result.value : result.message;
    expect(text).toMatch(/^\(func \$handler/);
    expect(text).toContain("call $log");
    expect(text).toContain("memory.init");
    expect(text).not.toContain("unreachable");
    expect(text).not.toContain("i32.const 7");
  });

  test("every function of a real module can be read, and says the same as the whole module's text", async () => {
    const whole = (await wabt()).readWasm(bytes.example, { readDebugNames: true });
    const text = whole.toText({ foldExprs: false, inlineExport: false });
    for (const { index } of inspectModule(bytes.example, "/").functions.items.slice(0, 20)) {
      const result = await inspector.disassemble(project.path("example.wasm"), index);
      expect(result.ok).toBe(true);
      const code = (result.ok ? result.value : "")
        .split("\n")
        .slice(1)
        .map((line) => `  ${line}`);
      expect(text).toContain(code.join("\n"));
    }
  });

  test("an imported function has no code", async () => {
    expect(await inspector.disassemble(project.path("answer.wasm"), 0)).toMatchObject({ ok: false });
    expect(await inspector.disassemble(project.path("answer.wasm"), 99)).toMatchObject({ ok: false });
  });

  test("what is no module is refused in its own words", async () => {
    project.write({ "text.wasm": "hello" });
    const found = await inspector.inspect(project.path("text.wasm"));
    expect(found).toMatchObject({ ok: false, message: expect.stringContaining("magic number") as string });
  });
});

describe("mutated modules", () => {
  test("5,000 of them give a report or a reason, and nothing else", () => {
    const random = seededRandom(20261128);
    const below = (limit: number) => Math.floor(random() * limit);
    let reports = 0;
    for (let round = 0; round < 5000; round += 1) {
      const source = round % 2 === 0 ? bytes.text : bytes.example;
      let mutated = source.slice();
      for (let edits = 1 + below(8); edits > 0; edits -= 1) mutated[below(mutated.length)] = below(256);
      if (below(4) === 0) mutated = mutated.slice(0, below(mutated.length));
      const report = reportOf(mutated);
      if (report === null) continue;
      reports += 1;
      expect(report.sections.reduce((sum, section) => sum + section.bytes, 8)).toBe(mutated.length);
    }
    // Both ways are really tried.
    expect(reports).toBeGreaterThan(500);
    expect(reports).toBeLessThan(4900);
  });

  test("as text, 200 of them give a function or a reason", async () => {
    const random = seededRandom(7);
    for (let round = 0; round < 200; round += 1) {
      const mutated = bytes.text.slice();
      for (let edits = 0; edits < 3; edits += 1)
        mutated[8 + Math.floor(random() * (mutated.length - 8))] = Math.floor(random() * 256);
      project.write({ "mutated.wasm": mutated });
      const result = await inspector.disassemble(project.path("mutated.wasm"), 2);
      expect(result.ok ? result.value : result.message).toMatch(/\S/);
    }
    expect(await inspector.inspect(project.path("answer.wasm"))).toMatchObject({ ok: true });
  });
});

function reportOf(module: Uint8Array): ModuleReport | null {
  try {
    return inspectModule(module, "/");
  } catch (error) {
    if (error instanceof ModuleRefused) return null;
    throw error;
  }
}
