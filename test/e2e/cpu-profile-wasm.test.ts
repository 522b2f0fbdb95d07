import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { cpuProfileDocument } from "../../main/workbench/profile/cpu-profile-document";
import type { ChromeTrace } from "../../runtime/model";
import type { DevtoolsProfile } from "../../runtime/profile";
import { assemble } from "../runtime/wasm/wasm-harness";
import { coldframe, EXAMPLES, temporaryFolder } from "./coldframe";

type Document = ReturnType<typeof cpuProfileDocument>;

/** `mostly` does three times as much as `seldom`; a name is there for neither the handler nor what it calls at the end. */
const SPLIT = `(module
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "edge")
  (func $spin (param $left i32) (result i32) (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31)) (local.get $left)))
      (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (local.get $sum))
  (func $mostly (result i32) (call $spin (i32.const 750000)))
  (func $seldom (result i32) (call $spin (i32.const 250000)))
  (func (export "handler") (result i32)
    (call $log (i32.const 0) (i32.const 4))
    (i32.add (call $mostly) (call $seldom))))`;

async function functionFile(source: string): Promise<string> {
  const file = join(await temporaryFolder(), "index.wat");
  await writeFile(file, source);
  return file;
}

/** Assembled, and without a word of where it is from. */
async function readyModule(source: string): Promise<string> {
  const file = join(await temporaryFolder(), "index.wasm");
  await writeFile(file, assemble(source));
  return file;
}

describe("profile --cpu of a Wasm function", () => {
  test("finds the functions by their names, and by their code where they have none", async () => {
    const [home, entry] = [await temporaryFolder(), await functionFile(SPLIT)];
    const run = await coldframe(["profile", entry, "--cpu", "--runs", "300", "--json"], { home });
    expect(run).toMatchObject({ code: 0, stderr: "" });
    const document = JSON.parse(run.stdout) as Document;
    expect(document).toMatchObject({ engine: "wasm", calls: 300, status: 200, ended: null });
    const found = (name: string) => document.hot.find((each) => each.name === name);
    expect(document.hot[0]).toMatchObject({
      name: "spin",
      kind: "function",
      code: { index: 1 },
      file: "index.wat",
      line: 5,
    });
    expect(found("mostly")?.totalUs).toBeGreaterThan(found("seldom")?.totalUs ?? Infinity);
    expect(found("wasm-function[4]")?.totalUs).toBeGreaterThan(found("mostly")?.totalUs ?? Infinity);
    // Every call's time is covered: samples between the calls are not among them.
    const covered = document.samples.reduce((sum, [, durationUs]) => sum + durationUs, 0);
    expect(covered + document.unaccountedUs).toBe(document.wallUs);
    expect(document.unaccountedUs).toBe(0);
  });

  test("shows a person how the samples were taken, and writes files for other tools", async () => {
    const [home, entry] = [await temporaryFolder(), await readyModule(SPLIT)];
    const [cpuprofile, trace] = [join(home, "out.cpuprofile"), join(home, "out.json")];
    const files = ["--cpuprofile", cpuprofile, "--trace", trace];
    const run = await coldframe(["profile", entry, "--cpu", "--runs", "100", ...files], { home });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/samples, asked for every 100 µs and taken about every [\d,]+ µs/);
    expect(run.stdout).toMatch(/ spin +\S+\.wasm:wasm-function\[1\]:0x[0-9a-f]+$/m);
    expect(run.stdout).toContain("Samples are V8's own");
    const devtools = JSON.parse(await readFile(cpuprofile, "utf8")) as DevtoolsProfile;
    const spin = devtools.nodes.find(({ callFrame }) => callFrame.functionName === "spin");
    expect(spin?.callFrame).toMatchObject({ lineNumber: 0 });
    expect(devtools.samples).toContain(spin?.id);
    const { traceEvents } = JSON.parse(await readFile(trace, "utf8")) as ChromeTrace;
    expect(traceEvents.some(({ name, ph }) => name === "spin" && ph === "X")).toBe(true);
  });

  test("a loop that never ends is where its samples are", async () => {
    const entry = await functionFile(`(module (func $forever (loop $again (br $again)))
      (func (export "handler") (call $forever)))`);
    const run = await coldframe(["profile", entry, "--cpu", "--timeout", "1000"], { home: await temporaryFolder() });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^ *[\d.]+ % .* forever +index\.wat:1:9$/m);
    expect(run.stderr).toContain("ended in call 1: deadline");
  });

  test("a trap ends it with what was seen until then", async () => {
    const entry = await functionFile(`(module (global $calls (mut i32) (i32.const 0))
      (func $work (param $left i32) (loop $again (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1))))))
      (func (export "handler")
        (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
        (call $work (i32.const 3000000))
        (if (i32.gt_s (global.get $calls) (i32.const 20)) (then unreachable))))`);
    const run = await coldframe(["profile", entry, "--cpu", "--json"], { home: await temporaryFolder() });
    expect(run.code).toBe(1);
    const document = JSON.parse(run.stdout) as Document;
    expect(document.ended).toMatchObject({ outcome: "threw", error: { code: "trapped" } });
    expect(document.hot[0]).toMatchObject({ name: "work" });
  });

  test("functions in AssemblyScript have their places in the sources", async () => {
    const entry = join(EXAMPLES, "hello-assemblyscript");
    const run = await coldframe(["profile", entry, "--cpu", "--runs", "2000", "--json"], {
      home: await temporaryFolder(),
    });
    expect(run.code).toBe(0);
    const { hot } = JSON.parse(run.stdout) as Document;
    expect(
      hot.some(({ name, file, line }) => file === "assembly/index.ts" && line > 0 && name === "assembly/index/hello"),
    ).toBe(true);
  });

  test("a WASI program's stack can't be sampled, and that is said", async () => {
    const entry = await functionFile(`(module (memory (export "memory") 1) (func (export "_start")))`);
    const run = await coldframe(["profile", entry, "--cpu"], { home: await temporaryFolder() });
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toContain("WASI program, which runs in threads of Wasmer's SDK");
  });
});
