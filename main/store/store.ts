import type { Database } from "better-sqlite3";
import type { CpuProfile, Invocation, Profile } from "../../runtime/model";
import { openDatabase } from "./connection";
import { HistoryReader } from "./history";
import type { HistoryFilter, HistoryPage, HistoryQuery } from "./history";
import { InvocationReader } from "./invocations";
import type { InvocationLookup } from "./invocations";
import type { Migration } from "./migrations";
import { ProfileReader } from "./profiles";
import type { ProfileRow } from "./profiles";
import { VersionReader } from "./versions";
import type { CalledVersions } from "./versions";
import { openReadOnlyDatabase } from "./read-only";
import { DEFAULT_BODY_LIMIT_BYTES } from "./recorded-body";
import type { Retention } from "./retention";
import { startSession } from "./sessions";
import type { Session } from "./sessions";
import { guarded, storeError } from "./store-error";
import type { StartedCall } from "./wire";
import { Writer } from "./writer";
import type { StoreProblem } from "./writer-protocol";

export interface ReadOptions {
  /** Absolute path of the database. */
  readonly file: string;
  /** How long to wait for another process's lock; milliseconds. 5,000 unless given. */
  readonly busyTimeoutMs?: number;
  /** Path of better-sqlite3's addon, where its own is not the right one (an Electron with an older Node-API). */
  readonly nativeBinding?: string | null;
}

export interface StoreOptions extends ReadOptions {
  /** What could not be written. Called on the caller's thread, at any time until `close` resolves. */
  readonly onProblem: (problem: StoreProblem) => void;
  /** Applied in the writer's thread when it starts and once a minute. Null: everything is kept. */
  readonly retention: Retention | null;
  /** Longer bodies are kept as length and hash. 256 KiB unless given. */
  readonly bodyLimitBytes?: number;
  /** Memory for records that wait to be written; past it they are lost, and reported. 256 MiB unless given. */
  readonly maxBacklogBytes?: number;
  /** For tests of migrations; the program's own unless given. */
  readonly migrations?: readonly Migration[];
}

/** What can be read. Every method throws a StoreError where the file can't be read. Synchronous: SQLite answers in microseconds. */
export interface StoreReader {
  /** By its id or the beginning of it, six characters at least. */
  invocation(id: string): InvocationLookup;
  /** Newest first. Throws RangeError for a limit or cursor that is none. */
  history(query: HistoryQuery): HistoryPage;
  count(filter?: HistoryFilter): number;
  /** Saved profiles, newest first. */
  profiles(): readonly ProfileRow[];
  /** Null where none has this name. */
  profile(name: string): Profile | null;
  /** The versions of a function that calls are of. `name`: of the function that had it last, where no entry is given. */
  versions(of: { readonly entry: string } | { readonly name: string }): CalledVersions;
  close(): void | Promise<void>;
}

/**
 * The history. Records are handed over and written by a thread of the store's own, in batches, within some 40 ms: `flush` where
 * they must be in the file. Close it: what is not written by then is lost with the process.
 */
export interface Store extends StoreReader, AsyncDisposable {
  /** At accept: should the process die, the call shows as `interrupted`. */
  begin(call: StartedCall): void;
  /** At the end; the record must not change any more. `begin` may have been left out. */
  finish(invocation: Invocation): void;
  /** Resolves at once, or where much waits to be written, when that is done: await it before taking on more work. */
  room(): Promise<void>;
  /** Resolves when all that was handed over is in the file, or was reported as lost. */
  flush(): Promise<void>;
  /** Deletes finished invocations by their whole ids; resolves with how many there were. Running ones stay. */
  delete(ids: readonly string[]): Promise<number>;
  /** Applies a retention now; resolves with how many invocations went. */
  retain(retention: Retention): Promise<number>;
  /** Looks for processes that died since the store was opened, whose calls still show as running; resolves with their number. */
  recover(): Promise<number>;
  /** Resolves with false where a profile of this name, or this very profile, is there already: nothing was changed. */
  saveProfile(name: string, profile: Profile): Promise<boolean>;
  /**
   * Adds samples of its handler to a saved profile of the same function's same version. Resolves with false where there is none, it has
   * samples, or these are saved already: nothing was changed.
   */
  addCpuProfile(name: string, profile: CpuProfile): Promise<boolean>;
  /** Resolves with false where none has this name, or another one has the new name: nothing was changed. */
  renameProfile(name: string, newName: string): Promise<boolean>;
  /** Resolves with false where none has this name. */
  deleteProfile(name: string): Promise<boolean>;
  /** Writes what is left. Own calls that still run then show as interrupted. Idempotent. */
  close(): Promise<void>;
}

const BUSY_TIMEOUT_MS = 5000;
const MAX_BACKLOG_BYTES = 256 * 1024 * 1024;

