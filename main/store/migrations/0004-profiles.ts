import type { Migration } from "./migration";

/**
 * Saved profiles, each by a name of its user's. What a list shows has columns of its own; the starts come last, so that a list never
 * touches their pages.
 */
export const profiles: Migration = {
  number: 4,
  name: "profiles",
  sql: `
CREATE TABLE profile (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  function_name TEXT NOT NULL,
  entry TEXT NOT NULL,
  version TEXT NOT NULL,
  engine TEXT NOT NULL,
  recorded_at_ms INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  memory_mb INTEGER NOT NULL,
  runs INTEGER NOT NULL,
  machine TEXT NOT NULL CHECK (json_valid(machine)),
  content TEXT NOT NULL CHECK (json_valid(content)),
  samples TEXT NOT NULL CHECK (json_valid(samples))
) STRICT;
CREATE INDEX profile_by_time ON profile (recorded_at_ms);
`,
};
