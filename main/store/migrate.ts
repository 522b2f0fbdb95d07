import { closeSync, existsSync, openSync, statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { migrationHash } from "./migrations";
import type { Migration } from "./migrations";
import { storeError } from "./store-error";

interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

/**
 * Which migrations the file still needs. Throws `store-newer`, `store-edited-migration` or `store-foreign` where the file is
 * not one that `migrations` can continue. Reads only. `file` is the path that errors name.
 */
export function pendingMigrations(
  database: Database,
  migrations: readonly Migration[],
  file: string = database.name,
): readonly Migration[] {
  const applied = appliedMigrations(database, file);
  for (const [index, record] of applied.entries()) {
    const known = migrations[index];
    if (known === undefined) {
      throw storeError("store-newer", file, `it has migration ${record.number} "${record.name}"`);
    }
    if (record.number !== known.number || record.sha256 !== migrationHash(known)) {
      const detail = `migration ${record.number} "${record.name}" is not this program's ${known.number} "${known.name}"`;
      throw storeError("store-edited-migration", file, detail);
    }
  }
  return migrations.slice(applied.length);
}

function appliedMigrations(database: Database, file: string): readonly AppliedMigration[] {
  const tables = database.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  if (tables.length === 0) return [];
  if (!tables.some((table) => table.name === "schema_migration")) {
    throw storeError("store-foreign", file, `it has a table "${tables[0]?.name ?? ""}" and no migrations`);
  }
  return database
    .prepare<[], AppliedMigration>("SELECT number, name, sha256 FROM schema_migration ORDER BY number")
    .all();
}

/**
 * Brings the file up to date: first a backup beside it where it has been used before, then one transaction for each step, all within one:
 * no other process finds the file between two steps, and takes it for one that was used so.
 */
export function migrate(database: Database, migrations: readonly Migration[], nowMs: number): void {
  const pending = pendingMigrations(database, migrations);
  if (pending.length === 0) return;
  const isUsed = pending.length < migrations.length;
  if (isUsed) {
    refuseDamage(database);
    backUp(database, migrations.length - pending.length, nowMs);
  }
  // Another process may do the same at the same time: what is due is looked up again by whoever may write.
  const applyAll = database.transaction(() => {
    for (const migration of pendingMigrations(database, migrations)) applyMigration(database, migration, nowMs);
  });
  applyAll.immediate();
}

function refuseDamage(database: Database): void {
  const verdict: unknown = database.pragma("quick_check(1)", { simple: true });
  if (verdict !== "ok") throw storeError("store-corrupt", database.name, String(verdict));
}

/** `VACUUM INTO` and not a copy of the file: it sees the write-ahead log too, and one consistent state. */
function backUp(database: Database, version: number, nowMs: number): void {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, "-");
  let path = `${database.name}.v${version}-${stamp}.backup`;
  for (let attempt = 2; existsSync(path); attempt += 1) {
    path = `${database.name}.v${version}-${stamp}-${attempt}.backup`;
  }
  closeSync(openSync(path, "wx", statSync(database.name).mode));
  database.prepare("VACUUM INTO ?").run(path);
}

function applyMigration(database: Database, migration: Migration, nowMs: number): void {
  const apply = database.transaction(() => {
    if (migration.number === 1) {
      database.exec(
        "CREATE TABLE schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at_ms INTEGER NOT NULL) STRICT",
      );
    }
    database.exec(migration.sql);
    database
      .prepare("INSERT INTO schema_migration (number, name, sha256, applied_at_ms) VALUES (?, ?, ?, ?)")
      .run(migration.number, migration.name, migrationHash(migration), nowMs);
  });
  apply();
}
