import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createBuilder } from "../../../../../runtime/build";
import { findToolchains } from "../../../../../runtime/build/languages/native";
import { c } from "../../../../../runtime/build/languages/native/clang";
import { runTool } from "../../../../../runtime/build/languages/native/run-tool";
import { rust } from "../../../../../runtime/build/languages/native/rust";
import type { NativeSource, NativeToolchain, Toolchain } from "../../../../../runtime/build/languages/native/toolchain";
import { readModule, SECTION } from "../../../../../runtime/wasm";

const toolchains = await findToolchains();

function isInstalled(language: string): boolean {
  return toolchains.some((each) => each.language === language && each.found !== null);
}

async function build(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), "coldframe-native-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const builder = createBuilder();
  onTestFinished(() => builder.dispose());
  const entry = join(folder, Object.keys(files)[0] ?? "");
  return { folder, entry, builder, result: await builder.build(entry) };
}

const SOURCES = [
  {
    language: "C",
    program: { "main.c": '#include <stdio.h>\nint main(void) { puts("hello"); }\n' },
    module: { "answer.c": "int handler(void) { return 42; }\n" },
    broken: { "main.c": "int main(void) {\n  return missing;\n}\n" },
    place: { line: 2, column: 10, lineText: "  return missing;" },
  },
  {
    language: "Rust",
    program: { "main.rs": 'fn main() { println!("hello"); }\n' },
    module: { "answer.rs": '#[no_mangle]\npub extern "C" fn handler() -> i32 { 42 }\n' },
    broken: { "main.rs": "fn main() {\n    missing();\n}\n" },
    place: { line: 2, column: 5, lineText: "    missing();" },
  },
  {
    language: "C++",
    program: { "main.cpp": '#include <iostream>\nint main() { std::cout << "hello\\n"; }\n' },
    module: {
      "answer.cpp": '#include <array>\nextern "C" int handler() { return std::array<int, 2>{40, 2}[0] + 2; }\n',
    },
    broken: { "main.cpp": "int main() {\n  return missing_value;\n}\n" },
    place: { line: 2, column: 10, lineText: "  return missing_value;" },
  },
  {
    language: "Zig",
    program: { "main.zig": 'const std = @import("std");\npub fn main() void { std.debug.print("hello\\n", .{}); }\n' },
    module: { "answer.zig": "export fn handler() i32 {\n    return 42;\n}\n" },
    broken: { "main.zig": "pub fn main() void {\n    missing();\n}\n" },
    place: { line: 2, column: 5, lineText: "    missing();" },
  },
  {
    language: "Go",
    program: { "main.go": 'package main\n\nfunc main() { println("hello") }\n' },
    // Go makes programs alone.
    module: null,
    broken: { "main.go": "package main\n\nfunc main() {\n\tmissing()\n}\n" },
    place: { line: 4, column: 2, lineText: "\tmissing()" },
  },
] as const;

// Go compiles its own library with its first program.
describe.each(SOURCES)("$language", { timeout: 120_000 }, ({ language, program, module, broken, place }) => {
  const installed = it.skipIf(!isInstalled(language));

  installed("with a main is a WASI program", async () => {
    const { result, entry } = await build(program);
    expect(result).toMatchObject({ ok: true, artifact: { kind: "wasi", engine: "wasi", entry }, warnings: [] });
  });

  it.skipIf(module === null || !isInstalled(language))(
    "without one is a core module that asks for nothing",
    async () => {
      const { result } = await build(module ?? {});
      if (!result.ok) throw new Error(result.problems[0].message);
      const { kind, code } = result.artifact;
      const compiled = new WebAssembly.Module(Uint8Array.from(code));
      expect({ kind, imports: WebAssembly.Module.imports(compiled) }).toEqual({ kind: "wasm", imports: [] });
      const { handler } = new WebAssembly.Instance(compiled).exports;
      expect((handler as () => number)()).toBe(42);
    },
  );

  installed("gives the same artifact for the same source, wherever that is", async () => {
    const [one, other] = await Promise.all([build(program), build(program)]);
    expect(one.result.ok && one.result.artifact.version).toEqual(other.result.ok && other.result.artifact.version);
    const again = await one.builder.build(one.entry);
    expect(again.ok && one.result.ok && again.artifact === one.result.artifact).toBe(true);
  });

  installed("with an error says where", async () => {
    const { result, entry } = await build(broken);
    expect(result).toMatchObject({
      ok: false,
      problems: [
        {
          code: "compile-error",
          message: expect.stringContaining("missing") as unknown,
          location: { file: entry, ...place },
        },
      ],
    });
  });
});

