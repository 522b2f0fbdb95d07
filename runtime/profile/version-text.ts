import { formatBytes } from "../model";
import type { GroupChange, VersionChange } from "./over-time";

const SHOWN_CHANGES = 3;

/** What a version changed, in words: what moved most in the bundle, and the function's own sources. */
export function changeText(change: VersionChange | null): string {
  if (change === null) return "the first one";
  const { groups, files, bytesBy } = change;
  const parts = groups.slice(0, SHOWN_CHANGES).map(groupText);
  if (groups.length > SHOWN_CHANGES) parts.push(`${groups.length - SHOWN_CHANGES} more`);
  if (files.length > 0) parts.push(`edited ${files.slice(0, SHOWN_CHANGES).join(", ")}`);
  if (files.length > SHOWN_CHANGES) parts.push(`${files.length - SHOWN_CHANGES} more sources`);
  if (parts.length > 0) return parts.join("; ");
  return bytesBy === null ? "one of the two bundles is not kept any more" : "the bundle is as large as before";
}

function groupText({ name, bytes: [before, after] }: GroupChange): string {
  if (before === 0) return `${name} is new, ${formatBytes(after)}`;
  if (after === 0) return `${name} is gone, ${formatBytes(before)}`;
  return `${name} ${after > before ? "grew" : "shrank"} by ${formatBytes(Math.abs(after - before))}`;
}
