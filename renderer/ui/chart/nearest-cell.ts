import type { Box, Point } from "./shapes";

/** Cells whose edges lie within so many pixels of each other are one row. */
const ROW = 8;
/** Edges that touch may overlap by what is rounded. */
const TOUCH = 0.5;

/** Index of the cell that a key leads to from another. Null: the key means nothing here. */
export function cellAfterKey(key: string, from: number, cells: readonly Box[]): number | null {
  if (key === "Home") return 0;
  if (key === "End") return cells.length - 1;
  const origin = cells[from];
  if (origin === undefined) return null;
  if (key === "ArrowRight" || key === "ArrowLeft") return nextBeside(key, origin, cells) ?? from;
  if (key === "ArrowDown" || key === "ArrowUp") return nextRow(key, origin, cells) ?? from;
  return null;
}

/** Index of the innermost cell at a point; -1: there is none. Later cells lie on top. */
export function cellAt({ x, y }: Point, cells: readonly Box[]): number {
  return cells.findLastIndex(
    (cell) => x >= cell.x && x < cell.x + cell.width && y >= cell.y && y < cell.y + cell.height,
  );
}

/** The nearest that lies on the same height: a row is never left to the side. */
function nextBeside(key: "ArrowRight" | "ArrowLeft", origin: Box, cells: readonly Box[]): number | null {
  const gapOf = (cell: Box): number => {
    if (cell.y >= origin.y + origin.height || cell.y + cell.height <= origin.y) return NaN;
    return key === "ArrowRight" ? cell.x - origin.x - origin.width : origin.x - cell.x - cell.width;
  };
  return leastOf(cells, (cell) => (gapOf(cell) >= -TOUCH ? gapOf(cell) : NaN));
}

/** Of the next row that has any, the one that lies nearest to the side. A cell within another is below it. */
function nextRow(key: "ArrowDown" | "ArrowUp", origin: Box, cells: readonly Box[]): number | null {
  const gapOf = (cell: Box): number => {
    if (cell === origin) return NaN;
    if (key === "ArrowDown") return contains(origin, cell) ? 0 : cell.y - origin.y - origin.height;
    return contains(cell, origin) ? origin.y - cell.y : origin.y - cell.y - cell.height;
  };
  const gaps = cells.map(gapOf).filter((gap) => gap >= -TOUCH);
  if (gaps.length === 0) return null;
  const end = Math.min(...gaps) + ROW;
  const middle = origin.x + origin.width / 2;
  return leastOf(cells, (cell) => {
    const gap = gapOf(cell);
    return gap >= -TOUCH && gap <= end ? Math.max(cell.x - middle, middle - cell.x - cell.width, 0) : NaN;
  });
}

/** Index of the first cell of the least distance; NaN is none. Null where no cell has one. */
function leastOf(cells: readonly Box[], distanceOf: (cell: Box) => number): number | null {
  let found: number | null = null;
  let least = Infinity;
  for (const [index, cell] of cells.entries()) {
    const distance = distanceOf(cell);
    if (!(distance < least)) continue;
    found = index;
    least = distance;
  }
  return found;
}

function contains(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}
