/** Where a compiled function trapped: in its own source, by the debug info that its compiler left. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ArtifactDocument, InvocationDocument } from "../../main/workbench/documents";
import { createBuilder, findToolchains } from "../../runtime/build";
import { coldframe, temporaryFolder } from "./coldframe";
import { whileServing } from "./while-serving";

const SLOW_MS = 120_000;
const toolchains = await findToolchains();

function hasCompiler(language: string): boolean {
  return toolchains.some((each) => each.language === language && each.found !== null);
}

const C_HEADER = "static int check(int amount) {\n  if (amount > 2) __builtin_trap();\n  return amount * 2;\n}\n";
const C_MODULE =
  '#include "check.h"\n\nint handler(void) {\n  int pages = (int)__builtin_wasm_memory_size(0);\n  return check(pages + 5);\n}\n';
const C_PROGRAM = '#include "check.h"\n\nint main(int count, char **words) {\n  return check(count + 5);\n}\n';
const RUST_PICK = "fn pick(values: &[u32], at: usize) -> u32 {\n    values[at]\n}\n\n";
const RUST_MODULE = `${RUST_PICK}#[inline(never)]\nfn count() -> u32 {\n    3\n}\n\n#[no_mangle]\npub extern "C" fn handler() -> i32 {\n    let values: Vec<u32> = (0..count()).collect();\n    pick(&values, 99) as i32\n}\n`;
const RUST_PROGRAM = `${RUST_PICK}fn main() {\n    let values: Vec<u32> = std::env::args().map(|word| word.len() as u32).collect();\n    println!("{}", pick(&values, 99));\n}\n`;

const FUNCTIONS = [
  {
    what: "a core module in C",
    language: "C",
    files: { "price.c": C_MODULE, "check.h": C_HEADER },
    see: "check.h:2:",
    frames: [/ check \(check\.h:2:\d+\)$/, / handler \(price\.c:5:\d+\)$/],
  },
  {
    what: "a program in C",
    language: "C",
    files: { "price.c": C_PROGRAM, "check.h": C_HEADER },
    see: "check.h:2:",
    frames: [/ check \(check\.h:2:\d+\)$/, /main.* \(price\.c:4:\d+\)$/],
  },
  {
    what: "a core module in Rust",
    language: "Rust",
    files: { "price.rs": RUST_MODULE },
    see: "price.rs:2:5",
    frames: [/ price::pick \(price\.rs:2:5\)$/, / handler \(price\.rs:13:\d+\)$/],
  },
  {
    what: "a program in Rust",
    language: "Rust",
    files: { "price.rs": RUST_PROGRAM },
    see: "price.rs:2:5",
    frames: [/ price::pick \(price\.rs:2:5\)$/, / price::main.* \(price\.rs:7:\d+\)$/],
  },
] as const;

const WAT =
  '(module\n  (func $check (param $amount i32)\n    (if (i32.gt_s (local.get $amount) (i32.const 2))\n      (then unreachable)))\n  (func $handler (export "handler")\n    (call $check (i32.const 6))))\n';

async function written(files: Readonly<Record<string, string>>): Promise<{ folder: string; entry: string }> {
  const folder = await temporaryFolder();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return { folder, entry: join(folder, Object.keys(files)[0] ?? "") };
}

describe.each(FUNCTIONS)("$what", ({ language, files, see, frames }) => {
  const installed = test.skipIf(!hasCompiler(language));

  installed(
    "that traps names the line of its own source, and the calls that the compiler copied into each other",
    async () => {
      const { folder, entry } = await written(files);
      const home = await temporaryFolder();
      const json = await coldframe(["invoke", entry, "--json"], { home });
      expect([json.code, json.stderr]).toEqual([1, expect.not.stringContaining("internal")]);
      const { error } = JSON.parse(json.stdout) as InvocationDocument;
      expect(error).toMatchObject({
        code: "trapped",
        message: expect.stringMatching(/^unreachable, in .* \(function \d+\) at offset 0x[0-9a-f]+: see /) as unknown,
      });
      expect(error?.message).toContain(`: see ${see}`);
      const stack = error?.stack?.split("\n") ?? [];
      const first = stack.findIndex((line) => frames[0].test(line));
      expect(stack[first]).toMatch(frames[0]);
      expect(stack[first + 1]).toMatch(frames[1]);
      // Neither of the folder that it was compiled in nor of the one that it is in.
      expect(error?.stack).not.toContain("coldframe-build-");
      expect(error?.stack).not.toContain(folder);
      const shown = await coldframe(["invoke", entry], { home });
      expect(shown.stdout).toContain(`: see ${see}`);
      expect(shown.stdout).toContain(stack[first]);
    },
    SLOW_MS,
  );

  installed(
    "is as large as its code, and has the same places as a ready module with its debug sections in it",
    async () => {
      const { folder, entry } = await written(files);
      const home = await temporaryFolder();
      const said = await coldframe(["build", entry, "--json"], { home });
      const { bytes } = JSON.parse(said.stdout) as ArtifactDocument;
      await using builder = createBuilder();
      const result = await builder.build(entry);
      if (!result.ok) throw new Error(result.problems[0].message);
      const { code, debugInfo } = result.artifact;
      expect([bytes, new TextDecoder().decode(code).includes(".debug_")]).toEqual([code.length, false]);
      if (debugInfo === null) throw new Error("there is no debug info");
      // As the compiler wrote it: custom sections may stand anywhere, at the end too.
      const ready = join(folder, "ready.wasm");
      await writeFile(ready, Buffer.concat([code, debugInfo.sections.subarray(8)]));
      const json = await coldframe(["invoke", ready, "--json"], { home });
      const { error } = JSON.parse(json.stdout) as InvocationDocument;
      expect(error?.message).toContain(`: see ${see}`);
      expect(error?.stack?.split("\n").some((line) => frames[1].test(line))).toBe(true);
      expect((await readFile(ready)).length).toBeGreaterThan(bytes);
    },
    SLOW_MS,
  );
});

test(
  "text that traps names its own line, also as serve answers it",
  async () => {
    const { entry } = await written({ "price.wat": WAT });
    const home = await temporaryFolder();
    const json = await coldframe(["invoke", entry, "--json"], { home });
    const { error } = JSON.parse(json.stdout) as InvocationDocument;
    expect(error?.message).toMatch(/^unreachable, in check \(function 0\) at offset 0x[0-9a-f]+: see price\.wat:4:13$/);
    expect(error?.stack).toBe("    at check (price.wat:4:13)\n    at handler (price.wat:6:6)");
    await whileServing(home, entry, async (url) => {
      const response = await fetch(url);
      const body = (await response.json()) as { error: { message: string; stack: string } };
      expect([response.status, body.error.message, body.error.stack]).toEqual([500, error?.message, error?.stack]);
    });
  },
  SLOW_MS,
);
