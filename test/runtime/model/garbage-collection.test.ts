import { expect, test } from "vitest";
import { collectionsBetween } from "../../../runtime/model";
import type { GarbageCollection } from "../../../runtime/model";

function collection(startUs: number, endUs: number): GarbageCollection {
  return { kind: "scavenge", startUs, endUs };
}

test("a collection counts as far as it lies in the interval", () => {
  const found = [
    collection(0, 90),
    collection(80, 100),
    collection(90, 120),
    collection(130, 140),
    collection(190, 230),
    collection(200, 210),
    collection(300, 310),
  ];
  expect(collectionsBetween(found, 100, 200)).toEqual([
    collection(100, 120),
    collection(130, 140),
    collection(190, 200),
  ]);
});

test("one that goes on for longer than the interval counts as all of it", () => {
  expect(collectionsBetween([collection(10, 900)], 100, 200)).toEqual([collection(100, 200)]);
});
