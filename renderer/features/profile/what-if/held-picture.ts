import { scaleLinear } from "d3-scale";
import { csvLine } from "../../../../runtime/model";
import type { HeldPart } from "../../../../runtime/simulation";
import type { Anchor, Cell, CellPicture, Filling, Shape, Token } from "../../../ui/chart/shapes";
import { formatBytes, formatDuration } from "../../../ui/format";

const LEFT = 56;
const RIGHT = 12;
const TOP = 18;
const PLOT = 110;
const BOTTOM = 34;
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

/** What the pool holds in one part of the time, with either settings. */
export interface HeldRow {
  readonly fromUs: number;
  readonly toUs: number;
  readonly now: HeldPart;
  readonly changed: HeldPart;
}

const STACK: readonly {
  readonly name: "bound" | "blank" | "preparing";
  readonly token: Token;
  readonly filling: Filling;
}[] = [
  { name: "bound", token: "--start-warm", filling: "pale" },
  { name: "blank", token: "--start-prewarmed", filling: "outline" },
  { name: "preparing", token: "--start-cold", filling: "solid" },
];

export function heldRows(
  now: readonly HeldPart[],
  changed: readonly HeldPart[],
  durationUs: number,
): readonly HeldRow[] {
  const partUs = durationUs / Math.max(1, changed.length);
  return changed.flatMap((part, index) => {
    const other = now[index];
    return other === undefined ? [] : { fromUs: index * partUs, toUs: (index + 1) * partUs, now: other, changed: part };
  });
}

export function heldCsv(rows: readonly HeldRow[]): string {
  const names = ["bound", "blank", "preparing", "bytes"] as const;
  return [
    csvLine(["fromUs", "toUs", ...names.map((name) => `now.${name}`), ...names.map((name) => `changed.${name}`)]),
    ...rows.map(({ fromUs, toUs, now, changed }) =>
      csvLine([fromUs, toUs, ...names.map((name) => now[name]), ...names.map((name) => changed[name])]),
    ),
  ].join("");
}

export function heldPicture(rows: readonly HeldRow[], width: number): CellPicture {
  const most = Math.max(1, ...rows.flatMap(({ now, changed }) => [total(now), total(changed)]));
  const x = scaleLinear([0, rows.at(-1)?.toUs ?? 1], [LEFT, width - RIGHT]);
  const y = scaleLinear([0, most], [TOP + PLOT, TOP]).nice();
  const shapes: Shape[] = [
    ...y
      .ticks(4)
      .flatMap((count): Shape[] => [
        { kind: "line", token: "--border", from: { x: LEFT, y: y(count) }, to: { x: width - RIGHT, y: y(count) } },
        text(LEFT - 6, y(count) + 4, String(count), "end"),
      ]),
    ...QUARTERS.map((part) => {
      const us = part * (rows.at(-1)?.toUs ?? 0);
      return text(x(us), TOP + PLOT + 14, formatDuration(us), part === 1 ? "end" : "middle");
    }),
    text(LEFT, 10, "sandboxes held, mean", "start"),
    text((LEFT + width) / 2, TOP + PLOT + 30, "simulated time", "middle"),
  ];
  const cells: Cell[] = [];
  for (const { fromUs, toUs, now, changed } of rows) {
    let below = 0;
    const box = { x: x(fromUs), width: Math.max(1, x(toUs) - x(fromUs)) };
    for (const { name, token, filling } of STACK) {
      const count = changed[name];
      if (count > 0)
        shapes.push({
          kind: "bar",
          token,
          filling,
          box: { ...box, y: y(below + count), height: y(below) - y(below + count) },
        });
      below += count;
    }
    cells.push({ box: { ...box, y: TOP, height: PLOT }, text: said(fromUs, toUs, now, changed) });
  }
  const points = rows.flatMap(({ fromUs, toUs, now }) => [
    { x: x(fromUs), y: y(total(now)) },
    { x: x(toUs), y: y(total(now)) },
  ]);
  shapes.push({ kind: "path", token: "--text-color", points, width: 1.5, dashed: true });
  return { width, height: TOP + PLOT + BOTTOM, shapes, cells };
}

function said(fromUs: number, toUs: number, now: HeldPart, changed: HeldPart): string {
  const { bound, blank, preparing, bytes } = changed;
  const counts = `${bound.toFixed(2)} bound, ${blank.toFixed(2)} blank, ${preparing.toFixed(2)} being made ready`;
  return `${formatDuration(fromUs)} to ${formatDuration(toUs)}: ${counts}, ${formatBytes(bytes)}; now ${total(now).toFixed(2)} in all, ${formatBytes(now.bytes)}`;
}

export function total({ bound, blank, preparing }: HeldPart): number {
  return bound + blank + preparing;
}

function text(x: number, y: number, content: string, anchor: Anchor): Shape {
  return { kind: "text", token: "--text-quiet", at: { x, y }, text: content, anchor };
}
