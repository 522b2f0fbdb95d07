import type { BuildProblem, LanguageId, Profile } from "../model";
import { LANGUAGES } from "../model";
import { compareProfiles } from "./compare";
import type { StartComparison } from "./compare";
import { endText } from "./end-text";
import { summarize } from "./summary";
import type { StartSummary } from "./summary";

/** One of several functions that are held against each other: as it was measured, or why it was not. */
export interface MeasuredFunction {
  readonly name: string;
  /** Null: its source is gone, or its entry can't be read. */
  readonly language: LanguageId | null;
  readonly result:
    | { readonly type: "measured"; readonly profile: Profile }
    | { readonly type: "build-failed"; readonly problems: readonly BuildProblem[] };
}

/** What a function takes, beside others that do the same. */
export interface FunctionRow {
  readonly name: string;
  /** As people write it; null: not known. */
  readonly language: string | null;
  /** Null: its source does not build. */
  readonly figures: FunctionFigures | null;
  /** Why there are no figures, or fewer than were asked for, in one line; null: all are there. */
  readonly reason: string | null;
}

export interface FunctionFigures {
  readonly profile: Profile;
  readonly starts: readonly StartSummary[];
  /** Against the first function that was measured; empty for that one itself. */
  readonly verdicts: readonly StartComparison[];
  /** Linear memory at the end of the last start, bytes; null: none ended well. */
  readonly memoryBytes: number | null;
  /** Exact US dollars of a million calls on each platform that was asked for; null: no start ended well. */
  readonly prices: readonly (string | null)[];
}

/** A row for each function, in their order. `pricesOf`: as in `FunctionFigures`. */
export function functionRows(
  functions: readonly MeasuredFunction[],
  pricesOf: (profile: Profile) => FunctionFigures["prices"],
): readonly FunctionRow[] {
  const measured = functions.flatMap(({ result }) => (result.type === "measured" ? [result.profile] : []));
  const [first] = measured;
  return functions.map(({ name, language, result }) => {
    const who = { name, language: language === null ? null : LANGUAGES[language].name };
    if (result.type === "build-failed") return { ...who, figures: null, reason: notBuiltText(result.problems) };
    const { profile } = result;
    const figures = {
      profile,
      starts: summarize(profile),
      verdicts:
        first === undefined || profile === first
          ? []
          : compareProfiles(first, profile, true, measured.length - 1).starts,
      memoryBytes: profile.usage?.peakMemoryBytes ?? null,
      prices: pricesOf(profile),
    };
    return { ...who, figures, reason: endText(profile) };
  });
}

/** The kinds of starts that any of the functions was measured in, in the order in which they were asked for. */
export function startsOf(rows: readonly FunctionRow[]): Profile["starts"] {
  return [...new Set(rows.flatMap(({ figures }) => figures?.profile.starts ?? []))];
}

function notBuiltText([problem, ...more]: readonly BuildProblem[]): string {
  if (problem === undefined) return "does not build";
  const { message, location } = problem;
  const place = location === null ? "" : `${location.file}:${location.line}:${location.column}: `;
  return `does not build: ${place}${message}${more.length === 0 ? "" : ` (and ${more.length} more)`}`;
}
