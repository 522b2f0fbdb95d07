import type { Span } from "../../runtime/model";
import { formatInteger, formatShare } from "../../runtime/model";

/** How a part of a line is shown; the caller turns it into colour, or into nothing. */
export type Paint = (text: string, role: "name" | "guest" | "bar" | "quiet") => string;

interface Row {
  readonly label: string;
  readonly segments: readonly Segment[];
  readonly role: "name" | "guest" | "quiet";
}

interface Segment {
  readonly startUs: number;
  readonly endUs: number;
}

const NARROWEST_BAR = 10;
const WIDEST_BAR = 60;
const PARTIAL_BLOCKS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/**
 * Spans as aligned bars with exact figures, one row per span, children indented below their parents. What no span covers
 * is one last row, whose bar shows every gap. `width` is the line's, in columns.
 */
export function renderWaterfall(spans: readonly Span[], width: number, paint: Paint): string[] {
  const rows = rowsOf(spans);
  if (rows.length === 0) return [];
  const from = Math.min(...spans.map((span) => span.startUs));
  const to = Math.max(...spans.map((span) => span.endUs));
  const columns = rows.map((row) => figures(row, from, to));
  const header = ["span", "start", "took", "share"];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...columns.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => align(cell, widths[column] ?? 0, column > 0)).join("  ");
  const room = width - widths.reduce((sum, column) => sum + column + 2, 0);
  const barWidth = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, room));
  return [
    paint(line(header), "quiet"),
    ...rows.map((row, index) => {
      const cells = line(columns[index] ?? []);
      const bar = renderBar(row.segments, from, to, barWidth).trimEnd();
      return `${paint(cells, row.role)}  ${paint(bar, row.role === "quiet" ? "quiet" : "bar")}`.trimEnd();
    }),
  ];
}

/**
 * One bar of `width` cells over the range `from..to`. A part shorter than a cell still shows, as the thinnest block.
 */
export function renderBar(segments: readonly Segment[], from: number, to: number, width: number): string {
  const perCell = Math.max(to - from, 1) / width;
  const cells = new Array<string>(width).fill(" ");
  for (const { startUs, endUs } of segments) {
    const start = Math.min((startUs - from) / perCell, width - 1);
    const end = Math.max((endUs - from) / perCell, start);
    const first = Math.floor(start);
    for (let cell = first; cell < width && (cell === first || cell < end); cell++) {
      const block = blockFor(Math.max(start, cell), Math.min(end, cell + 1), cell);
      if (cells[cell] === " " || block === "█") cells[cell] = block;
    }
  }
  return cells.join("");
}

/** The block for the part `start..end` of the cell at `cell`. Blocks grow from the left; a late start is a right half. */
function blockFor(start: number, end: number, cell: number): string {
  const covered = end - start;
  if (covered >= 15 / 16) return "█";
  if (start > cell && end === cell + 1) return start - cell >= 0.25 ? "▐" : "█";
  return PARTIAL_BLOCKS[Math.max(1, Math.min(7, Math.round(covered * 8)))] ?? "▏";
}

function rowsOf(spans: readonly Span[]): Row[] {
  const rows: Row[] = [];
  const gaps = spans.filter(isUnaccounted);
  const visit = (parent: number | null, depth: number) => {
    const children = spans.map((span, index) => ({ span, index })).filter(({ span }) => span.parent === parent);
    children.sort((a, b) => a.span.startUs - b.span.startUs || a.index - b.index);
    for (const { span, index } of children) {
      if (isUnaccounted(span)) continue;
      const guest = span.attributes["coldframe.guest"] === true;
      rows.push({ label: "  ".repeat(depth) + labelOf(span), segments: [span], role: guest ? "guest" : "name" });
      visit(index, depth + 1);
    }
  };
  visit(null, 0);
  if (rows.length > 0) rows.push({ label: "unaccounted", segments: gaps, role: "quiet" });
  return rows;
}

function labelOf(span: Span): string {
  const url = span.attributes["url.full"];
  return typeof url === "string" ? `${span.name} ${shorten(url, 40)}` : span.name;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function figures(row: Row, from: number, to: number): string[] {
  const took = row.segments.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0);
  const start = row.segments.length === 1 ? `${formatInteger(row.segments[0]?.startUs ?? 0)} µs` : "";
  return [row.label, start, `${formatInteger(took)} µs`, formatShare(took, to - from)];
}

function align(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}

function isUnaccounted(span: Span): boolean {
  return span.name === "unaccounted";
}
