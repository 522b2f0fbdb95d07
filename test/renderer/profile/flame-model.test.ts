import { expect, test } from "vitest";
import {
  flameAfterKey,
  flameOf,
  flameReading,
  flameTree,
  found,
  foundUs,
  readCalls,
  seenFrom,
} from "../../../renderer/features/profile/flame/flame-model";
import type { Flame } from "../../../renderer/features/profile/flame/flame-model";
import { cellAtPoint, flamePicture } from "../../../renderer/features/profile/flame/flame-picture";
import { sampleCpuProfile } from "../../runtime/profile/sample-cpu-profile";

/** fetch (620 µs: work 400 with itself in it 50, crypto 120, itself 100), idle 300, unaccounted 80 of 1000. */
const profile = sampleCpuProfile();
const tree = flameTree(profile);
const named = (name: string, depth: number): Flame =>
  tree.find((flame) => flame.depth === depth && flame.data.function?.name === name) ?? tree;
const fetch = named("fetch", 1);
const work = named("work", 2);

test("a frame is as wide as its share of the whole time, the unaccounted included", () => {
  expect([fetch.x0, fetch.x1]).toEqual([0, 0.62]);
  expect(work.x1 - work.x0).toBeCloseTo(0.4);
  expect(tree.children?.reduce((end, { x1 }) => Math.max(end, x1), 0)).toBeCloseTo(0.92);
  expect(flameReading(tree, profile)).toBe("all 2 calls: 1,000 µs, of which 80 µs unaccounted (8.0 %)");
  expect(flameReading(work, profile)).toBe(
    "work · index.ts:5:1: total 400 µs (40.0 %), self 350 µs (35.0 %), 2 samples in itself",
  );
});

test("zoomed in, the frame takes up the width, with its callers above it", () => {
  const picture = flamePicture(work, 401, new Set());
  const boxOf = (flame: Flame) => picture.cells.find((cell) => cell.flame === flame)?.box;
  expect(boxOf(work)).toMatchObject({ x: 0.5, width: 400 });
  expect(boxOf(fetch)).toMatchObject({ x: 0.5, width: 400 });
  expect(boxOf(named("fetch", 3))?.width).toBeCloseTo(50);
  expect(picture.cells.map(({ flame }) => flame.depth)).toEqual([0, 1, 2, 3]);
  const { x = 0, y = 0 } = boxOf(work) ?? {};
  expect(cellAtPoint(picture, x + 3, y + 3)?.flame).toBe(work);
  expect(cellAtPoint(picture, x + 3, 2)).toBeNull();
  expect(flameOf(tree, work.data.node)).toBe(work);
  expect(flameOf(tree, 99)).toBe(tree);
});

test("what would be narrower than a pixel is left out", () => {
  expect(seenFrom(tree, 10_000)).toHaveLength(6);
  expect(seenFrom(tree, 10).map(({ data }) => data.function?.name)).toEqual([undefined, "fetch", "", "work", "crypto"]);
});

test("keys walk among the frames and stay where there is none further", () => {
  const seen = seenFrom(tree, 1000);
  const go = (key: string, from: Flame) => flameAfterKey(key, from, seen);
  expect(go("ArrowDown", tree)).toBe(fetch);
  expect(go("ArrowDown", fetch)).toBe(work);
  expect(go("ArrowUp", work)).toBe(fetch);
  expect(go("ArrowRight", fetch)?.data.function?.kind).toBe("idle");
  expect(go("ArrowLeft", fetch)).toBe(fetch);
  expect(go("ArrowUp", tree)).toBe(tree);
  expect(go("Home", work)).toBe(tree);
  expect(go("a", work)).toBeNull();
});

test("a search finds names and places in any case, and counts a recursion once", () => {
  expect(foundUs(found(tree, "FETCH"))).toBe(fetch.data.totalUs);
  expect(foundUs(found(tree, "index.ts:5"))).toBe(400);
  expect(found(tree, "nothing like it").size).toBe(0);
  expect(found(tree, "  ").size).toBe(0);
});

test("a number of calls is read, or none for as many as it takes", () => {
  expect(readCalls(" ")).toEqual({ ok: true, calls: null });
  expect(readCalls("25")).toEqual({ ok: true, calls: 25 });
  for (const text of ["0", "-1", "1.5", "x", "1000001"]) expect(readCalls(text).ok).toBe(false);
});
