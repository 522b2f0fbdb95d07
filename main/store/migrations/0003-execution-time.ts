import type { Migration } from "./migration";

/**
 * The time that platforms bill: from the handler's begin to the last byte. Calls recorded before it was measured have it in their
 * spans, but for those whose thread was ended under them: nothing says when their handler began, and they keep 0.
 */
export const executionTime: Migration = {
  number: 3,
  name: "execution-time",
  sql: `
ALTER TABLE invocation ADD COLUMN execution_us INTEGER NOT NULL DEFAULT 0;
UPDATE invocation SET execution_us = coalesce(
  (
    SELECT max(invocation.wall_us - min(span.start_us), 0)
    FROM span
    WHERE span.invocation_seq = invocation.seq AND span.name = 'handler' AND span.parent IS NULL
  ),
  0
);
`,
};
