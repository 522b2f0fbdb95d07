import { expect, test } from "vitest";
import { importMemory } from "../../../runtime/sandbox/quickjs/import-memory";
import { readEngine } from "../../../runtime/sandbox/quickjs/engine-modules";

const NAME = { module: "env", name: "memory" };

test("the rewritten engine takes its memory from outside, and keeps to its maximum", async () => {
  const { engine } = await readEngine();
  const { bytes, initialPages } = importMemory(engine, NAME);
  const module = await WebAssembly.compile(bytes);
  expect(WebAssembly.Module.imports(module)).toContainEqual({ ...NAME, kind: "memory" });
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: initialPages + 1 });
  const imports: WebAssembly.Imports = { env: { memory } };
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    if (kind === "function") (imports[from] ??= {})[name] = () => 0;
  }
  const instance = await WebAssembly.instantiate(module, imports);
  const exports = instance.exports as unknown as { malloc(bytes: number): number; _initialize(): void };
  exports._initialize();
  expect(exports.malloc(1000)).toBeGreaterThan(0);
  expect(exports.malloc(1_000_000)).toBe(0);
  expect(memory.buffer.byteLength).toBeLessThanOrEqual((initialPages + 1) * 65_536);
});

test("another shape of binary is refused", () => {
  expect(() => importMemory(Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0]), NAME)).toThrow(/no memory/);
});
