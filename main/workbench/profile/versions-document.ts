import type { StartPoint, VersionPoint } from "../../../runtime/profile";
import { startComparisonDocument } from "./comparison-document";
import type { FunctionVersions } from "./versions";

/** `coldframe/versions@1`: a function's versions, the oldest first. Times in integer microseconds. */
export function versionsDocument({ entry, versions }: FunctionVersions) {
  return { schema: "coldframe/versions@1", entry, versions: versions.map(versionDocument) } as const;
}

export type VersionsDocument = ReturnType<typeof versionsDocument>;

function versionDocument({ version, firstSeenMs, calls, bytes, starts, change }: VersionPoint) {
  const firstSeen = new Date(firstSeenMs).toISOString();
  return { version, firstSeen, calls, bytes, starts: starts.map(startDocument), change };
}

function startDocument({ start, basis, n, p50Us, p50Ci95Us, step }: StartPoint) {
  return {
    ...{ start, basis, n, p50Us, p50Ci95Us: p50Ci95Us === null ? null : p50Ci95Us.map(Math.round) },
    step: step === null ? null : { against: step.against, ...startComparisonDocument(step.comparison) },
  };
}
