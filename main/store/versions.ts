import type { Database, Statement } from "better-sqlite3";
import type { Start } from "../../runtime/model";

/** A version of a function in the history. */
export interface VersionRow {
  readonly version: string;
  /** Its first call that is still there. */
  readonly firstCalledAtMs: number;
  readonly calls: number;
}

/** How long a call of a version took that ended well, without the build that it may have waited for. */
export interface StartRow {
  readonly version: string;
  readonly start: Exclude<Start, "warm">;
  readonly wallUs: number;
}

/** The versions of one function in the history. */
export interface CalledVersions {
  /** Null: no function had this name. */
  readonly entry: string | null;
  /** The oldest first. */
  readonly versions: readonly VersionRow[];
  /** Cold and prewarmed ones, in no order. */
  readonly starts: readonly StartRow[];
}

/** The latest starts of each kind of each version that are read: enough for its figures. */
const MOST_STARTS = 500;

export class VersionReader {
  readonly #versions: Statement<[string], VersionRow>;
  readonly #starts: Statement<[string, number], StartRow>;
  readonly #entry: Statement<[string], { readonly entry: string }>;

  constructor(database: Database) {
    const calls =
      "function_version JOIN invocation ON invocation.function_version_seq = function_version.seq WHERE entry = ?";
    this.#versions = database.prepare(
      `SELECT version, min(started_at_ms) AS firstCalledAtMs, count(*) AS calls FROM ${calls} GROUP BY version ORDER BY firstCalledAtMs`,
    );
    this.#starts = database.prepare(
      `SELECT version, start, wall_us - coalesce(
         (SELECT sum(end_us - start_us) FROM span WHERE invocation_seq = recent.seq AND name = 'build' AND parent IS NULL), 0
       ) AS wallUs
       FROM (
         SELECT version, start, wall_us, invocation.seq,
           row_number() OVER (PARTITION BY version, start ORDER BY started_at_ms DESC) AS place
         FROM ${calls} AND outcome = 'ok' AND start IN ('cold', 'prewarmed')
       ) AS recent
       WHERE place <= ?`,
    );
    this.#entry = database.prepare("SELECT entry FROM function_version WHERE name = ? ORDER BY seq DESC LIMIT 1");
  }

  read(of: { readonly entry: string } | { readonly name: string }): CalledVersions {
    const entry = "entry" in of ? of.entry : (this.#entry.get(of.name)?.entry ?? null);
    if (entry === null) return { entry, versions: [], starts: [] };
    return { entry, versions: this.#versions.all(entry), starts: this.#starts.all(entry, MOST_STARTS) };
  }
}
