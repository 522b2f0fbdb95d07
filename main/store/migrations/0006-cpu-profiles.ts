import type { Migration } from "./migration";

/**
 * What was sampled of a saved profile's handler. The samples are many and alike: pairs of unsigned 32-bit numbers, little endian (a
 * stack's index, microseconds), deflated. A list shows how many there are, and never touches their pages.
 */
export const cpuProfiles: Migration = {
  number: 6,
  name: "cpu-profiles",
  sql: `
CREATE TABLE cpu_profile (
  profile_seq INTEGER PRIMARY KEY REFERENCES profile ON DELETE CASCADE,
  id TEXT NOT NULL UNIQUE,
  sample_count INTEGER NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  samples BLOB NOT NULL
) STRICT;
`,
};
