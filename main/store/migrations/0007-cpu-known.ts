import type { Migration } from "./migration";

/**
 * What CPU time a call took is not known where its process or its thread was stopped under it. Those kept 0 before. A call that reached no
 * sandbox really took none; one that did took some.
 */
export const cpuKnown: Migration = {
  number: 7,
  name: "cpu-known",
  sql: `
ALTER TABLE invocation ADD COLUMN active_cpu_known INTEGER NOT NULL DEFAULT 1;
UPDATE invocation SET active_cpu_known = 0
WHERE active_cpu_us = 0 AND start IS NOT NULL AND (outcome IS NULL OR outcome IN ('timeout', 'interrupted', 'crashed'));
`,
};
