import { expect, test } from "vitest";
import { cellAfterKey, cellAt } from "../../../renderer/ui/chart/nearest-cell";

/** Two rows of three, the lower a little to the right; and one that lies within the first. */
const CELLS = [
  ...[0, 100, 200].map((x) => ({ x, y: 0, width: 90, height: 40 })),
  ...[10, 110, 210].map((x) => ({ x, y: 50, width: 90, height: 40 })),
  { x: 20, y: 10, width: 20, height: 20 },
];

test("arrows lead to the nearest cell in their direction, and stop at the edge", () => {
  const rows = CELLS.slice(0, 6);
  expect(cellAfterKey("ArrowRight", 0, rows)).toBe(1);
  expect(cellAfterKey("ArrowDown", 1, rows)).toBe(4);
  expect(cellAfterKey("ArrowUp", 4, rows)).toBe(1);
  expect(cellAfterKey("ArrowLeft", 4, rows)).toBe(3);
  expect(cellAfterKey("ArrowRight", 5, rows)).toBe(5);
  expect(cellAfterKey("ArrowUp", 0, rows)).toBe(0);
});

test("a row is never left to the side nor passed over, however far its cells lie", () => {
  const sparse = [
    { x: 900, y: 0, width: 10, height: 40 },
    { x: 100, y: 50, width: 10, height: 40 },
    { x: 400, y: 50, width: 10, height: 40 },
    { x: 880, y: 100, width: 10, height: 40 },
  ];
  expect(cellAfterKey("ArrowDown", 0, sparse)).toBe(2);
  expect(cellAfterKey("ArrowDown", 2, sparse)).toBe(3);
  expect(cellAfterKey("ArrowRight", 2, sparse)).toBe(2);
  expect(cellAfterKey("ArrowLeft", 2, sparse)).toBe(1);
});

test("down leads into a cell that holds others, and up out of it", () => {
  expect(cellAfterKey("ArrowDown", 0, CELLS)).toBe(6);
  expect(cellAfterKey("ArrowUp", 6, CELLS)).toBe(0);
});

test("Home and End lead to the ends, and other keys mean nothing", () => {
  expect(cellAfterKey("Home", 4, CELLS)).toBe(0);
  expect(cellAfterKey("End", 0, CELLS)).toBe(6);
  expect(cellAfterKey("a", 0, CELLS)).toBeNull();
  expect(cellAfterKey("ArrowDown", 0, [])).toBeNull();
});

test("the cell under the pointer is the one on top", () => {
  expect(cellAt({ x: 25, y: 15 }, CELLS)).toBe(6);
  expect(cellAt({ x: 5, y: 15 }, CELLS)).toBe(0);
  expect(cellAt({ x: 95, y: 15 }, CELLS)).toBe(-1);
});
