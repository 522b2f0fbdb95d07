import { createHash } from "node:crypto";

/** One step of the schema. Once released it never changes: a file records its hash, and an edited step is refused. */
export interface Migration {
  /** 1, 2, 3 … without gaps. */
  readonly number: number;
  readonly name: string;
  /** Runs in one transaction together with its record. It may add and change; it never deletes what a user has. */
  readonly sql: string;
}

/** SHA-256 in hexadecimal over name and SQL, as a file records it. */
export function migrationHash(migration: Migration): string {
  return createHash("sha256").update(`${migration.name}\n${migration.sql}`).digest("hex");
}
