import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openTestStore, temporaryFolder } from "./fixtures";
import { makeInvocation, STARTED_AT_MS } from "./invocations";
import type { Store } from "../../../main/store";
import type { HistoryRow } from "../../../runtime/model";
import type { Invocation } from "../../../runtime/model";

async function storeOf(invocations: readonly Invocation[]): Promise<Store> {
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  for (const invocation of invocations) store.finish(invocation);
  await store.flush();
  return store;
}

function ids(rows: readonly HistoryRow[]): string[] {
  return rows.map((row) => row.id);
}

test("pages go from the newest to the oldest, each invocation once, also where times are equal", async () => {
  const invocations = Array.from({ length: 25 }, (_, index) =>
    makeInvocation(index, { startedAtMs: STARTED_AT_MS + Math.floor(index / 4) }),
  );
  const store = await storeOf(invocations);
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const page = store.history(before === null ? { limit: 7 } : { limit: 7, before });
    seen.push(...ids(page.rows));
    before = page.next;
  } while (before !== null);
  expect(seen).toEqual(invocations.map((invocation) => invocation.id).reverse());
});

test("a row says what a list needs", async () => {
  const store = await storeOf([makeInvocation(1)]);
  const { id, functionName, entry, version, engine, trigger, startedAtMs, start, outcome } = makeInvocation(1);
  expect(store.history({ limit: 1 })).toEqual({
    next: null,
    rows: [
      {
        ...{ id, functionName, entry, version, engine, trigger, startedAtMs, start, outcome },
        ...{ running: false, errorCode: null, errorMessage: null },
        ...{ method: "POST", url: "http://localhost:8787/api/users/1?verbose=1", status: 200 },
        ...{ wallUs: 152, executionUs: 112, activeCpuUs: 100, initUs: 8000 },
        ...{ peakMemoryBytes: 3_000_000, memoryLimitBytes: 134_217_728, ingressBytes: 500, egressBytes: 420 },
      },
    ],
  });
});

test("each filter keeps what fits, and all hold together", async () => {
  const store = await storeOf([
    makeInvocation(1),
    makeInvocation(2, { entry: "/other/index.ts", functionName: "other", version: "sha256:cd" }),
    makeInvocation(3, { start: "cold" }),
    makeInvocation(4, { outcome: "threw", error: { code: "handler-threw", message: "boom", stack: null } }),
  ]);
  const count = (filter: Parameters<Store["count"]>[0]): number => {
    expect(store.history({ ...filter, limit: 100 }).rows).toHaveLength(store.count(filter));
    return store.count(filter);
  };
  expect(count({})).toBe(4);
  expect(count({ entry: "/other/index.ts" })).toBe(1);
  expect(count({ functionName: "hello" })).toBe(3);
  expect(count({ version: "sha256:cd" })).toBe(1);
  expect(count({ start: "cold" })).toBe(1);
  expect(count({ outcome: "threw" })).toBe(1);
  expect(count({ sinceMs: STARTED_AT_MS + 2, untilMs: STARTED_AT_MS + 4 })).toBe(2);
  expect(count({ functionName: "hello", sinceMs: STARTED_AT_MS + 2, outcome: "ok" })).toBe(1);
});

test("a limit or cursor that is none is refused", async () => {
  const store = await storeOf([]);
  for (const limit of [0, -1, 1.5, Number.NaN, 10_001]) expect(() => store.history({ limit })).toThrow(RangeError);
  expect(() => store.history({ limit: 1, before: "1; DROP TABLE invocation" })).toThrow(RangeError);
});

test("text is searched in URL, logs and error: words by their beginning, quoted phrases exactly", async () => {
  const store = await storeOf([
    makeInvocation(1, { logs: [{ level: "log", atUs: 1, text: "Überweisung nach Zürich gebucht" }] }),
    makeInvocation(2, { error: { code: "handler-threw", message: "cannot read properties of null", stack: null } }),
    makeInvocation(3, {
      logs: [
        { level: "warn", atUs: 1, text: "cache miss" },
        { level: "warn", atUs: 2, text: "retrying" },
      ],
    }),
  ]);
  const found = (text: string): number => store.count({ text });
  expect(found("zurich")).toBe(1);
  expect(found("handler-threw")).toBe(1);
  expect(found("CANNOT prop")).toBe(1);
  expect(found("miss retry")).toBe(1);
  expect(found('"cache miss"')).toBe(1);
  expect(found('"miss cache"')).toBe(0);
  expect(found("users/3")).toBe(1);
  expect(found("localhost")).toBe(3);
  expect(found("localhost nowhere")).toBe(0);
  expect(found("  ")).toBe(3);
  expect(found("***")).toBe(0);
});

test("no text makes a search fail", async () => {
  const store = await storeOf([makeInvocation(1)]);
  const operators = fc.constantFrom(
    '"',
    "*",
    "(",
    ")",
    "^",
    "-",
    "+",
    ":",
    "{",
    "}",
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "\0",
    " ",
    "a",
    ",",
    "'",
    "\ud800",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.array(operators, { maxLength: 80 }).map((parts) => parts.join("")),
    fc.array(operators, { maxLength: 80 }).map((parts) => parts.join(" ")),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(store.history({ text, limit: 10 }).rows.length).toBe(store.count({ text }));
    }),
    { numRuns: 2000 },
  );
});

test("a word of a log line finds it, whatever else the line holds", async () => {
  const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,12}$/), { minLength: 1, maxLength: 6 });
  const { store } = await openTestStore(join(temporaryFolder(), "history.sqlite"));
  let index = 0;
  await fc.assert(
    fc.asyncProperty(words, fc.string(), async (line, noise) => {
      index += 1;
      const text = `${noise} ${line.join(" ")} ${noise}`;
      const invocation = makeInvocation(index, { logs: [{ level: "log", atUs: 0, text }] });
      store.finish(invocation);
      await store.flush();
      for (const word of line) expect(ids(store.history({ text: word, limit: 10_000 }).rows)).toContain(invocation.id);
    }),
    { numRuns: 50 },
  );
});
