import type { Check } from "./check";

/** `coldframe/check@1`: what a gate decided, and by which figures. */
export function checkDocument({ artifact, verdicts, failed, status }: Check) {
  return {
    schema: "coldframe/check@1",
    function: artifact.name,
    version: artifact.version,
    engine: artifact.engine,
    ok: failed === null && verdicts.every(({ ok }) => ok),
    budgets: verdicts,
    status,
    /** Why figures are missing: the first run that did not end well. */
    failure:
      failed === null
        ? null
        : {
            start: failed.start,
            outcome: failed.outcome,
            error: failed.error,
          },
  } as const;
}

export type CheckDocument = ReturnType<typeof checkDocument>;
