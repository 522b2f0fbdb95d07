import { formatBytes, formatDuration, formatInteger, formatShare } from "../model";
import type { RunFigure } from "./run-figures";
import type { FigureDifference } from "./what-if";

/** How each figure is told, in this order. */
export interface FigureText {
  readonly figure: RunFigure;
  readonly label: string;
  readonly text: (value: number) => string;
}

export const FIGURE_TEXTS: readonly FigureText[] = [
  { figure: "coldShare", label: "cold", text: shareText },
  { figure: "prewarmedShare", label: "prewarmed", text: shareText },
  { figure: "warmShare", label: "warm", text: shareText },
  { figure: "failedShare", label: "rejected or timed out", text: shareText },
  { figure: "p50Us", label: "latency p50", text: formatDuration },
  { figure: "p90Us", label: "latency p90", text: formatDuration },
  { figure: "p99Us", label: "latency p99", text: formatDuration },
  { figure: "waitedP50Us", label: "wait for a sandbox p50", text: formatDuration },
  { figure: "waitedP99Us", label: "wait for a sandbox p99", text: formatDuration },
  { figure: "meanBytes", label: "memory held", text: formatBytes },
  { figure: "peakBytes", label: "memory at most", text: formatBytes },
  { figure: "sandboxSeconds", label: "sandbox-seconds", text: formatInteger },
  { figure: "peakSandboxes", label: "sandboxes at most", text: oneDecimal },
  { figure: "spawns", label: "threads started", text: oneDecimal },
];

/** `lower by 3.10 ms (2.00 ms to 4.20 ms)`, with the 95 % interval; `–` where there is nothing to compare. */
export function differenceText(difference: FigureDifference | null, text: FigureText["text"]): string {
  if (difference === null) return "–";
  const { verdict, mean, low, high } = difference;
  if (verdict === "no difference") return verdict;
  const ends = [Math.abs(low), Math.abs(high)].sort((one, other) => one - other).map(text);
  return `${verdict} by ${text(Math.abs(mean))} (${ends.join(" to ")})`;
}

function shareText(share: number): string {
  return formatShare(share, 1);
}

function oneDecimal(value: number): string {
  return value.toFixed(1);
}
