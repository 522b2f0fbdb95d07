import fc from "fast-check";
import { expect, test } from "vitest";
import {
  heldFilter,
  isFiltered,
  NO_FILTER,
  rangeBetween,
  rowAfterKey,
  shownUrl,
  sinceOf,
  timeOf,
  timeText,
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

test("a range of rows holds both ends, in either direction, and no more than can be chosen at once", () => {
  expect(rangeBetween(3, 5, 100)).toEqual({ offset: 3, limit: 3 });
  expect(rangeBetween(5, 3, 100)).toEqual({ offset: 3, limit: 3 });
  expect(rangeBetween(500, 0, 10)).toEqual({ offset: 491, limit: 10 });
});

test("a time comes back out of its field, to the second", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(86_400_000), max: new Date("2100-01-01"), noInvalidDate: true }), (date) => {
      const ms = Math.floor(date.getTime() / 1000) * 1000;
      // An hour that daylight saving repeats is told twice by the same words.
      expect([0, 3_600_000]).toContain(Math.abs((timeOf(timeText(ms)) ?? -1) - ms));
    }),
  );
  expect(timeText(null)).toBe("");
  expect(timeOf("")).toBeNull();
});

test("a time range begins on the minute, so that a look a moment later is the same query", () => {
  expect(sinceOf("1h", 7_261_000)).toBe(3_660_000);
  expect(sinceOf("1h", 7_279_999)).toBe(3_660_000);
  expect(sinceOf("all", 7_261_000)).toBeNull();
});

test("holding the list still is no filter of the user's", () => {
  expect(heldFilter(NO_FILTER, 5)).toEqual({ ...NO_FILTER, untilMs: 5 });
  expect(heldFilter({ ...NO_FILTER, untilMs: 3 }, 5).untilMs).toBe(3);
  expect(heldFilter(NO_FILTER, null)).toBe(NO_FILTER);
  expect(isFiltered(NO_FILTER)).toBe(false);
  expect(isFiltered({ ...NO_FILTER, text: "  " })).toBe(false);
  expect(isFiltered({ ...NO_FILTER, start: "cold" })).toBe(true);
});

test("a function's own address is shown without its host, another's whole", () => {
  expect(shownUrl("http://hello.local/a?b=1")).toBe("/a?b=1");
  expect(shownUrl("https://example.com/a")).toBe("https://example.com/a");
});
