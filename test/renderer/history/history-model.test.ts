import { expect, test } from "vitest";
import {
  isFiltered,
  NO_FILTER,
  rowAfterKey,
  shownUrl,
  sinceOf,
  withMark,
} from "../../../renderer/features/history/history-model";

test.each([
  ["ArrowDown", 0, 1],
  ["ArrowDown", 9, 9],
  ["ArrowUp", 0, 0],
  ["PageDown", 2, 6],
  ["PageUp", 2, 0],
  ["Home", 7, 0],
  ["End", 0, 9],
])("%s leads from row %i of ten to row %i", (key, from, to) => {
  expect(rowAfterKey(key, from, 10, 4)).toBe(to);
});

test("a key that moves nothing is left to others, and so is every key in an empty list", () => {
  expect(rowAfterKey("a", 0, 10, 4)).toBeNull();
  expect(rowAfterKey("End", 0, 0, 4)).toBeNull();
});

test("two calls are marked at most, and a mark is taken back by the same key", () => {
  expect(withMark(withMark(withMark([], "a"), "b"), "c")).toEqual(["b", "c"]);
  expect(withMark(["a", "b"], "a")).toEqual(["b"]);
});

test("a time range begins on the minute, so that a look a moment later is the same query", () => {
  expect(sinceOf("1h", 7_261_000)).toBe(3_660_000);
  expect(sinceOf("1h", 7_279_999)).toBe(3_660_000);
  expect(sinceOf("all", 7_261_000)).toBeNull();
});

test("holding the list still is no filter of the user's", () => {
  expect(isFiltered({ ...NO_FILTER, untilMs: 5 })).toBe(false);
  expect(isFiltered({ ...NO_FILTER, text: "  " })).toBe(false);
  expect(isFiltered({ ...NO_FILTER, start: "cold" })).toBe(true);
});

test("a function's own address is shown without its host, another's whole", () => {
  expect(shownUrl("http://hello.local/a?b=1")).toBe("/a?b=1");
  expect(shownUrl("https://example.com/a")).toBe("https://example.com/a");
});
