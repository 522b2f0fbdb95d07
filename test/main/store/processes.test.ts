import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import SqliteDatabase from "better-sqlite3";
import { build } from "vite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { guestPlugin } from "../../../build/vite/guest-plugin";
import { modulePathPlugin } from "../../../build/vite/module-path-plugin";
import { cleanUp, openTestStore, temporaryFolder } from "./fixtures";
import { idOf, makeInvocation } from "./invocations";

const NOBODY = 65_534;
/** Inside the project, so that the program finds its packages; not where other tests' bundles are. */
const programFolder = resolve(`node_modules/.cache/coldframe/store-process-${process.pid}`);

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: "error",
    plugins: [guestPlugin(), modulePathPlugin(join(programFolder, "threads"))],
    ssr: { noExternal: true, external: ["better-sqlite3"] },
    build: {
      ssr: resolve("test/main/store/store-process.ts"),
      outDir: programFolder,
      emptyOutDir: false,
      target: "node24",
      rolldownOptions: { output: { entryFileNames: "program.js", format: "es" } },
    },
  });
});

afterAll(() => {
  rmSync(programFolder, { recursive: true, force: true });
});

interface StoreProcess {
  readonly child: ChildProcess;
  readonly lines: Record<string, unknown>[];
  /** Calls that the process said are in the file. */
  written(): number;
}

function start(parameters: readonly string[], user: { uid?: number; gid?: number } = {}): StoreProcess {
  const child = spawn(process.execPath, [join(programFolder, "program.js"), ...parameters], {
    stdio: ["pipe", "pipe", "inherit"],
    ...user,
  });
  cleanUp(() => void child.kill("SIGKILL"));
  const lines: Record<string, unknown>[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
  });
  const written = (): number => Math.max(0, ...lines.map((line) => Number(line["written"] ?? 0)));
  return { child, lines, written };
}

async function writes(storeProcess: StoreProcess, count: number): Promise<void> {
  await vi.waitUntil(() => storeProcess.written() >= count, { timeout: 15_000, interval: 5 });
}

async function kill({ child }: StoreProcess): Promise<void> {
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}

async function end({ child }: StoreProcess): Promise<number | null> {
  const closed = once(child, "close");
  child.stdin?.write("end\n");
  await closed;
  return child.exitCode;
}

test("kill -9 in a burst leaves a sound file with all that was flushed; calls in flight were interrupted", async () => {
  const file = join(temporaryFolder(), "history.sqlite");
  const writer = start(["write", file]);
  await writes(writer, 1000);
  await kill(writer);

  const { store } = await openTestStore(file);
  const database = new SqliteDatabase(file);
  cleanUp(() => void database.close());
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(database.pragma("foreign_key_check")).toEqual([]);
  expect(store.count({ outcome: "ok" })).toBeGreaterThanOrEqual(writer.written());
  expect(store.count({ outcome: "running" })).toBe(0);
  for (const index of [0, 1]) {
    const interrupted = { outcome: "interrupted", error: { code: "process-ended" } };
    expect(store.invocation(idOf(index))).toMatchObject({ running: false, invocation: interrupted });
  }
  expect(store.count({ text: "process-ended", outcome: "interrupted" })).toBe(store.count({ outcome: "interrupted" }));
  for (let index = 2; index < writer.written() + 2; index += 1) expect(store.invocation(idOf(index)).ok).toBe(true);
});

test("two processes write at once; when one is killed, only its calls are interrupted", async () => {
  const file = join(temporaryFolder(), "history.sqlite");
  const victim = start(["write", file, "0"]);
  const survivor = start(["write", file, "1000000"]);
  await Promise.all([writes(victim, 1000), writes(survivor, 1000)]);
  await kill(victim);
  await writes(survivor, survivor.written() + 1000);

  const { store } = await openTestStore(file);
  for (const index of [0, 1]) expect(store.invocation(idOf(index))).toMatchObject({ running: false });
  for (const index of [1_000_000, 1_000_001]) expect(store.invocation(idOf(index))).toMatchObject({ running: true });

  expect(await end(survivor)).toBe(0);
  expect(survivor.lines.filter((line) => "problem" in line)).toEqual([]);
  expect(store.count({ outcome: "running" })).toBe(0);
  for (const index of [1_000_000, 1_000_001]) {
    expect(store.invocation(idOf(index))).toEqual({ ok: true, running: false, invocation: makeInvocation(index) });
  }
  const survived = Array.from({ length: survivor.written() + 2 }, (_, index) => idOf(1_000_000 + index));
  expect(survived.filter((id) => !store.invocation(id).ok)).toEqual([]);
  await store.close();
  expect(readdirSync(dirname(file))).toEqual(["history.sqlite"]);
});

test("an open store notices that another process died", async () => {
  const file = join(temporaryFolder(), "history.sqlite");
  const { store } = await openTestStore(file);
  const other = start(["write", file]);
  await writes(other, 200);
  expect(await store.recover()).toBe(0);
  expect(store.invocation(idOf(0))).toMatchObject({ running: true });
  await kill(other);
  expect(await store.recover()).toBe(1);
  expect(store.invocation(idOf(0))).toMatchObject({ running: false, invocation: { outcome: "interrupted" } });
});

const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** Root may write everywhere: then all is given to a user who may not, and that user reads. */
function takeWriteAccess(file: string, fileMode: number, folderMode: number): void {
  const folder = dirname(file);
  if (isRoot) {
    for (const name of readdirSync(folder)) chownSync(join(folder, name), NOBODY, NOBODY);
    chownSync(folder, NOBODY, NOBODY);
  }
  chmodSync(file, fileMode);
  chmodSync(folder, folderMode);
  cleanUp(() => {
    chmodSync(folder, 0o700);
  });
}

test.runIf(process.platform !== "win32").for([
  ["a read-only file", 0o400, 0o700],
  ["a read-only folder", 0o600, 0o500],
  ["a read-only file in a read-only folder", 0o400, 0o500],
] as const)("%s is store-read-only for writing, and its history can be read", async ([, fileMode, folderMode]) => {
  const file = join(temporaryFolder(), "history.sqlite");
  const { store } = await openTestStore(file);
  for (let index = 0; index < 5; index += 1) store.finish(makeInvocation(index));
  await store.close();
  takeWriteAccess(file, fileMode, folderMode);
  const reader = start(["read", file], user);
  expect(await end(reader)).toBe(0);
  expect(reader.lines).toMatchObject([{ code: "store-read-only", count: 5, found: true }]);
  expect(reader.lines[0]?.["message"]).toContain(file);
});

test.runIf(process.platform !== "win32")(
  "what a killed process left in a read-only folder can be read too",
  async () => {
    const file = join(temporaryFolder(), "history.sqlite");
    const writer = start(["write", file]);
    await writes(writer, 200);
    await kill(writer);
    expect(readdirSync(dirname(file))).toContain("history.sqlite-wal");
    takeWriteAccess(file, 0o600, 0o500);
    const reader = start(["read", file], user);
    expect(await end(reader)).toBe(0);
    expect(reader.lines).toMatchObject([{ code: "store-read-only", found: true }]);
    expect(reader.lines[0]?.["count"]).toBeGreaterThanOrEqual(writer.written() + 2);
  },
);
