import { invocations } from "./0001-invocations";
import { listing } from "./0002-listing";
import { executionTime } from "./0003-execution-time";
import { profiles } from "./0004-profiles";
import { memoryKnown } from "./0005-memory-known";
import { cpuProfiles } from "./0006-cpu-profiles";
import { cpuKnown } from "./0007-cpu-known";
import type { Migration } from "./migration";

export { migrationHash } from "./migration";
export type { Migration } from "./migration";

/** All migrations, in order. Append; never edit, reorder or remove. */
export const MIGRATIONS: readonly Migration[] = [
  invocations,
  listing,
  executionTime,
  profiles,
  memoryKnown,
  cpuProfiles,
  cpuKnown,
];
