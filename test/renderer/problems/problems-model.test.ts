import { expect, test } from "vitest";
import {
  countProblems,
  groupProblems,
  listTarget,
  problemsText,
  summaryText,
} from "../../../renderer/features/problems/problems-model";
import type { Problem } from "../../../renderer/session/problems";

function problem(path: string | null, line: number, message: string, severity: Problem["severity"] = "error"): Problem {
  return { severity, source: "typescript", message, place: path === null ? null : { path, line, column: 3 } };
}

const PROBLEMS = [
  problem("b.ts", 9, "late"),
  problem("a.ts", 1, "unused", "warning"),
  problem("b.ts", 2, "early"),
  problem(null, 0, "no entry"),
];
const ALL = { errors: true, warnings: true };

test("problems stand by file and line, those of no file first", () => {
  const groups = groupProblems(PROBLEMS, ALL);
  expect(groups.map(({ path }) => path)).toEqual([null, "a.ts", "b.ts"]);
  expect(groups[2]?.problems.map(({ message }) => message)).toEqual(["early", "late"]);
});

test("the filter leaves no empty file behind", () => {
  expect(groupProblems(PROBLEMS, { errors: false, warnings: true }).map(({ path }) => path)).toEqual(["a.ts"]);
  expect(groupProblems(PROBLEMS, { errors: true, warnings: false }).map(({ path }) => path)).toEqual([null, "b.ts"]);
  expect(groupProblems(PROBLEMS, { errors: false, warnings: false })).toEqual([]);
});

test("what two sources say in the same words of one place is listed once", () => {
  const twice = [problem("a.ts", 1, "same"), { ...problem("a.ts", 1, "same"), source: "build" as const }];
  expect(groupProblems(twice, ALL)[0]?.problems).toHaveLength(1);
});

test("counts are written as people say them", () => {
  expect(summaryText(countProblems(PROBLEMS))).toBe("3 errors, 1 warning");
  expect(summaryText(countProblems([]))).toBe("0 errors, 0 warnings");
});

test("a copy reads as a compiler's output", () => {
  expect(problemsText(groupProblems(PROBLEMS, ALL)).split("\n")).toEqual([
    "error: no entry",
    "a.ts:1:3: warning: unused",
    "b.ts:2:3: error: early",
    "b.ts:9:3: error: late",
  ]);
});

test("arrows stop at the ends of the list", () => {
  expect(["ArrowDown", "ArrowUp", "Home", "End", "x"].map((key) => listTarget(key, 0, 3))).toEqual([1, 0, 0, 2, null]);
  expect(listTarget("ArrowDown", 2, 3)).toBe(2);
});