/** Opens the history for reading and writing, makes or migrates it first where needed. Rejects with a StoreError. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { file, busyTimeoutMs = BUSY_TIMEOUT_MS, nativeBinding = null, migrations } = options;
  const connection = { file, busyTimeoutMs, nativeBinding };
  const database = await openDatabase(migrations === undefined ? connection : { ...connection, migrations });
  try {
    const reader = new Reader(database, database.name);
    const session = guarded(file, () => startSession(database, nativeBinding, Date.now()));
    const writer = new Writer({
      ...connection,
      file: database.name,
      sessionSeq: session.seq,
      retention: options.retention,
      bodyLimitBytes: options.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES,
      maxBacklogBytes: options.maxBacklogBytes ?? MAX_BACKLOG_BYTES,
      onProblem: options.onProblem,
    });
    return new OpenStore(database, session, writer, reader);
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens an existing history that may be read-only. Nothing in it is changed, so calls of a process that died still show as
 * running. Throws a StoreError, also where the file would have to be migrated first.
 */
export function openStoreReader(options: ReadOptions): StoreReader {
  const { file, busyTimeoutMs = BUSY_TIMEOUT_MS, nativeBinding = null } = options;
  const opened = openReadOnlyDatabase({ file, busyTimeoutMs, nativeBinding });
  try {
    const reader = new Reader(opened.database, file);
    return {
      invocation: (id) => reader.invocation(id),
      history: (query) => reader.history(query),
      count: (filter) => reader.count(filter),
      profiles: () => reader.profiles(),
      profile: (name) => reader.profile(name),
      versions: (of) => reader.versions(of),
      close: () => {
        opened.close();
      },
    };
  } catch (error) {
    opened.close();
    throw error;
  }
}

class Reader {
  readonly #database: Database;
  readonly #file: string;
  readonly #invocations: InvocationReader;
  readonly #history: HistoryReader;
  readonly #profiles: ProfileReader;

  constructor(database: Database, file: string) {
    this.#database = database;
    this.#file = file;
    this.#invocations = guarded(file, () => new InvocationReader(database));
    this.#history = new HistoryReader(database);
    this.#profiles = guarded(file, () => new ProfileReader(database));
  }

  invocation(id: string): InvocationLookup {
    return this.#guarded(() => this.#invocations.find(id));
  }

  history(query: HistoryQuery): HistoryPage {
    return this.#guarded(() => this.#history.page(query));
  }

  count(filter: HistoryFilter = {}): number {
    return this.#guarded(() => this.#history.count(filter));
  }

  profiles(): readonly ProfileRow[] {
    return this.#guarded(() => this.#profiles.list());
  }

  profile(name: string): Profile | null {
    return this.#guarded(() => this.#profiles.find(name));
  }

  versions(of: { readonly entry: string } | { readonly name: string }): CalledVersions {
    return this.#guarded(() => new VersionReader(this.#database).read(of));
  }

  #guarded<T>(work: () => T): T {
    if (!this.#database.open) throw storeError("store-closed", this.#file, "it was read after close");
    return guarded(this.#file, work);
  }
}

class OpenStore implements Store {
  readonly #database: Database;
  readonly #session: Session;
  readonly #writer: Writer;
  readonly #reader: Reader;
  #closing: Promise<void> | null = null;

  constructor(database: Database, session: Session, writer: Writer, reader: Reader) {
    this.#database = database;
    this.#session = session;
    this.#writer = writer;
    this.#reader = reader;
  }

  begin(call: StartedCall): void {
    this.#writer.begin(call);
  }

  finish(invocation: Invocation): void {
    this.#writer.finish(invocation);
  }

  room(): Promise<void> {
    return this.#writer.room();
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }

  delete(ids: readonly string[]): Promise<number> {
    return this.#writer.perform({ type: "delete", ids });
  }

  retain(retention: Retention): Promise<number> {
    return this.#writer.perform({ type: "retain", retention });
  }

  recover(): Promise<number> {
    return this.#writer.perform({ type: "recover" });
  }

  invocation(id: string): InvocationLookup {
    return this.#reader.invocation(id);
  }

  history(query: HistoryQuery): HistoryPage {
    return this.#reader.history(query);
  }

  count(filter: HistoryFilter = {}): number {
    return this.#reader.count(filter);
  }

  profiles(): readonly ProfileRow[] {
    return this.#reader.profiles();
  }

  profile(name: string): Profile | null {
    return this.#reader.profile(name);
  }

  versions(of: { readonly entry: string } | { readonly name: string }): CalledVersions {
    return this.#reader.versions(of);
  }

  async saveProfile(name: string, profile: Profile): Promise<boolean> {
    return (await this.#writer.perform({ type: "save-profile", name, profile })) === 1;
  }

  async addCpuProfile(name: string, profile: CpuProfile): Promise<boolean> {
    return (await this.#writer.perform({ type: "add-cpu-profile", name, profile })) === 1;
  }

  async renameProfile(name: string, newName: string): Promise<boolean> {
    return (await this.#writer.perform({ type: "rename-profile", name, newName })) === 1;
  }

  async deleteProfile(name: string): Promise<boolean> {
    return (await this.#writer.perform({ type: "delete-profile", name })) === 1;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    await this.#writer.close();
    try {
      guarded(this.#database.name, () => {
        this.#session.end();
      });
    } finally {
      this.#database.close();
    }
  }
}
