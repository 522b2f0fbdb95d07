/** Real profiles of functions whose host side makes garbage: a sandbox's young generation is small, so it has to be collected. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ProfileDocument } from "../../main/workbench/profile/profile-document";
import { coldframe, temporaryFolder } from "./coldframe";

/** Each line becomes a string of the thread's own heap, twenty times what its young generation holds. */
const JAVASCRIPT = `export default () => {
  for (let line = 0; line < 10_000; line += 1) console.log("x".repeat(2000) + line);
  return new Response();
};`;

const MODULE = `(module
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (func (export "handler")
    (local $line i32)
    (loop $again
      (call $log (i32.const 0) (i32.const 2000))
      (local.set $line (i32.add (local.get $line) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $line) (i32.const 10000))))))`;

/** What a program writes to its standard error is its console. */
const PROGRAM = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "Content-Type: text/plain\\n\\n")
  (func (export "_start")
    (local $line i32)
    (i32.store (i32.const 0) (i32.const 16))
    (i32.store (i32.const 4) (i32.const 26))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (i32.store (i32.const 4) (i32.const 4000))
    (loop $again
      (drop (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))
      (local.set $line (i32.add (local.get $line) (i32.const 1)))
      (br_if $again (i32.lt_u (local.get $line) (i32.const 2000))))))`;

test.each([
  ["quickjs", "index.js", JAVASCRIPT],
  ["wasm", "module.wat", MODULE],
  ["wasi", "program.wat", PROGRAM],
])("garbage collection in a sandbox's thread is noted with each start: %s", async (engine, name, source) => {
  const folder = await temporaryFolder();
  const file = join(folder, name);
  await writeFile(file, source);
  const options = ["--runs", "1", "--start", "prewarmed,warm", "--json"];
  const run = await coldframe(["profile", file, ...options], { home: join(folder, "home") });
  expect(run).toMatchObject({ code: 0, stderr: "" });
  const document = JSON.parse(run.stdout) as ProfileDocument;
  expect(document.engine).toBe(engine);
  expect(document.samples).toHaveLength(8);
  for (const { events, wallUs } of document.samples) {
    const scavenges = events.sandboxGc?.find(({ kind }) => kind === "scavenge");
    expect(scavenges?.count).toBeGreaterThan(0);
    expect(scavenges?.durationUs).toBeGreaterThan(0);
    expect(scavenges?.durationUs).toBeLessThan(wallUs);
  }
});
