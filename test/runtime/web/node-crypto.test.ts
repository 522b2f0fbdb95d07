import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type * as NodeCrypto from "../../../runtime/web/node-crypto";

const CRYPTO = "node:crypto";
const load = vi.spyOn(process, "getBuiltinModule");

/** As another thread has it: a module of its own. */
async function anotherThread(): Promise<typeof NodeCrypto> {
  vi.resetModules();
  return await import("../../../runtime/web/node-crypto");
}

function code(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function newWord(): SharedArrayBuffer {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

beforeEach(() => {
  load.mockClear();
});

afterEach(() => {
  vi.resetModules();
});

test("a function that does not speak of cryptography loads none", async () => {
  const thread = await anotherThread();
  thread.loadWithOthers(newWord());
  thread.loadFor(code("export default () => new Response()"));
  expect(load).not.toHaveBeenCalled();
});

test("it is loaded once, before the function that speaks of it runs", async () => {
  const thread = await anotherThread();
  thread.loadWithOthers(newWord());
  thread.loadFor(code("export default () => new Response(crypto.randomUUID())"));
  expect(load).toHaveBeenCalledExactlyOnceWith(CRYPTO);
  expect(thread.nodeCrypto().randomUUID()).toHaveLength(36);
  expect(load).toHaveBeenCalledOnce();
});

test("what one thread has loaded, those that are there load too, and those that come later at once", async () => {
  const word = newWord();
  const [idle, busy, late] = [await anotherThread(), await anotherThread(), await anotherThread()];
  idle.loadWithOthers(word);
  busy.loadWithOthers(word);
  busy.nodeCrypto();
  expect(load).toHaveBeenCalledTimes(1);
  await vi.waitFor(() => {
    expect(load).toHaveBeenCalledTimes(2);
  });
  late.loadWithOthers(word);
  expect(load).toHaveBeenCalledTimes(3);
});
