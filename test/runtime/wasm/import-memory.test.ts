import { expect, test } from "vitest";
import { importMemory, readModule } from "../../../runtime/wasm";
import { readEngine } from "../../../runtime/sandbox/quickjs/engine-modules";

const NAME = { module: "env", name: "memory" };

test("the rewritten engine takes its memory from outside, and keeps to its maximum", async () => {
  const { engine } = await readEngine();
  const engineModule = readModule(engine);
  const initialPages = engineModule.memories[0]?.minimum ?? 0;
  const module = await WebAssembly.compile(importMemory(engineModule, NAME));
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
