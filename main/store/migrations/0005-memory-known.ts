import type { Migration } from "./migration";

/**
 * What a call's thread held is not known where it was ended under the call. Those kept 0 before; a call that really held no memory
 * ends in another way, but for a Wasm module without one whose thread was ended: that is not known either.
 */
export const memoryKnown: Migration = {
  number: 5,
  name: "memory-known",
  sql: `
ALTER TABLE invocation ADD COLUMN peak_memory_known INTEGER NOT NULL DEFAULT 1;
UPDATE invocation SET peak_memory_known = 0
WHERE peak_memory_bytes = 0 AND (outcome IS NULL OR outcome IN ('timeout', 'interrupted', 'crashed'));
`,
};
