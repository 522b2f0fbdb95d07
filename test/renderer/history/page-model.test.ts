import fc from "fast-check";
import { expect, test } from "vitest";
import type { Pages } from "../../../renderer/features/history/page-model";
import {
  hasRows,
  indexOfRow,
  NO_PAGES,
  outdated,
  PAGE_ROWS,
  rowAt,
  wantedPages,
  withPage,
} from "../../../renderer/features/history/page-model";
import type { HistoryRow } from "../../../runtime/model";

function row(index: number): HistoryRow {
  return {
    id: `call-${index}`,
    functionName: "hello",
    entry: "/hello.ts",
    version: "sha256:00",
    engine: "quickjs",
    trigger: "http",
    startedAtMs: 1_000_000 - index,
    running: false,
    start: "warm",
    outcome: "ok",
    errorCode: null,
    errorMessage: null,
    method: "GET",
    url: "http://hello.local/",
    status: 200,
    wallUs: 1,
    executionUs: 1,
    activeCpuUs: 1,
    initUs: 1,
    peakMemoryBytes: 1,
    memoryLimitBytes: 1,
    ingressBytes: 1,
    egressBytes: 1,
  };
}

/** As main answers for a list of that many calls. */
function readPage(pages: Pages, page: number, total: number): Pages {
  const count = Math.max(0, Math.min(PAGE_ROWS, total - page * PAGE_ROWS));
  const rows = Array.from({ length: count }, (_, index) => row(page * PAGE_ROWS + index));
  return withPage(pages, page, rows, total);
}

function readAll(pages: Pages, first: number, last: number, total: number): Pages {
  let known = pages;
  for (let turn = 0; turn < 20; turn++) {
    const [page] = wantedPages(known, first, last);
    if (page === undefined) return known;
    known = readPage(known, page, total);
  }
  throw new Error("there is no end to what it wants");
}

test("wherever one scrolls, the rows in view come to be known, and what is kept stays small", () => {
  const jumps = fc.array(fc.nat(199_999), { minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(jumps, fc.integer({ min: 1, max: 60 }), (places, seen) => {
      const total = 200_000;
      let pages = readAll(NO_PAGES, 0, seen, total);
      for (const place of places) {
        pages = readAll(pages, place, place + seen, total);
        expect(hasRows(pages, place, place + seen)).toBe(true);
        expect(rowAt(pages, place)?.id).toBe(`call-${place}`);
      }
      expect(pages.pages.size).toBeLessThanOrEqual(60);
    }),
    { numRuns: 30 },
  );
});

test("the page in view is read first, those beside it after it", () => {
  const pages = readPage(NO_PAGES, 0, 1000);
  expect(wantedPages(pages, 310, 340)).toEqual([3, 4, 2]);
  expect(wantedPages(NO_PAGES, 0, 20)).toEqual([0]);
});

test("what is out of date is still shown, and read again", () => {
  const pages = outdated(readAll(NO_PAGES, 0, 20, 150));
  expect(rowAt(pages, 120)?.id).toBe("call-120");
  expect(wantedPages(pages, 0, 20)).toEqual([0, 1]);
});

test("a list that became shorter forgets what is no longer there", () => {
  const long = readAll(NO_PAGES, 250, 280, 300);
  const short = readPage(outdated(long), 0, 30);
  expect(short.total).toBe(30);
  expect(rowAt(short, 250)).toBeUndefined();
  expect(hasRows(short, 0, 280)).toBe(true);
  expect(indexOfRow(short, "call-12")).toBe(12);
  expect(indexOfRow(short, "call-250")).toBe(-1);
});
