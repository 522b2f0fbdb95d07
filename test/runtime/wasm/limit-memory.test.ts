import { beforeAll, describe, expect, it } from "vitest";
import wabt from "wabt";
import { limitMemory, MemoryTooLarge, readModule } from "../../../runtime/wasm";

let assemble: (text: string) => Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  const assembler = await wabt();
  assemble = (text) => {
    const module = assembler.parseWat("test.wat", text, { threads: true, memory64: true });
    try {
      return Uint8Array.from(module.toBinary({ write_debug_names: true }).buffer);
    } finally {
      module.destroy();
    }
  };
});

function limited(text: string, maxPages: number): WebAssembly.Module {
  return new WebAssembly.Module(Uint8Array.from(limitMemory(readModule(assemble(text)), maxPages)));
}

/** A module that grows its memory by pages, and answers with what `memory.grow` does. */
function growing(memory: string): string {
  return `(module ${memory} (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))) (data (i32.const 8) "kept"))`;
}

type Grow = (pages: number) => number;

describe("a module's memory held to a tier", () => {
  it.each(['(memory (export "memory") 1)', '(memory (export "memory") 1 60000)'])(
    "grows to it and not beyond: %s",
    (memory) => {
      const { exports } = new WebAssembly.Instance(limited(growing(memory), 16));
      const grow = exports.grow as Grow;
      expect(grow(15)).toBe(1);
      expect(grow(1)).toBe(-1);
      const bytes = new Uint8Array((exports.memory as WebAssembly.Memory).buffer);
      expect(bytes.length).toBe(16 * 65_536);
      expect(new TextDecoder().decode(bytes.subarray(8, 12))).toBe("kept");
    },
  );

  it("keeps a maximum of its own that is lower", () => {
    const grow = new WebAssembly.Instance(limited(growing('(memory (export "memory") 1 2)'), 16)).exports.grow as Grow;
    expect(grow(1)).toBe(1);
    expect(grow(1)).toBe(-1);
  });

  it("holds where the memory is imported and shared, as programs with threads have it", () => {
    const text = '(module (import "env" "f" (func)) (import "env" "memory" (memory 1 65536 shared)))';
    const module = limited(text, 16);
    expect(WebAssembly.Module.imports(module).map(({ name }) => name)).toEqual(["f", "memory"]);
    const importing = (maximum: number) =>
      new WebAssembly.Instance(module, {
        env: { f: () => undefined, memory: new WebAssembly.Memory({ initial: 1, maximum, shared: true }) },
      });
    expect(() => importing(16)).not.toThrow();
    expect(() => importing(17)).toThrow(WebAssembly.LinkError);
  });

  it("leaves a module without one as it is", () => {
    const bytes = assemble("(module (func))");
    expect(limitMemory(readModule(bytes), 16)).toBe(bytes);
  });

  it("is refused where it begins larger, or where no tier can be told of it", () => {
    const limit = (text: string) => () => limitMemory(readModule(assemble(text)), 16);
    expect(limit("(module (memory 17))")).toThrow(MemoryTooLarge);
    expect(limit("(module (memory i64 1))")).toThrow(/wasm32/);
  });
});
