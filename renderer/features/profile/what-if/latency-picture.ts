import { scaleLinear, scaleLog } from "d3-scale";
import { csvLine } from "../../../../runtime/model";
import type { Anchor, Cell, CellPicture, Shape, Token } from "../../../ui/chart/shapes";
import { formatDuration, formatShare } from "../../../ui/format";
import type { Answer, Simulated } from "./simulation-protocol";

const LEFT = 56;
const RIGHT = 12;
const TOP = 18;
const PLOT = 150;
const BOTTOM = 34;
const POINTS = 100;
const TICK_EVERY = 90;

/** How the answered calls' latencies are distributed: the share that was answered within a time. */
export interface LatencyRow {
  readonly us: number;
  /** From 0 to 1. */
  readonly now: number;
  readonly changed: number;
}

/** At times that are even on a logarithmic axis, from the shortest latency to the longest. */
export function latencyRows({ now, changed }: Answer): readonly LatencyRow[] {
  const all = [now.latenciesUs, changed.latenciesUs].filter(({ length }) => length > 0);
  if (all.length === 0) return [];
  const low = Math.max(1, Math.min(...all.map((latencies) => latencies[0] ?? 1)));
  const high = Math.max(low + 1, ...all.map((latencies) => latencies.at(-1) ?? 1));
  return Array.from({ length: POINTS + 1 }, (_, index) => {
    const us = low * (high / low) ** (index / POINTS);
    return { us, now: shareWithin(now, us), changed: shareWithin(changed, us) };
  });
}

/** The share of the answered calls that took no longer; by bisection. */
function shareWithin({ latenciesUs }: Simulated, us: number): number {
  // A rounding must not leave the longest one out.
  const most = us * (1 + 1e-9);
  let [from, to] = [0, latenciesUs.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((latenciesUs[middle] ?? 0) <= most) from = middle + 1;
    else to = middle;
  }
  return latenciesUs.length === 0 ? 0 : from / latenciesUs.length;
}

export function latencyCsv(rows: readonly LatencyRow[]): string {
  return [csvLine(["us", "now", "changed"]), ...rows.map(({ us, now, changed }) => csvLine([us, now, changed]))].join(
    "",
  );
}

export function latencyPicture(rows: readonly LatencyRow[], width: number): CellPicture {
  const x = scaleLog()
    .domain([rows[0]?.us ?? 1, rows.at(-1)?.us ?? 10])
    .range([LEFT, width - RIGHT]);
  const y = scaleLinear([0, 1], [TOP + PLOT, TOP]);
  const line = (read: (row: LatencyRow) => number) => rows.map((row) => ({ x: x(row.us), y: y(read(row)) }));
  const ticks = x.ticks(Math.max(2, Math.floor(width / TICK_EVERY))).filter((us) => /^[125]/.test(String(us)));
  const shapes: Shape[] = [
    ...[0, 0.5, 0.9, 1].flatMap((share): Shape[] => [
      { kind: "line", token: "--border", from: { x: LEFT, y: y(share) }, to: { x: width - RIGHT, y: y(share) } },
      text(LEFT - 6, y(share) + 4, `${share * 100} %`, "end"),
    ]),
    ...spaced(ticks, x).map((us) => text(x(us), TOP + PLOT + 14, formatDuration(us), "middle")),
    text(LEFT, 10, "share of the answered calls that took no longer", "start"),
    text((LEFT + width) / 2, TOP + PLOT + 30, "latency from accept to answer, logarithmic", "middle"),
    { kind: "path", token: "--text-quiet", points: line(({ now }) => now), width: 1.5, dashed: true },
    { kind: "path", token: "--focus", points: line(({ changed }) => changed), width: 2 },
  ];
  const cells: Cell[] = rows.slice(1).map((row, index) => {
    const from = x(rows[index]?.us ?? row.us);
    return {
      box: { x: from, y: TOP, width: x(row.us) - from, height: PLOT },
      text: `within ${formatDuration(row.us)}: now ${formatShare(row.now, 1)}, with the sliders ${formatShare(row.changed, 1)}`,
    };
  });
  return { width, height: TOP + PLOT + BOTTOM, shapes, cells };
}

function spaced(ticks: readonly number[], x: (us: number) => number): readonly number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last === undefined || x(tick) - x(last) >= TICK_EVERY * 0.7) kept.push(tick);
  }
  return kept;
}

function text(x: number, y: number, said: string, anchor: Anchor, token: Token = "--text-quiet"): Shape {
  return { kind: "text", token, at: { x, y }, text: said, anchor };
}
