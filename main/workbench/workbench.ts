import { join } from "node:path";
import type { Runtime, RuntimeOptions } from "../../runtime";
import type { HistoryQueries, Retention, Store, StoreErrorCode, StoreReader } from "../store";
import { ArtifactShelf } from "./artifacts";

/** What the history keeps: a month, and no more than 200,000 calls, which the window still lists and searches at once. */
const RETENTION: Retention = { maxAgeMs: 30 * 24 * 3_600_000, maxCount: 200_000 };
/** Why a history that can't be written may still be read. */
const READABLE: readonly StoreErrorCode[] = ["store-read-only", "store-unreadable", "store-full", "store-io"];

export interface WorkbenchOptions {
  /** Absolute path of the folder for the history and the cache; made when it is not there. */
  readonly home: string;
  /** How the pool keeps sandboxes, and what calls may produce; see the runtime. */
  readonly runtime?: Omit<RuntimeOptions, "cacheDir">;
  /** Path of better-sqlite3's addon, where its own is not the right one (an Electron with an older Node-API). */
  readonly nativeBinding?: string | null;
  /** Told what the history could not keep, in one line. */
  readonly onStoreProblem?: (message: string) => void;
  /** Told the runtime when the first call or command needed it and it is there. */
  readonly onRuntime?: (runtime: Runtime) => void;
}

/**
 * What a user has open: the runtime that runs functions and the store that remembers. Each is loaded on first use, so that
 * looking at the history starts no sandbox and loads no compiler. Dispose it: what was begun is written, threads end.
 */
export interface Workbench extends AsyncDisposable {
  readonly home: string;
  /** The versions that were called, by the window and in terminals. */
  readonly artifacts: ArtifactShelf;
  /** @throws {StoreError} when the history can't be opened. */
  store(): Promise<Store>;
  /** The store, or where it can't be written, what can be read of it. @throws {StoreError} when neither can be opened. */
  reader(): Promise<StoreReader>;
  /** For questions that take longer than a window may stand still. @throws {StoreError} as `reader` */
  queries(): Promise<HistoryQueries>;
  runtime(): Promise<Runtime>;
}

export function openWorkbench(options: WorkbenchOptions): Workbench {
  let store: Promise<Store> | null = null;
  let reader: Promise<StoreReader> | null = null;
  let queries: Promise<HistoryQueries> | null = null;
  let runtime: Promise<Runtime> | null = null;
  const artifacts = new ArtifactShelf(options.home);
  const openedReader = () => (reader ??= openedStore().catch((error: unknown) => openReader(options, error)));
  const openedStore = () => (store ??= openHistory(options));
  return {
    home: options.home,
    artifacts,
    store: openedStore,
    reader: openedReader,
    queries: () => (queries ??= openQueries(options, openedReader)),
    runtime: () => (runtime ??= startRuntime(options)),
    async [Symbol.asyncDispose]() {
      // Calls end before the store does: their records are the last thing it writes.
      await (await opened(runtime))?.[Symbol.asyncDispose]();
      await artifacts.settled();
      await (await opened(queries))?.[Symbol.asyncDispose]();
      await (await opened(reader))?.close();
      await (await opened(store))?.close();
    },
  };
}

async function openHistory({ home, nativeBinding = null, onStoreProblem }: WorkbenchOptions): Promise<Store> {
  const { openStore } = await import("../store");
  return openStore({
    file: join(home, "coldframe.sqlite"),
    nativeBinding,
    retention: RETENTION,
    onProblem: (problem) => onStoreProblem?.(problem.message),
  });
}

async function startRuntime({ home, runtime, onRuntime }: WorkbenchOptions): Promise<Runtime> {
  const { createRuntime } = await import("../../runtime");
  const started = createRuntime({ ...runtime, cacheDir: join(home, "cache") });
  onRuntime?.(started);
  return started;
}

/** Closing a reader that is the store closes the store, which may be closed again. */
async function openReader({ home, nativeBinding = null }: WorkbenchOptions, error: unknown): Promise<StoreReader> {
  const { openStoreReader, StoreError } = await import("../store");
  if (!(error instanceof StoreError) || !READABLE.includes(error.code)) throw error;
  return openStoreReader({ file: join(home, "coldframe.sqlite"), nativeBinding });
}

/** After the history itself, which brings the file up to date. */
async function openQueries(
  { home, nativeBinding = null }: WorkbenchOptions,
  openedReader: () => Promise<StoreReader>,
): Promise<HistoryQueries> {
  await openedReader();
  const { openHistoryQueries } = await import("../store");
  return openHistoryQueries({ file: join(home, "coldframe.sqlite"), nativeBinding });
}

/** What never opened has nothing to end, and its failure was already reported to who asked for it. */
async function opened<Opened>(opening: Promise<Opened> | null): Promise<Opened | null> {
  return opening === null ? null : opening.catch(() => null);
}
