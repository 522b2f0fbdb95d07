import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openHistoryQueries } from "../../../main/store";
import type { HistoryFilter, HistoryQueries, Store } from "../../../main/store";
import type { Invocation } from "../../../runtime/model";
import { cleanUp, openTestStore, temporaryFolder } from "./fixtures";
import { idOf, makeInvocation, STARTED_AT_MS, startedCall } from "./invocations";

async function historyOf(invocations: readonly Invocation[]): Promise<{ store: Store; queries: HistoryQueries }> {
  const file = join(temporaryFolder(), "history.sqlite");
  const { store } = await openTestStore(file);
  for (const invocation of invocations) store.finish(invocation);
  await store.flush();
  const queries = openHistoryQueries({ file });
  cleanUp(async () => {
    await queries[Symbol.asyncDispose]();
  });
  return { store, queries };
}

const failed: Partial<Invocation> = {
  outcome: "threw",
  error: { code: "handler-threw", message: "boom", stack: null },
};

/** Calls of three functions, some failed, each with a word of its own and a common one. */
const CALLS = Array.from({ length: 60 }, (_, index) =>
  makeInvocation(index, {
    functionName: `fn-${index % 3}`,
    version: `sha256:${index % 6}`,
    start: index % 2 === 0 ? "cold" : "warm",
    ...(index % 5 === 0 ? failed : {}),
  }),
);

test("any part of any list is what the whole list has there, with the count of all", async () => {
  const { store, queries } = await historyOf(CALLS);
  const filter = fc.record(
    {
      functionName: fc.constantFrom("fn-0", "fn-1", "none"),
      version: fc.constantFrom("sha256:0", "sha256:1"),
      outcome: fc.constantFrom("ok" as const, "threw" as const, "running" as const),
      start: fc.constantFrom("cold" as const, "warm" as const),
      sinceMs: fc.integer({ min: STARTED_AT_MS, max: STARTED_AT_MS + 60 }),
      untilMs: fc.integer({ min: STARTED_AT_MS, max: STARTED_AT_MS + 60 }),
      text: fc.constantFrom("", " ", "handled", "boom", "user 7", '"handled user"', "***", "nowhere"),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(filter, fc.nat(70), fc.integer({ min: 1, max: 70 }), async (wanted, offset, limit) => {
      const all = store.history({ ...wanted, limit: 100 }).rows;
      const slice = await queries.slice(wanted, offset, limit);
      expect(slice).toEqual({ rows: all.slice(offset, offset + limit), total: all.length });
      expect(await queries.ids(wanted, offset, limit)).toEqual(slice.rows.map(({ id }) => id));
    }),
    { numRuns: 200 },
  );
});

test("what is recorded or deleted meanwhile is in the next answer, and in its count", async () => {
  const { store, queries } = await historyOf(CALLS.slice(0, 3));
  const filter: HistoryFilter = { outcome: "ok" };
  expect((await queries.slice(filter, 0, 10)).total).toBe(2);
  store.begin(startedCall(makeInvocation(10)));
  await store.flush();
  expect((await queries.slice({ outcome: "running" }, 0, 10)).rows.map(({ id }) => id)).toEqual([idOf(10)]);
  store.finish(makeInvocation(10));
  await store.flush();
  expect((await queries.slice(filter, 0, 1)).total).toBe(3);
  await store.delete([idOf(10), idOf(1)]);
  expect(await queries.slice(filter, 0, 10)).toMatchObject({ total: 1, rows: [{ id: idOf(2) }] });
});

test("names and versions, the latest used first", async () => {
  const call = (index: number, functionName: string, version: string) =>
    makeInvocation(index, { functionName, version });
  const { queries } = await historyOf([call(1, "a", "v1"), call(2, "b", "v1"), call(3, "a", "v2"), call(4, "a", "v1")]);
  expect(await queries.functions()).toEqual([
    { name: "a", versions: ["v1", "v2"] },
    { name: "b", versions: ["v1"] },
  ]);
});

test("whole calls come in batches, each once, those that run left out", async () => {
  const { store, queries } = await historyOf([]);
  const body = { bytes: 200_000, content: new Uint8Array(200_000), sha256: null };
  for (const call of CALLS) store.finish({ ...call, request: { ...call.request, body } });
  store.begin(startedCall(makeInvocation(100)));
  await store.flush();
  const seen: string[] = [];
  let after: string | null = null;
  let batches = 0;
  do {
    const batch = await queries.batch({ filter: {}, ids: null, after });
    seen.push(...batch.invocations.map(({ id }) => id));
    after = batch.next;
    batches += 1;
  } while (after !== null);
  expect(seen).toEqual(CALLS.map(({ id }) => id).reverse());
  // Some six bodies to a batch.
  expect(batches).toBeGreaterThan(8);
});

test("of given ids those that are there come in their order", async () => {
  const { queries } = await historyOf(CALLS);
  const { invocations, next } = await queries.batch({ filter: {}, ids: [idOf(3), idOf(99), idOf(1)], after: null });
  expect(invocations).toEqual([CALLS[3], CALLS[1]]);
  expect(next).toBeNull();
});

test("a history that is not there is the answer, and the next question is answered when it is", async () => {
  const file = join(temporaryFolder(), "history.sqlite");
  const queries = openHistoryQueries({ file });
  cleanUp(async () => {
    await queries[Symbol.asyncDispose]();
  });
  await expect(queries.functions()).rejects.toMatchObject({ name: "StoreError", code: "store-unreadable" });
  await openTestStore(file);
  expect(await queries.functions()).toEqual([]);
  await queries[Symbol.asyncDispose]();
  await expect(queries.functions()).rejects.toMatchObject({ code: "store-closed" });
});

test("limits and offsets that are none are refused", async () => {
  const { queries } = await historyOf([]);
  await expect(queries.slice({}, 0, 0)).rejects.toThrow(/limit/);
  await expect(queries.slice({}, -1, 10)).rejects.toThrow(/offset/);
});
