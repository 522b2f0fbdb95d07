import type { Database } from "better-sqlite3";
import { InvocationWriter } from "./invocation-writer";
import { asStoreError } from "./store-error";
import type { StoreErrorCode } from "./store-error";
import { decodeBatch } from "./wire";
import type { Batch, WireRecord } from "./wire";
import type { StoreProblem } from "./writer-protocol";

/** What may pass: another process's lock, a full disk, a hiccup of the file system. */
const PASSING: ReadonlySet<StoreErrorCode> = new Set(["store-busy", "store-full", "store-io"]);
const RETRY_AFTER_MS = [50, 250, 1000, 2000];

/** Writes batches, and says what it could not write. It blocks its thread while it waits to try again. */
export class BatchWriter {
  readonly #database: Database;
  readonly #writer: InvocationWriter;
  readonly #report: (problem: StoreProblem) => void;

  constructor(database: Database, sessionSeq: number, report: (problem: StoreProblem) => void) {
    this.#database = database;
    this.#writer = new InvocationWriter(database, sessionSeq);
    this.#report = report;
  }

  /** All batches in one transaction: one commit for what came while the last one was made. */
  write(batches: readonly Batch[]): void {
    const records = batches.flatMap(decodeBatch);
    const problem = this.#try(records);
    if (problem === null) return;
    if (PASSING.has(problem.code)) {
      this.#report({ ...problem, lost: records.length });
      return;
    }
    this.#writeEach(records);
  }

  /** A record that SQLite refuses must not take the others with it. */
  #writeEach(records: readonly WireRecord[]): void {
    let lost = 0;
    let last: StoreProblem | null = null;
    for (const record of records) {
      const problem = this.#try([record]);
      if (problem === null) continue;
      last = problem;
      lost += 1;
    }
    if (last !== null) this.#report({ ...last, lost });
  }

  #try(records: readonly WireRecord[]): StoreProblem | null {
    for (let attempt = 0; ; attempt += 1) {
      try {
        this.#writer.write(records);
        return null;
      } catch (error) {
        const known = asStoreError(error, this.#database.name);
        if (known === null) throw error;
        const waitMs = PASSING.has(known.code) ? RETRY_AFTER_MS[attempt] : undefined;
        if (waitMs === undefined) return { code: known.code, message: known.message, lost: 0 };
        sleep(waitMs);
      }
    }
  }
}

/** The writer's thread has nothing else to do meanwhile. */
function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
