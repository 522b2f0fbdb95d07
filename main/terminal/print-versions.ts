import { formatBytes, formatDuration, formatMoment } from "../../runtime/model";
import { changeText, effectText } from "../../runtime/profile";
import type { StartPoint, VersionPoint } from "../../runtime/profile";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

/** A line for each version, the newest first, and below the table the steps and what moved them. */
export function printVersions(terminal: Terminal, versions: readonly VersionPoint[]): void {
  const newest = versions.toReversed();
  const rows = newest.map((point) => [
    shortVersion(point.version),
    formatMoment(point.firstSeenMs),
    String(point.calls),
    point.bytes === null ? "not kept" : formatBytes(point.bytes),
    ...(["cold", "prewarmed"] as const).map((start) => figure(point, start)),
  ]);
  printTable(terminal, ["version", "first seen", "calls", "bytes", "cold p50", "prewarmed p50"], rows, [
    ...(["left", "left", "right", "right", "left", "left"] as const),
  ]);
  const steps = newest.flatMap((point) => point.starts.flatMap((start) => stepText(point, start)));
  if (steps.length === 0)
    terminal.print(terminal.colors.dim("\nno step: no version starts faster or slower than one before it"));
  else terminal.print(`\n${steps.join("\n")}`);
}

/** A profile's starts say more than calls as they came. */
function figure({ starts }: VersionPoint, kind: StartPoint["start"]): string {
  const own = starts.filter(({ start }) => start === kind);
  const point = own.find(({ basis }) => basis === "profile") ?? own[0];
  if (point === undefined) return "–";
  const { n, p50Us, p50Ci95Us, basis } = point;
  const between = p50Ci95Us === null ? "" : `, ${p50Ci95Us.map(formatDuration).join(" to ")}`;
  return `${formatDuration(p50Us)} (n ${n}${between}, ${basis === "profile" ? "profile" : "calls"})`;
}

function stepText(point: VersionPoint, { start, basis, step }: StartPoint): readonly string[] {
  if (step === null) return [];
  const { verdict } = step.comparison;
  if (verdict === null || verdict === "no difference") return [];
  const [by, between] = effectText(step.comparison);
  const of = basis === "profile" ? `${start} starts` : `${start} calls`;
  return [
    `${shortVersion(point.version)}: ${of} are ${verdict} than ${shortVersion(step.against)}'s by ${by}, between ${between}: ${visible(changeText(point.change))}`,
  ];
}

function shortVersion(version: string): string {
  return version.slice("sha256:".length, 19);
}
