import { randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordBody } from "../../../main/store";
import { openTestStore, temporaryFolder } from "./fixtures";
import { idOf, makeInvocation, startedCall } from "./invocations";

test("an invocation comes back as it was handed over", async () => {
  const { store, problems } = await openTestStore(join(temporaryFolder(), "a", "b", "history.sqlite"));
  const full = makeInvocation(1);
  const failed = makeInvocation(2, {
    trigger: "event",
    start: null,
    outcome: "rejected",
    error: { code: "queue-full", message: "snow ☃, nul \0, quote ' and \"", stack: null },
    response: null,
    logs: [],
    droppedLogLines: 7,
    spans: [],
    request: { method: "GET", url: "http://x/", headers: [], body: { bytes: 9, content: null, sha256: null } },
  });
  const empty = makeInvocation(3, {
    request: { ...full.request, body: { bytes: 0, content: new Uint8Array(0), sha256: null } },
  });
  for (const invocation of [full, failed, empty]) store.finish(invocation);
  await store.flush();
  for (const invocation of [full, failed, empty]) {
    expect(store.invocation(invocation.id)).toEqual({ ok: true, running: false, invocation });
  }
  expect(problems).toEqual([]);
});

test("a call shows as running from begin to finish, in one batch or in two", async () => {
  const { store, problems } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  const slow = makeInvocation(1);
  const beforeBody = { ...slow.request, body: { bytes: 0, content: null, sha256: null } };
  store.begin({ ...startedCall(slow), request: beforeBody });
  await store.flush();
  expect(store.invocation(slow.id)).toEqual({
    ok: true,
    running: true,
    call: { ...startedCall(slow), request: beforeBody },
  });
  expect(store.history({ limit: 5 }).rows).toMatchObject([{ id: slow.id, running: true, outcome: null }]);
  expect(store.history({ limit: 5, outcome: "running" }).rows).toHaveLength(1);
  expect(await store.delete([slow.id])).toBe(0);

  const quick = makeInvocation(2);
  store.begin(startedCall(quick));
  store.finish(quick);
  store.finish(slow);
  await store.flush();
  for (const invocation of [slow, quick]) {
    expect(store.invocation(invocation.id)).toEqual({ ok: true, running: false, invocation });
  }
  expect(store.count({ outcome: "running" })).toBe(0);
  expect(problems).toEqual([]);
});

test("a call that still runs when the store is closed was interrupted", async () => {
  const file = join(temporaryFolder(), "history.sqlite");
  const first = await openTestStore(file);
  first.store.begin(startedCall(makeInvocation(1)));
  await first.store.close();
  const { store } = await openTestStore(file);
  expect(store.invocation(idOf(1))).toMatchObject({
    running: false,
    invocation: { outcome: "interrupted", error: { code: "process-ended" }, usage: { memoryLimitBytes: 134217728 } },
  });
});

test("a burst of 5,000 calls loses none, and close writes what is left", async () => {
  const file = join(temporaryFolder(), "history.sqlite");
  const first = await openTestStore(file);
  for (let index = 0; index < 5000; index += 1) {
    first.store.begin(startedCall(makeInvocation(index)));
    first.store.finish(makeInvocation(index));
  }
  await first.store.close();
  expect(first.problems).toEqual([]);
  const { store } = await openTestStore(file);
  expect(store.count({ outcome: "ok" })).toBe(5000);
  const last = makeInvocation(4999);
  expect(store.invocation(last.id)).toEqual({ ok: true, running: false, invocation: last });
});

test("an invocation is found by the beginning of its id", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  const one = makeInvocation(1, { id: "0193aaaa-0000-7000-8000-000000000001" });
  const two = makeInvocation(2, { id: "0193aabb-0000-7000-8000-000000000002" });
  store.finish(one);
  store.finish(two);
  await store.flush();
  expect(store.invocation("0193AAaa")).toMatchObject({ ok: true, invocation: { id: one.id } });
  expect(store.invocation("0193aab")).toMatchObject({ ok: true, invocation: { id: two.id } });
  expect(store.invocation("0193aa")).toMatchObject({ ok: false, error: { code: "invocation-ambiguous" } });
  expect(store.invocation("0193a")).toMatchObject({ ok: false, error: { code: "invocation-id-too-short" } });
  expect(store.invocation("%%%%%%%")).toMatchObject({ ok: false, error: { code: "invocation-not-found" } });
});

