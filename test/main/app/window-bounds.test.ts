import { expect, test, vi } from "vitest";

vi.mock("electron", () => ({ screen: {} }));
const { fitPlace } = await import("../../../main/app/window-bounds");

const SCREEN = { x: 0, y: 25, width: 1920, height: 1055 };
const SECOND = { x: 1920, y: 0, width: 1280, height: 1024 };

test("the first window is in the middle of the screen, and no larger than it", () => {
  const place = fitPlace(null, [SCREEN], SCREEN);
  expect(place).toEqual({ bounds: { x: 240, y: 102, width: 1440, height: 900 }, isMaximized: false });
  const small = { x: 0, y: 0, width: 1024, height: 700 };
  expect(fitPlace(null, [small], small).bounds).toEqual(small);
});

test("a window comes back where it was", () => {
  const last = { bounds: { x: 2000, y: 40, width: 900, height: 700 }, isMaximized: true };
  expect(fitPlace(last, [SCREEN, SECOND], SCREEN)).toEqual(last);
});

test("a window whose screen is gone comes back on one that is there", () => {
  const last = { bounds: { x: 2000, y: 40, width: 900, height: 700 }, isMaximized: true };
  const place = fitPlace(last, [SCREEN], SCREEN);
  expect(place.isMaximized).toBe(true);
  expect(place.bounds.x).toBe(240);
  const above = { bounds: { x: 100, y: -500, width: 900, height: 700 }, isMaximized: false };
  expect(fitPlace(above, [SCREEN], SCREEN).bounds.y).toBe(102);
});

test("a remembered window is never too small to be used", () => {
  const last = { bounds: { x: 10, y: 40, width: 1, height: 1 }, isMaximized: false };
  expect(fitPlace(last, [SCREEN], SCREEN).bounds).toEqual({ x: 10, y: 40, width: 800, height: 560 });
});
