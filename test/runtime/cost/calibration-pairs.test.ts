import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePair, parsePairsTable } from "../../../runtime/cost/calibration-pairs";

const PAIRS = [
  { localMs: 4, deployedMs: 5.5 },
  { localMs: 10, deployedMs: 13 },
];

describe("a table of pairs", () => {
  test.each([
    ["plain", "4,5.5\n10,13\n"],
    ["with a first line that names the columns", "local,deployed\r\n4,5.5\r\n10,13\r\n"],
    ["in the other order, and among others", "name,deployed ms,Local CPU ms\na,5.5,4\nb,13,10"],
    ["as a spreadsheet writes it", '\ufeff"local";"deployed"\n"4";"5.5"\n\n10;13\n'],
    ["with tabs", "4\t5.5\n1e1\t13"],
  ])("%s", (_, text) => {
    expect(parsePairsTable(text, "pairs.csv")).toEqual({ ok: true, pairs: PAIRS });
  });

  test.each([
    ["", /^pairs\.csv holds no pairs: write two columns/],
    ["here,there\n4,5", /^pairs\.csv:1: write two columns .* local and deployed/],
    ["4,5\n10", /^pairs\.csv:2: '10' is no pair/],
    ["4,5\n\n10,fast", /^pairs\.csv:3: '10,fast' is no pair/],
    ["4,5\n10,-3", /^pairs\.csv:2: '10,-3'/],
    ["4,5\n0,3", /^pairs\.csv:2: '0,3'/],
    ["4,5,6\n", /^pairs\.csv:1: '4,5,6'/],
    ["local,deployed\n1e999,3", /^pairs\.csv:2: '1e999,3'/],
  ])("%j is refused, with the line", (text, message) => {
    const parsed = parsePairsTable(text, "pairs.csv");
    expect(parsed.ok ? "accepted" : parsed.message).toMatch(message);
  });
});

describe("a pair that is typed in", () => {
  test("is local:deployed", () => {
    expect(parsePair("12.5:16.4")).toEqual({ ok: true, pairs: [{ localMs: 12.5, deployedMs: 16.4 }] });
  });

  test.each(["12.5", "12.5:", ":3", "1:2:3", "a:b", "-1:2", "0:1", "NaN:1", "Infinity:1"])("%s is refused", (text) => {
    expect(parsePair(text)).toMatchObject({ ok: false });
  });

  test("what is written is read back, in either form", () => {
    const time = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(time, time, (localMs, deployedMs) => {
        const pairs = [{ localMs, deployedMs }];
        expect(parsePair(`${localMs}:${deployedMs}`)).toEqual({ ok: true, pairs });
        expect(parsePairsTable(`${localMs},${deployedMs}`, "x")).toEqual({ ok: true, pairs });
      }),
    );
  });
});
