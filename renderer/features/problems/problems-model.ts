import type { Problem } from "../../session/problems";

export interface ProblemGroup {
  /** Relative to the workspace; null: in no file. */
  readonly path: string | null;
  readonly problems: readonly Problem[];
}

export interface Shown {
  readonly errors: boolean;
  readonly warnings: boolean;
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

export function countProblems(problems: readonly Problem[]): Counts {
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: problems.length - errors };
}

/**
 * By file, those in no file first; in a file as they stand in it. What the checker and the bundler both found at one place in the same
 * words is listed once.
 */
export function groupProblems(problems: readonly Problem[], shown: Shown): readonly ProblemGroup[] {
  const wanted = problems.filter(({ severity }) => (severity === "error" ? shown.errors : shown.warnings));
  const byPath = new Map<string | null, Problem[]>();
  const seen = new Set<string>();
  for (const problem of wanted) {
    const key = JSON.stringify([problem.place, problem.message]);
    if (seen.has(key)) continue;
    seen.add(key);
    const path = problem.place?.path ?? null;
    byPath.set(path, [...(byPath.get(path) ?? []), problem]);
  }
  return [...byPath]
    .map(([path, inFile]) => ({ path, problems: inFile.toSorted(comparePlaces) }))
    .toSorted((one, other) => comparePaths(one.path, other.path));
}

function comparePaths(one: string | null, other: string | null): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return one.localeCompare(other, "en");
}

function comparePlaces({ place: one }: Problem, { place: other }: Problem): number {
  if (one === null || other === null) return 0;
  return one.line - other.line || one.column - other.column;
}

/** One line as compilers write it. */
export function problemText({ severity, message, place }: Problem): string {
  const where = place === null ? "" : `${place.path}:${place.line}:${place.column}: `;
  return `${where}${severity}: ${message}`;
}

export function problemsText(groups: readonly ProblemGroup[]): string {
  return groups.flatMap(({ problems }) => problems.map(problemText)).join("\n");
}

export function summaryText({ errors, warnings }: Counts): string {
  return `${plural(errors, "error")}, ${plural(warnings, "warning")}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Index of the line that a key leads to in a list; null: the key means nothing here. */
export function listTarget(key: string, from: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return Math.min(count - 1, from + 1);
  if (key === "ArrowUp") return Math.max(0, from - 1);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