it.skipIf(!isInstalled("C"))("builds again when a header changes", async () => {
  const { folder, entry, builder, result } = await build({
    "main.c": '#include "answer.h"\nint main(void) { return ANSWER; }\n',
    "answer.h": "#define ANSWER 1\n",
  });
  expect(builder.inputs(entry)).toContain(join(folder, "answer.h"));
  await writeFile(join(folder, "answer.h"), "#define ANSWER 22\n");
  const changed = await builder.build(entry);
  expect(changed.ok && result.ok && changed.artifact.version !== result.artifact.version).toBe(true);
});

it.runIf(toolchains.some(({ found }) => found === null))(
  "says what to install for a language without a compiler",
  async () => {
    const missing = toolchains.find(({ found }) => found === null);
    const endings: Readonly<Record<string, string>> = { Rust: "rs", C: "c", "C++": "cpp", Zig: "zig", Go: "go" };
    const { result } = await build({ [`main.${endings[missing?.language ?? ""] ?? ""}`]: "" });
    expect(result).toMatchObject({
      ok: false,
      problems: [
        { code: "toolchain-missing", message: expect.stringContaining(missing?.installHint ?? "") as unknown },
      ],
    });
  },
);

function sectionOf(module: Uint8Array, wanted: number): Uint8Array | undefined {
  const found = readModule(module).sections.find(({ id }) => id === wanted);
  return found && module.subarray(found.start, found.end);
}

describe("debug info", () => {
  const CASES = [
    {
      language: "C",
      program: SOURCES[0].program,
      compile: (source: NativeSource) => compileWithout(c, source, ["-gline-tables-only"], ["-Wl,--strip-debug"]),
    },
    {
      language: "Rust",
      program: SOURCES[1].program,
      compile: (source: NativeSource) => compileWithout(rust, source, ["-C", "debuginfo=1"], ["-C", "strip=debuginfo"]),
    },
  ];

  it.each(CASES.filter(({ language }) => isInstalled(language)))(
    "changes no byte of the code in $language",
    async ({ program, compile }) => {
      const { folder, entry, result } = await build(program);
      if (!result.ok) throw new Error(result.problems[0].message);
      const [text = ""] = Object.values(program);
      const output = join(folder, "without.wasm");
      const exitCode = await compile({ file: entry, folder, text, output, dependencies: join(folder, "module.d") });
      const without = new Uint8Array(await readFile(output));
      const { code, debugInfo } = result.artifact;
      expect([exitCode, code.length]).toEqual([0, without.length]);
      expect(sectionOf(code, SECTION.code)).toEqual(sectionOf(without, SECTION.code));
      expect(debugInfo?.sections.length).toBeGreaterThan(0);
    },
  );

  it.skipIf(!isInstalled("C"))("follows a line that moved, though the code is the same", async () => {
    const text = "int handler(void) { __builtin_trap(); }\n";
    const { entry, builder, result } = await build({ "a.c": text });
    await writeFile(entry, `// one line more\n${text}`);
    const again = await builder.build(entry);
    if (!result.ok || !again.ok) throw new Error("it did not build");
    expect(again.artifact.version).toBe(result.artifact.version);
    expect(again.artifact.debugInfo).not.toEqual(result.artifact.debugInfo);
  });
});

/** By the same command, but with other options in the place of those for debug info. */
async function compileWithout<Found extends Toolchain>(
  { find, command }: NativeToolchain<Found>,
  source: NativeSource,
  options: readonly string[],
  instead: readonly string[],
): Promise<number | null> {
  const found = await find();
  const line = found === null ? null : command(found, source);
  if (found === null || line === null || "lacking" in line) throw new Error("there is no compiler");
  const at = line.args.findIndex((_, start) => options.every((option, next) => line.args[start + next] === option));
  expect(at).toBeGreaterThan(-1);
  const args = line.args.toSpliced(at, options.length, ...instead);
  return (await runTool(found.executable, args, { folder: source.folder, timeoutMs: 60_000 }))?.exitCode ?? null;
}
