import { afterAll, describe, expect, test } from "vitest";
import { createBuilder } from "../../../../runtime/build";
import { built, createProject, firstProblem, problems } from "../project";

const builder = createBuilder();
afterAll(() => builder.dispose());

const WAT = '(module\n  (func $answer (export "handler") (result i32)\n    i32.const 42))\n';

describe("WAT", () => {
  test.each([
    ["a file", { "answer.wat": WAT }, "answer.wat", "answer"],
    ["a folder with index.wat", { "answer/index.wat": WAT }, "answer", "answer"],
  ])("%s becomes a module", async (_, files, entry, name) => {
    using project = createProject(files);
    const artifact = built(await builder.build(project.path(entry)));
    expect(artifact).toMatchObject({ kind: "wasm", engine: "wasm", name });
    const { handler } = new WebAssembly.Instance(new WebAssembly.Module(artifact.code)).exports;
    expect((handler as () => number)()).toBe(42);
  });

  test("errors name their places, all of them", async () => {
    using project = createProject({
      "a.wat": '(module\n  (func (export "handler")\n    i32.cnst 1\n    i32.const 2))',
    });
    expect(firstProblem(await builder.build(project.path("a.wat")))).toEqual({
      code: "syntax",
      message: "unexpected token i32.cnst, expected ).",
      location: { file: project.path("a.wat"), line: 3, column: 5, lineText: "    i32.cnst 1" },
      importChain: [],
    });
  });

  test("what the types forbid is an error too", async () => {
    using project = createProject({
      "a.wat": '(module (func (export "handler") (result i32)\n  i64.const 1)\n (func i32.add))',
    });
    const found = problems(await builder.build(project.path("a.wat")));
    expect(new Set(found.map(({ location }) => location?.line))).toEqual(new Set([2, 3]));
    expect(found[0]?.message).toContain("type mismatch");
  });
});

describe("a ready module", () => {
  test("is the artifact, byte for byte", async () => {
    using project = createProject({ "answer.wat": WAT });
    const assembled = built(await builder.build(project.path("answer.wat")));
    project.write({ "ready.wasm": assembled.code });
    const ready = built(await builder.build(project.path("ready.wasm")));
    expect(ready).toMatchObject({ version: assembled.version, engine: "wasm", name: "ready" });
    expect(ready.modules).toEqual([{ path: "ready.wasm", bytes: assembled.code.length }]);
  });

  test("one that is run as a whole is a WASI command", async () => {
    using project = createProject({ "program.wat": '(module (memory (export "memory") 1) (func (export "_start")))' });
    expect(built(await builder.build(project.path("program.wat")))).toMatchObject({ kind: "wasi", engine: "wasi" });
  });

  test.each([
    ["no WebAssembly at all", new TextEncoder().encode("hello, I am text"), "no Wasm magic number"],
    ["nothing", new Uint8Array(), "no Wasm magic number"],
    ["a component", Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0), "component"],
    ["of a version to come", Uint8Array.of(0, 0x61, 0x73, 0x6d, 2, 0, 0, 0), "version is not 1"],
    ["cut off", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 10, 80, 1), "ends unexpectedly"],
  ])("%s is refused, with what is wrong", async (_, bytes, message) => {
    using project = createProject({ "a.wasm": bytes });
    const problem = firstProblem(await builder.build(project.path("a.wasm")));
    expect(problem).toMatchObject({ code: "refused-module", message: expect.stringContaining(message) as string });
  });
});
