import { csvLine, formatBytes, formatDuration, formatInteger } from "../../../../runtime/model";
import { effectText } from "../../../../runtime/profile";
import type { StartPoint, VersionPoint } from "../../../../runtime/profile";

/** What is drawn of a version in one band: a kind of start, or its size. */
export interface LinePoint {
  /** Microseconds or bytes. */
  readonly value: number;
  readonly interval: readonly [low: number, high: number] | null;
  /** Whether it is a step up or down from a version before it, by the test. */
  readonly step: "faster" | "slower" | null;
  /** Exact, in words. */
  readonly text: string;
}

export interface Band {
  readonly title: string;
  readonly start: StartPoint["start"] | null;
  readonly format: (value: number) => string;
  /** One for each version; null: it is not known there. */
  readonly points: readonly (LinePoint | null)[];
}

/** A band for each kind of start that any version has, and one for the size. */
export function bandsOf(versions: readonly VersionPoint[]): readonly Band[] {
  const bands = (["cold", "prewarmed"] as const).map((start): Band => {
    const points = versions.map((version) => startLine(pointOf(version, start)));
    return { title: `${start} start, p50`, start, format: formatDuration, points };
  });
  const sizes = versions.map(({ bytes }) =>
    bytes === null ? null : { value: bytes, interval: null, step: null, text: `${formatInteger(bytes)} bytes` },
  );
  const size: Band = { title: "bundle", start: null, format: formatBytes, points: sizes };
  return [...bands, size].filter(({ points }) => points.some((point) => point !== null));
}

/** A profile's starts say more than calls as they came. */
export function pointOf({ starts }: VersionPoint, kind: StartPoint["start"]): StartPoint | null {
  const own = starts.filter(({ start }) => start === kind);
  return own.find(({ basis }) => basis === "profile") ?? own[0] ?? null;
}

function startLine(point: StartPoint | null): LinePoint | null {
  if (point === null) return null;
  const { p50Us, p50Ci95Us, step } = point;
  const verdict = step?.comparison.verdict;
  return {
    value: p50Us,
    interval: p50Ci95Us,
    step: verdict === "faster" || verdict === "slower" ? verdict : null,
    text: startText(point),
  };
}

function startText({ start, n, p50Us, p50Ci95Us, basis, step }: StartPoint): string {
  const between = p50Ci95Us === null ? "" : `, 95 % between ${p50Ci95Us.map(formatInteger).join(" and ")} µs`;
  const of = basis === "profile" ? "of a profile" : "calls of the history";
  return `${start} p50 ${formatInteger(p50Us)} µs${between} (n = ${formatInteger(n)}, ${of})${stepText(step)}`;
}

function stepText(step: StartPoint["step"]): string {
  const verdict = step?.comparison.verdict;
  if (step === null || verdict === null || verdict === undefined) return "";
  if (verdict === "no difference") return `, no difference to ${shortVersion(step.against)}`;
  return `, ${verdict} than ${shortVersion(step.against)} by ${effectText(step.comparison)[0]}`;
}

export function shortVersion(version: string): string {
  return version.slice("sha256:".length, 19);
}

/** For a spreadsheet, whole microseconds and bytes. */
export function versionsCsv(versions: readonly VersionPoint[]): string {
  const header = [
    "version",
    "firstSeen",
    "calls",
    "bytes",
    "start",
    "basis",
    "n",
    "p50Us",
    "lowUs",
    "highUs",
    "verdict",
  ];
  const rows = versions.flatMap(({ version, firstSeenMs, calls, bytes, starts }) => {
    const own = [version, new Date(firstSeenMs).toISOString(), calls, bytes];
    if (starts.length === 0) return [csvLine([...own, null, null, null, null, null, null, null])];
    return starts.map(({ start, basis, n, p50Us, p50Ci95Us, step }) => {
      const [low = null, high = null] = (p50Ci95Us ?? []).map(Math.round);
      return csvLine([...own, start, basis, n, p50Us, low, high, step?.comparison.verdict ?? null]);
    });
  });
  return [csvLine(header), ...rows].join("");
}
