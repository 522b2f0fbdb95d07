import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { openTestStore, temporaryFolder } from "./fixtures";
import { idOf, makeInvocation, startedCall } from "./invocations";

const HOUR_MS = 3_600_000;

test("the oldest go first, by count", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  for (let index = 0; index < 1700; index += 1) store.finish(makeInvocation(index));
  expect(await store.retain({ maxAgeMs: null, maxCount: 100 })).toBe(1600);
  const { rows } = store.history({ limit: 1000 });
  expect(rows).toHaveLength(100);
  expect(rows.at(-1)?.id).toBe(idOf(1600));
  expect(store.count({ text: "handled" })).toBe(100);
});

test("what is too old goes, by age; a call that still runs stays", async () => {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  const now = Date.now();
  for (let index = 0; index < 10; index += 1) {
    store.finish(makeInvocation(index, { startedAtMs: now - index * HOUR_MS }));
  }
  store.begin({ ...startedCall(makeInvocation(10)), startedAtMs: now - 48 * HOUR_MS });
  expect(await store.retain({ maxAgeMs: 4.5 * HOUR_MS, maxCount: null })).toBe(5);
  expect(store.count({ outcome: "ok" })).toBe(5);
  expect(store.count({ outcome: "running" })).toBe(1);
});

test("a store keeps to its retention by itself", async () => {
  const file = join(temporaryFolder(), "history.sqlite");
  const first = await openTestStore(file);
  for (let index = 0; index < 50; index += 1) first.store.finish(makeInvocation(index));
  await first.store.close();
  const { store } = await openTestStore(file, { retention: { maxAgeMs: null, maxCount: 20 } });
  store.finish(makeInvocation(50));
  await store.flush();
  await vi.waitUntil(() => store.count() <= 21);
  expect(store.invocation(idOf(50)).ok).toBe(true);
  expect(store.invocation(idOf(0)).ok).toBe(false);
});

test("a burst is kept to the count while it is written", async () => {
  const retention = { maxAgeMs: null, maxCount: 500 };
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"), { retention });
  for (let index = 0; index < 12_000; index += 1) store.finish(makeInvocation(index));
  await store.flush();
  expect(store.count()).toBeLessThan(2500);
  expect(store.invocation(idOf(11_999)).ok).toBe(true);
});

test("the file gives back the room of what was deleted", async () => {
  const file = join(temporaryFolder(), "history.sqlite");
  const { store } = await openTestStore(file);
  const body = { bytes: 50_000, content: new Uint8Array(50_000).fill(7), sha256: null };
  for (let index = 0; index < 200; index += 1) {
    const { request } = makeInvocation(index);
    store.finish(makeInvocation(index, { request: { ...request, body } }));
  }
  await store.close();
  const fullBytes = statSync(file).size;
  const second = await openTestStore(file);
  await second.store.retain({ maxAgeMs: null, maxCount: 10 });
  await second.store.close();
  expect(fullBytes).toBeGreaterThan(10_000_000);
  expect(statSync(file).size).toBeLessThan(fullBytes / 4);
});
