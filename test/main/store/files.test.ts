import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MIGRATIONS, migrationHash } from "../../../main/store/migrations";
import type { Migration } from "../../../main/store/migrations";
import { openStore, openStoreReader, StoreError } from "../../../main/store";
import type { StoreReader } from "../../../main/store";
import { cleanUp, openTestStore, temporaryFolder } from "./fixtures";
import { idOf, makeInvocation } from "./invocations";

const second: Migration = {
  number: MIGRATIONS.length + 1,
  name: "notes",
  sql: "CREATE TABLE note (seq INTEGER PRIMARY KEY, text TEXT) STRICT;",
};
const broken: Migration = {
  number: MIGRATIONS.length + 2,
  name: "broken",
  sql: "CREATE TABLE half (seq INTEGER) STRICT; SELECT nonsense;",
};

/** A file with `count` invocations, closed. */
async function filledFile(count = 3, file = join(temporaryFolder(), "history.sqlite")): Promise<string> {
  const { store, problems } = await openTestStore(file);
  for (let index = 0; index < count; index += 1) store.finish(makeInvocation(index));
  await store.close();
  expect(problems).toEqual([]);
  return file;
}

async function refusal(file: string, migrations?: readonly Migration[]): Promise<StoreError> {
  const bytes = existsSync(file) ? readFileSync(file) : null;
  const options = { file, retention: null, onProblem: () => undefined, busyTimeoutMs: 200 };
  const error: unknown = await openStore(migrations === undefined ? options : { ...options, migrations }).then(
    (store) => {
      cleanUp(() => store.close());
      return null;
    },
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  if (!(error instanceof StoreError)) throw new Error("the file was opened");
  expect(error.message).toContain(file);
  expect(error.message).not.toContain("\n");
  if (bytes !== null) expect(readFileSync(file).equals(bytes)).toBe(true);
  return error;
}

function backups(file: string): string[] {
  return readdirSync(join(file, "..")).filter((name) => name.endsWith(".backup"));
}

test("the released migrations are what they were when they were released", () => {
  expect(MIGRATIONS.map((migration) => [migration.number, migration.name, migrationHash(migration)])).toEqual([
    [1, "invocations", "dee4d04397a7465615a5efb05beb04205598588a066ed5378600dcc644f82b34"],
    [2, "listing", "7fcdc8325b87c0c8a309eea3cd67654e710833df4dab6164e1c68e97749503ec"],
    [3, "execution-time", "544a462c75a254d2396e86642d1b3283cb5c1531321c155832c90d2c763fcd17"],
    [4, "profiles", "673068bda37c5daa3c3946dc5ea615da723983f30a92504902b577933a819b1a"],
    [5, "memory-known", "da761aa2c247479c0d69dc7e1aedce45e2dd05c2804c20d508d2e3087ba91d33"],
    [6, "cpu-profiles", "55515bbd987a676e85ba61a6919d6d4f485421e1956db70fe33077ee74c31d56"],
    [7, "cpu-known", "35e75156c25ea48d3739d0e92dd5e9de9899adabde748cd19d3af4b33f67f213"],
  ]);
});

test("calls recorded before the execution time was measured have it from their spans", async () => {
  const file = await filledFile(2);
  const { store } = await openTestStore(file);
  store.finish(makeInvocation(2, { outcome: "timeout", spans: [], response: null }));
  await store.close();
  // As the file was before.
  const old = new SqliteDatabase(file);
  old.exec(
    "ALTER TABLE invocation DROP COLUMN execution_us; ALTER TABLE invocation DROP COLUMN peak_memory_known; " +
      "ALTER TABLE invocation DROP COLUMN active_cpu_known; " +
      "DROP TABLE cpu_profile; DROP TABLE profile; DELETE FROM schema_migration WHERE number >= 3",
  );
  old.close();
  const again = await openTestStore(file);
  expect(again.store.invocation(idOf(1))).toEqual({ ok: true, running: false, invocation: makeInvocation(1) });
  expect(again.store.invocation(idOf(2))).toMatchObject({ invocation: { usage: { executionUs: 0 } } });
});

test("a call whose memory nobody could ask for says so, and so do those that were recorded with 0", async () => {
  const { usage } = makeInvocation(0);
  const file = await filledFile(1);
  const { store } = await openTestStore(file);
  store.finish(makeInvocation(1, { outcome: "timeout", usage: { ...usage, peakMemoryBytes: null } }));
  store.finish(makeInvocation(2, { outcome: "timeout", usage: { ...usage, peakMemoryBytes: 0 } }));
  store.finish(makeInvocation(3, { usage: { ...usage, peakMemoryBytes: 0 } }));
  await store.flush();
  const peakOf = (reader: typeof store, index: number): unknown => {
    const found = reader.invocation(idOf(index));
    return found.ok && !found.running ? found.invocation.usage.peakMemoryBytes : found;
  };
  expect([0, 1, 2, 3].map((index) => peakOf(store, index))).toEqual([3_000_000, null, 0, 0]);
  expect(store.history({ limit: 3 }).rows.map(({ peakMemoryBytes }) => peakMemoryBytes)).toEqual([0, 0, null]);
  await store.close();
  // As the file was before.
  const old = new SqliteDatabase(file);
  old.exec(
    "ALTER TABLE invocation DROP COLUMN peak_memory_known; ALTER TABLE invocation DROP COLUMN active_cpu_known; " +
      "DROP TABLE cpu_profile; DELETE FROM schema_migration WHERE number >= 5",
  );
  old.close();
  const again = await openTestStore(file);
  expect([0, 1, 2, 3].map((index) => peakOf(again.store, index))).toEqual([3_000_000, null, null, 0]);
});

test("a call whose CPU time nobody could ask for says so, and so do those that were recorded with 0", async () => {
  const { usage } = makeInvocation(0);
  const file = await filledFile(1);
  const { store } = await openTestStore(file);
  const stopped = { outcome: "interrupted" } as const;
  store.finish(makeInvocation(1, { ...stopped, usage: { ...usage, activeCpuUs: null } }));
  store.finish(makeInvocation(2, { ...stopped, usage: { ...usage, activeCpuUs: 0 } }));
  store.finish(makeInvocation(3, { ...stopped, start: null, usage: { ...usage, activeCpuUs: 0 } }));
  store.finish(makeInvocation(4, { ...stopped, usage: { ...usage, activeCpuUs: 7 } }));
  await store.flush();
  const listed = (reader: typeof store) => reader.history({ limit: 5 }).rows.map(({ activeCpuUs }) => activeCpuUs);
  expect(listed(store)).toEqual([7, 0, 0, null, usage.activeCpuUs]);
  expect(store.invocation(idOf(1))).toMatchObject({ invocation: { usage: { activeCpuUs: null } } });
  await store.close();
  // As the file was before.
  const old = new SqliteDatabase(file);
  old.exec("ALTER TABLE invocation DROP COLUMN active_cpu_known; DELETE FROM schema_migration WHERE number >= 7");
  old.close();
  const again = await openTestStore(file);
  expect(listed(again.store)).toEqual([7, 0, null, null, usage.activeCpuUs]);
});

test("a new file needs no backup; a used one has a sound one made before it is migrated", async () => {
  const file = await filledFile();
  expect(backups(file)).toEqual([]);
  const { store } = await openTestStore(file, { migrations: [...MIGRATIONS, second] });
  expect(store.count()).toBe(3);
  await store.close();
  const [backup, ...others] = backups(file);
  expect(others).toEqual([]);
  const restored = join(temporaryFolder(), "history.sqlite");
  copyFileSync(join(file, "..", backup ?? ""), restored);
  const old = await openTestStore(restored);
  expect(old.store.invocation(idOf(2))).toEqual({ ok: true, running: false, invocation: makeInvocation(2) });
  const again = await openTestStore(file, { migrations: [...MIGRATIONS, second] });
  expect(again.store.count()).toBe(3);
  expect(backups(file)).toHaveLength(1);
});

test("a migration that fails leaves those before it, and nothing of its own", async () => {
  const file = await filledFile();
  await expect(openTestStore(file, { migrations: [...MIGRATIONS, second, broken] })).rejects.toBeInstanceOf(StoreError);
  const { store } = await openTestStore(file, { migrations: [...MIGRATIONS, second] });
  expect(store.count()).toBe(3);
  const database = new SqliteDatabase(file, { readonly: true });
  cleanUp(() => void database.close());
  expect(database.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
});

test("a newer file is refused, also for reading", async () => {
  const file = await filledFile();
  await (await openTestStore(file, { migrations: [...MIGRATIONS, second] })).store.close();
  expect((await refusal(file)).code).toBe("store-newer");
  expect(() => openStoreReader({ file })).toThrow(expect.objectContaining({ code: "store-newer" }));
});

test("an edited or renamed migration is refused", async () => {
  const file = await filledFile();
  const [first, ...later] = MIGRATIONS;
  if (first === undefined) throw new Error("there are no migrations");
  expect((await refusal(file, [{ ...first, sql: `${first.sql} ` }, ...later])).code).toBe("store-edited-migration");
  expect((await refusal(file, [{ ...first, name: "renamed" }, ...later, second])).code).toBe("store-edited-migration");
});

test("what is no history is refused: text, another program's database, a folder, a path through a file", async () => {
  const folder = temporaryFolder();
  const text = join(folder, "text.sqlite");
  writeFileSync(text, "not a database, but longer than the header of one would be, and so on and so forth".repeat(20));
  expect((await refusal(text)).code).toBe("store-corrupt");
  const foreign = join(folder, "foreign.sqlite");
  new SqliteDatabase(foreign).exec("CREATE TABLE bookmarks (url TEXT)").close();
  expect((await refusal(foreign)).code).toBe("store-foreign");
  mkdirSync(join(folder, "folder.sqlite"));
  await expect(openTestStore(join(folder, "folder.sqlite"))).rejects.toMatchObject({ code: "store-unreadable" });
  await expect(openTestStore(join(text, "history.sqlite"))).rejects.toMatchObject({ code: "store-unreadable" });
  expect(() => openStoreReader({ file: join(folder, "absent") })).toThrow(
    expect.objectContaining({ code: "store-unreadable" }),
  );
});

test("a file that was cut short is refused or read with StoreErrors only", async () => {
  const whole = await filledFile(50);
  const { length } = readFileSync(whole);
  for (const share of [0.001, 0.01, 0.3, 0.7, 0.99]) {
    const file = join(temporaryFolder(), "history.sqlite");
    copyFileSync(whole, file);
    truncateSync(file, Math.floor(length * share));
    await expectStoreErrorsOnly(file);
  }
});

test("random damage never gives anything but a StoreError, and a refused file is left as it is", async () => {
  const whole = readFileSync(await filledFile(40));
  const place = fc.oneof(fc.nat(99), fc.nat(4095), fc.nat(whole.length - 1));
  const damage = fc.array(fc.tuple(place, fc.nat(255)), { minLength: 1, maxLength: 12 });
  const folder = temporaryFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(damage, async (changes) => {
      run += 1;
      const file = join(folder, `${run}.sqlite`);
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      writeFileSync(file, bytes);
      await expectStoreErrorsOnly(file);
    }),
    { numRuns: 150 },
  );
});

/** Opens the file for writing and for reading, and reads all of it. */
async function expectStoreErrorsOnly(file: string): Promise<void> {
  const before = readFileSync(file);
  try {
    const reader = openStoreReader({ file, busyTimeoutMs: 200 });
    try {
      readAll(reader);
    } finally {
      await reader.close();
    }
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
  }
  expect(readFileSync(file).equals(before)).toBe(true);
  let isOpen = false;
  try {
    const store = await openStore({ file, retention: null, onProblem: () => undefined, busyTimeoutMs: 200 });
    isOpen = true;
    try {
      readAll(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    if (!isOpen) expect(readFileSync(file).equals(before)).toBe(true);
  }
}

function readAll(reader: StoreReader): void {
  const { rows } = reader.history({ limit: 1000 });
  reader.count({ text: "handled" });
  for (const row of rows) reader.invocation(row.id);
}

test("a link to the file is the same history", async () => {
  const file = await filledFile();
  const link = join(temporaryFolder(), "link.sqlite");
  symlinkSync(file, link);
  const direct = await openTestStore(file);
  const linked = await openTestStore(link);
  expect(linked.store.count()).toBe(3);
  expect(await direct.store.recover()).toBe(0);
});

test("another process's lock that is held too long is store-busy, and nothing is lost", async () => {
  const file = await filledFile();
  const other = new SqliteDatabase(file);
  other.exec("BEGIN EXCLUSIVE");
  expect((await refusal(file)).code).toBe("store-busy");
  other.exec("COMMIT");
  other.close();
  const { store } = await openTestStore(file);
  expect(store.count()).toBe(3);
});

test("a lock that goes away in time only delays the writer", async () => {
  const file = await filledFile();
  const { store, problems } = await openTestStore(file, { busyTimeoutMs: 50 });
  const other = new SqliteDatabase(file);
  other.exec("BEGIN IMMEDIATE");
  for (let index = 10; index < 20; index += 1) store.finish(makeInvocation(index));
  const flushed = store.flush();
  expect(store.count()).toBe(3);
  other.exec("COMMIT");
  other.close();
  await flushed;
  expect(problems).toEqual([]);
  expect(store.count()).toBe(13);
});

test("records that a lasting lock keeps out are reported with their number", async () => {
  const file = await filledFile();
  const { store, problems } = await openTestStore(file, { busyTimeoutMs: 1 });
  const other = new SqliteDatabase(file);
  other.exec("BEGIN IMMEDIATE");
  for (let index = 10; index < 20; index += 1) store.finish(makeInvocation(index));
  await store.flush();
  other.exec("COMMIT");
  other.close();
  expect(problems).toMatchObject([{ code: "store-busy", lost: 10 }]);
  store.finish(makeInvocation(30));
  await store.flush();
  expect(store.count()).toBe(4);
});
