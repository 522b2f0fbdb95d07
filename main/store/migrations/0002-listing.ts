import type { Migration } from "./migration";

/**
 * A list of calls is filtered, counted and scrolled through without touching their rows: at 200,000 calls a count by outcome takes
 * some 10 ms instead of 100 (measured). It begins with the time as the index that it replaces did.
 */
export const listing: Migration = {
  number: 2,
  name: "listing",
  sql: `
CREATE INDEX invocation_listed ON invocation (started_at_ms, function_version_seq, outcome, start);
DROP INDEX invocation_by_time;
`,
};
