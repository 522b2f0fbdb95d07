import type { Box, Point } from "./shapes";

/** What counts a step to the side, against one straight ahead. */
const SIDEWAYS = 4;

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowRight: { x: 1, y: 0 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowDown: { x: 0, y: 1 },
  ArrowUp: { x: 0, y: -1 },
};

/** Index of the cell that a key leads to from another: the nearest in an arrow's direction. Null: the key means nothing here. */
export function cellAfterKey(key: string, from: number, cells: readonly Box[]): number | null {
  if (key === "Home") return 0;
  if (key === "End") return cells.length - 1;
  const direction = DIRECTIONS[key];
  const start = cells[from];
  if (direction === undefined || start === undefined) return null;
  const origin = middle(start);
  let nearest = from;
  let least = Infinity;
  for (const [index, cell] of cells.entries()) {
    const { x, y } = middle(cell);
    const ahead = (x - origin.x) * direction.x + (y - origin.y) * direction.y;
    const aside = Math.abs((x - origin.x) * direction.y) + Math.abs((y - origin.y) * direction.x);
    const distance = ahead + SIDEWAYS * aside;
    if (ahead <= 0.5 || distance >= least) continue;
    nearest = index;
    least = distance;
  }
  return nearest;
}

/** Index of the innermost cell at a point; -1: there is none. Later cells lie on top. */
export function cellAt({ x, y }: Point, cells: readonly Box[]): number {
  return cells.findLastIndex(
    (cell) => x >= cell.x && x < cell.x + cell.width && y >= cell.y && y < cell.y + cell.height,
  );
}

function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}
