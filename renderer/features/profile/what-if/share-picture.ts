import { scaleLinear } from "d3-scale";
import { csvLine } from "../../../../runtime/model";
import type { RunFigure } from "../../../../runtime/simulation";
import type { Cell, CellPicture, Filling, Shape, Token } from "../../../ui/chart/shapes";
import { formatShare } from "../../../ui/format";
import type { Answer, Simulated } from "./simulation-protocol";

const LEFT = 116;
const RIGHT = 24;
const ROW = 30;
const BAR = 20;
const BOTTOM = 34;

interface Part {
  readonly figure: RunFigure;
  readonly label: string;
  readonly token: Token;
  readonly filling: Filling;
}

const PARTS: readonly Part[] = [
  { figure: "coldShare", label: "cold", token: "--start-cold", filling: "solid" },
  { figure: "prewarmedShare", label: "prewarmed", token: "--start-prewarmed", filling: "pale" },
  { figure: "warmShare", label: "warm", token: "--start-warm", filling: "outline" },
  { figure: "failedShare", label: "rejected or timed out", token: "--outcome-limit", filling: "hatched" },
];

/** A bar for each of the settings: how its calls started, and which did not. */
export function sharePicture({ now, changed }: Answer, width: number): CellPicture {
  const x = scaleLinear([0, 1], [LEFT, width - RIGHT]);
  const shapes: Shape[] = [];
  const cells: Cell[] = [];
  for (const [index, [name, simulated]] of rowsOf(now, changed).entries()) {
    const y = index * ROW;
    shapes.push({ kind: "text", token: "--text-color", at: { x: LEFT - 8, y: y + 15 }, text: name, anchor: "end" });
    let from = 0;
    for (const { figure, label, token, filling } of PARTS) {
      const share = simulated.figures[figure]?.mean ?? 0;
      if (share === 0) continue;
      const box = { x: x(from), y, width: Math.max(1, x(from + share) - x(from)), height: BAR };
      shapes.push({ kind: "bar", token, filling, box });
      cells.push({ box, text: `${name}: ${formatShare(share, 1)} ${label}` });
      from += share;
    }
  }
  const bottom = 2 * ROW;
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const at = { x: x(share), y: bottom + 6 };
    shapes.push({ kind: "text", token: "--text-quiet", at, text: `${share * 100} %`, anchor: "middle" });
  }
  const title = { x: (LEFT + width) / 2, y: bottom + 24 };
  shapes.push({ kind: "text", token: "--text-quiet", at: title, text: "share of all calls", anchor: "middle" });
  return { width, height: bottom + BOTTOM, shapes, cells };
}

export function shareCsv({ now, changed }: Answer): string {
  return [
    csvLine(["settings", ...PARTS.map(({ figure }) => figure)]),
    ...rowsOf(now, changed).map(([name, { figures }]) =>
      csvLine([name, ...PARTS.map(({ figure }) => figures[figure]?.mean ?? 0)]),
    ),
  ].join("");
}

export function shareTable({
  now,
  changed,
}: Answer): readonly { readonly label: string; readonly cells: readonly string[] }[] {
  return PARTS.map(({ figure, label }) => ({
    label,
    cells: [now, changed].map(({ figures }) => formatShare(figures[figure]?.mean ?? 0, 1)),
  }));
}

function rowsOf(now: Simulated, changed: Simulated): readonly (readonly [string, Simulated])[] {
  return [
    ["now", now],
    ["with the sliders", changed],
  ];
}
