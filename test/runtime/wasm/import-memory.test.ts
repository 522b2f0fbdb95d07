import { expect, test } from "vitest";
import { importMemory, keepExports, readModule, replaceSections } from "../../../runtime/wasm";
import { readEngine } from "../../../runtime/sandbox/quickjs/engine-modules";

const NAME = { module: "env", name: "memory" };

test("the rewritten engine takes its memory from outside, and keeps to its maximum", async () => {
  const { engine } = await readEngine();
  const engineModule = readModule(engine);
  const initialPages = engineModule.memories[0]?.minimum ?? 0;
  const module = await WebAssembly.compile(replaceSections(engineModule, importMemory(engineModule, NAME)));
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

test("an engine keeps the exports that are asked for, each as it was", async () => {
  const module = readModule((await readEngine()).engine);
  const kept = readModule(
    replaceSections(
      module,
      keepExports(module, (name) => /^qjs_|^memory$/.test(name)),
    ),
  );
  expect(kept.exports.length).toBeGreaterThan(100);
  expect(kept.exports).toEqual(module.exports.filter(({ name }) => name.startsWith("qjs_") || name === "memory"));
  expect({ ...kept, bytes: null, sections: null, exports: null }).toMatchObject({
    functions: module.functions,
    tables: module.tables.map(({ type, minimum, maximum }) => ({ type, minimum, maximum })),
    start: module.start,
  });
});
