import { formatDuration, formatInteger, RUNS } from "../model";
import { RELEVANT_SHARE, TEST_NAME } from "./compare";
import type { Comparison, StartComparison } from "./compare";

/** By how much the second starts take longer, absolutely and as a share of the first's median, and between which bounds. */
export function effectText({
  test,
  p50,
}: Pick<StartComparison, "test" | "p50">): readonly [by: string, between: string] {
  if (test === null) return ["–", "–"];
  const percent = p50[0] === 0 ? "" : ` (${signed((test.shiftUs / p50[0]) * 100, (share) => `${share.toFixed(1)} %`)})`;
  const [low, high] = test.intervalUs.map((us) => signed(us, formatDuration));
  return [`${signed(test.shiftUs, formatDuration)}${percent}`, `${low ?? ""} and ${high ?? ""}`];
}

function signed(value: number, format: (size: number) => string): string {
  if (value === 0) return format(0);
  return `${value < 0 ? "−" : "+"}${format(Math.abs(value))}`;
}

/** Why there is no verdict, and what would give one. */
export function undecidedText({ n, needed, test }: StartComparison): string {
  const share = `${RELEVANT_SHARE * 100} %`;
  const few = `no verdict from ${Math.min(...n)} starts`;
  if (test === null) return `${few}: at least ${needed ?? 0} of each are needed`;
  if (needed === null || !Number.isFinite(needed))
    return `${few}: a difference of ${share} is smaller than the clock's step`;
  const how = needed <= RUNS.most ? "" : ", more than can be measured at once: quieten the machine";
  return `${few}: about ${formatInteger(needed)} of each are needed to find a difference of ${share}${how}`;
}

/** The verdict of all starts at once, in a sentence. */
export function overallText({ overall, starts }: Pick<Comparison, "overall" | "starts">): string {
  const of = (verdict: StartComparison["verdict"]): string =>
    starts.flatMap((start) => (start.verdict === verdict ? [start.start] : [])).join(", ");
  switch (overall) {
    case "mixed":
      return `mixed: the second is faster in ${of("faster")} starts, and slower in ${of("slower")}`;
    case "faster":
    case "slower":
      return `the second is ${overall}, in ${of(overall)} starts, and in none the other way`;
    case "no difference":
      return "no difference in any start";
    case null:
      return `undecided: no start differs, and too few are measured to rule it out for ${of(null)}`;
  }
}

/** What the verdicts rest on, a sentence each. */
export function basisText({ interleaved, sameMachine, sameRequest, alpha, starts }: Comparison): readonly string[] {
  const sure = `${((1 - alpha) * 100).toFixed(starts.length > 1 ? 1 : 0)} % intervals`;
  const lines = [`${TEST_NAME}; ${sure}; false alarms of all starts together: 5 % at most.`];
  if (interleaved) lines.push("Measured in turn: what the machine did meanwhile is in both.");
  else lines.push("Not measured in turn: what the machine did at one time or the other is in the difference.");
  if (!sameMachine)
    lines.push("The two were measured on different machines or engines: that is in the difference, too.");
  if (!sameRequest) lines.push("The two were asked different things: that is in the difference, too.");
  return lines;
}
