import type { Migration } from "./migration";

/**
 * Invocations and what belongs to them. Request and response share a row, and spans and log lines are one JSON list for each
 * call, with views that show them as rows: more and smaller rows made a call's write twice as dear (measured), and nothing
 * reads one of them without the others. Bodies come last, so that a list of calls never touches their pages.
 *
 * `search` is contentless: it holds the index alone, and its rowid is the invocation's `seq`.
 */
export const invocations: Migration = {
  number: 1,
  name: "invocations",
  sql: `
CREATE TABLE session (
  seq INTEGER PRIMARY KEY,
  pid INTEGER NOT NULL,
  lock_name TEXT NOT NULL UNIQUE,
  started_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE function_version (
  seq INTEGER PRIMARY KEY,
  entry TEXT NOT NULL,
  version TEXT NOT NULL,
  name TEXT NOT NULL,
  engine TEXT NOT NULL,
  UNIQUE (entry, version, name, engine)
) STRICT;

CREATE TABLE grants (
  seq INTEGER PRIMARY KEY,
  content TEXT NOT NULL UNIQUE CHECK (json_valid(content))
) STRICT;

CREATE TABLE invocation (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_seq INTEGER,
  function_version_seq INTEGER NOT NULL REFERENCES function_version,
  grants_seq INTEGER NOT NULL REFERENCES grants,
  trigger TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  start TEXT,
  outcome TEXT,
  error_code TEXT,
  error_message TEXT,
  error_stack TEXT,
  dropped_log_lines INTEGER NOT NULL,
  wall_us INTEGER NOT NULL,
  active_cpu_us INTEGER NOT NULL,
  init_us INTEGER NOT NULL,
  peak_memory_bytes INTEGER NOT NULL,
  memory_limit_bytes INTEGER NOT NULL,
  ingress_bytes INTEGER NOT NULL,
  egress_bytes INTEGER NOT NULL
) STRICT;
CREATE INDEX invocation_by_time ON invocation (started_at_ms);
CREATE INDEX invocation_running ON invocation (session_seq) WHERE outcome IS NULL;

CREATE TABLE exchange (
  invocation_seq INTEGER PRIMARY KEY REFERENCES invocation ON DELETE CASCADE,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  status INTEGER,
  status_text TEXT,
  request_headers TEXT NOT NULL,
  request_body_bytes INTEGER NOT NULL,
  request_body_sha256 TEXT,
  response_headers TEXT,
  response_body_bytes INTEGER,
  response_body_sha256 TEXT,
  request_body BLOB,
  response_body BLOB
) STRICT;

CREATE TABLE trace (
  invocation_seq INTEGER PRIMARY KEY REFERENCES invocation ON DELETE CASCADE,
  spans TEXT NOT NULL,
  log_lines TEXT NOT NULL
) STRICT;

CREATE VIEW span AS
SELECT
  trace.invocation_seq,
  item.key AS position,
  item.value ->> '$.name' AS name,
  item.value ->> '$.startUs' AS start_us,
  item.value ->> '$.endUs' AS end_us,
  item.value ->> '$.parent' AS parent,
  item.value -> '$.attributes' AS attributes
FROM trace, json_each(trace.spans) AS item;

CREATE VIEW log_line AS
SELECT
  trace.invocation_seq,
  item.key AS position,
  item.value ->> '$.level' AS level,
  item.value ->> '$.atUs' AS at_us,
  item.value ->> '$.text' AS text
FROM trace, json_each(trace.log_lines) AS item;

CREATE VIRTUAL TABLE search USING fts5(url, logs, error, content='', contentless_delete=1);
`,
};
