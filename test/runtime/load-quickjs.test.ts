import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deserializeBase, loadQuickjs, serializeBase } from "../../runtime/load-quickjs";
import threadFile from "../../runtime/sandbox/quickjs/thread?modulePath";
import { nowUs } from "../../runtime/sandbox/thread-clock";

const clock = { nowUs, epochMs: () => Date.now() };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "coldframe-engine-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("the base is made once and read again; a damaged one is made anew", async () => {
  const cache = join(folder, "deep", "cache");
  const first = await loadQuickjs(threadFile, cache, clock);
  const [name] = await readdir(cache);
  const file = join(cache, name ?? "");
  const written = await readFile(file);
  const second = await loadQuickjs(threadFile, cache, clock);
  expect(
    Buffer.from(new Uint8Array(second.parts.base.snapshot.memory)).equals(
      Buffer.from(new Uint8Array(first.parts.base.snapshot.memory)),
    ),
  ).toBe(true);
  expect({ ...second.parts.base.snapshot, memory: 0 }).toEqual({ ...first.parts.base.snapshot, memory: 0 });
  await writeFile(file, written.subarray(0, 100_000));
  const third = await loadQuickjs(threadFile, cache, clock);
  expect(third.parts.base.snapshot.memory.byteLength).toBe(first.parts.base.snapshot.memory.byteLength);
  expect((await readFile(file)).length).toBe(written.length);
});

test("a cache that can't be written is no error", async () => {
  await writeFile(join(folder, "file"), "");
  const { parts } = await loadQuickjs(threadFile, join(folder, "file", "cache"), clock);
  expect(parts.base.snapshot.memory.byteLength).toBeGreaterThan(1_000_000);
});

test("a changed byte anywhere is noticed, and no bytes make the reader throw", () => {
  const memory = new SharedArrayBuffer(65_536);
  new Uint8Array(memory).fill(7);
  const snapshot = { memory, stackPointer: 1, runtimePtr: 2, contextPtr: 3, entryPtr: 4, extensions: [] };
  const base = { snapshot, changed: Uint32Array.of(0, 65_536) };
  const whole = serializeBase(base);
  expect(deserializeBase(whole)).toEqual(base);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
      const changed = Uint8Array.from(whole);
      changed[index] = (changed[index] ?? 0) ^ flip;
      expect(deserializeBase(changed)).toBeNull();
    }),
    { numRuns: 50 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(deserializeBase(bytes)).toBeNull();
    }),
  );
});
