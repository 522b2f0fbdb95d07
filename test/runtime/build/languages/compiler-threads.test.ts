import { expect, test } from "vitest";
import { CompilerThreads } from "../../../../runtime/build/languages/compiler-threads";

const GOOD = { fileName: "a.wat", text: "(module)" };
/** A million of instructions: the assembler is at it for longer than its limit here. */
const LONG = { fileName: "long.wat", text: `(module (func ${"i32.const 1 drop ".repeat(1_000_000)}))` };

test("a compilation that takes too long is ended, and the next one is none the worse", async () => {
  await using threads = new CompilerThreads(300);
  const late = threads.run("wat", LONG);
  const next = threads.run("wat", GOOD);
  expect(await late).toEqual({ ok: false, reason: "it took longer than 0.3 s" });
  const result = await next;
  // On a machine that is very busy the small one may take too long as well: it is an answer all the same.
  expect(result.ok ? result.output.code?.length : result.reason).toSatisfy(
    (found) => typeof found === "number" || found === "it took longer than 0.3 s",
  );
});

test("tasks at once are each answered with their own result", async () => {
  await using threads = new CompilerThreads();
  const broken = { fileName: "b.wat", text: "(module (func nonsense))" };
  const results = await Promise.all([GOOD, broken, GOOD].map((source) => threads.run("wat", source)));
  expect(results.map((result) => result.ok && result.output.problems.length)).toEqual([0, 1, 0]);
});