test("bodies past the limit are kept as length and hash", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"), { bodyLimitBytes: 1000 });
  const long = new Uint8Array(randomBytes(5000));
  const recorded = recordBody(long, 1000);
  expect(recorded).toMatchObject({ bytes: 5000, content: null });

  const { request } = makeInvocation(1);
  store.finish(makeInvocation(1, { request: { ...request, body: { bytes: 5000, content: long, sha256: null } } }));
  await store.flush();
  expect(store.invocation(idOf(1))).toMatchObject({ invocation: { request: { body: recorded } } });
});

test("a body is what it was at finish, even if its memory is used again", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  const shared = new Uint8Array(new SharedArrayBuffer(64)).fill(1);
  const content = shared.subarray(8, 16);
  const { request } = makeInvocation(1);
  store.finish(makeInvocation(1, { request: { ...request, body: { bytes: 8, content, sha256: null } } }));
  shared.fill(2);
  await store.flush();
  expect(store.invocation(idOf(1))).toMatchObject({
    invocation: { request: { body: { content: new Uint8Array(8).fill(1) } } },
  });
});

test("a record that can't be written is reported and takes no other with it", async () => {
  const { store, problems } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  store.finish(makeInvocation(1));
  await store.flush();
  for (let index = 0; index < 10; index += 1) store.finish(makeInvocation(index));
  await store.flush();
  expect(problems.map((problem) => problem.lost)).toEqual([1]);
  expect(store.count()).toBe(10);
});

test("past the backlog's limit calls are reported as lost, and room waits for the writer", async () => {
  const { store, problems } = await openTestStore(join(temporaryFolder(), "history.sqlite"), {
    maxBacklogBytes: 100_000,
  });
  for (let index = 0; index < 500; index += 1) store.finish(makeInvocation(index));
  await store.room();
  await store.flush();
  const lost = problems.reduce((sum, problem) => sum + problem.lost, 0);
  expect(new Set(problems.map((problem) => problem.code))).toEqual(new Set(["store-overrun"]));
  expect(lost).toBeGreaterThan(0);
  expect(store.count()).toBe(500 - lost);

  for (let index = 500; index < 700; index += 1) {
    store.finish(makeInvocation(index));
    if (index % 10 === 0) {
      await store.flush();
      await store.room();
    }
  }
  await store.flush();
  expect(store.count()).toBe(700 - lost);
});

test("a closed store refuses with store-closed, and leaves one sound file that only its owner can read", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "history.sqlite");
  const { store } = await openTestStore(file);
  store.finish(makeInvocation(1));
  await store.close();
  await store.close();
  expect(() => store.count()).toThrow(expect.objectContaining({ code: "store-closed" }));
  expect(() => {
    store.finish(makeInvocation(2));
  }).toThrow(expect.objectContaining({ code: "store-closed" }));
  await expect(store.delete([idOf(1)])).rejects.toMatchObject({ code: "store-closed" });
  expect(readdirSync(folder)).toEqual(["history.sqlite"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("one and several invocations can be deleted, with all that belongs to them", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  for (let index = 0; index < 1300; index += 1) store.finish(makeInvocation(index));
  expect(await store.delete([idOf(5)])).toBe(1);
  expect(store.invocation(idOf(5))).toMatchObject({ ok: false, error: { code: "invocation-not-found" } });
  expect(store.count({ text: '"user 5"' })).toBe(0);
  expect(store.count({ text: '"user 6"' })).toBe(1);
  const ids = Array.from({ length: 1200 }, (_, index) => idOf(index));
  expect(await store.delete([...ids, "unknown"])).toBe(1199);
  expect(store.count()).toBe(100);
  expect(store.count({ text: "handled" })).toBe(100);
});

test("when the writer's thread dies, what was lost is reported, and nobody waits for it", async () => {
  const { store, problems } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  store.finish(makeInvocation(1));
  await store.flush();
  // A record that breaks the contract is a bug in the host; it stands for any bug in the thread.
  store.finish(makeInvocation(2, { id: 7 as unknown as string }));
  store.finish(makeInvocation(3));
  await expect(store.flush()).rejects.toMatchObject({ code: "store-writer-died" });
  store.finish(makeInvocation(4));
  await store.flush();
  expect(problems).toMatchObject([
    { code: "store-writer-died", lost: 2 },
    { code: "store-writer-died", lost: 1 },
  ]);
  expect(store.count()).toBe(1);
  await store.close();
});
