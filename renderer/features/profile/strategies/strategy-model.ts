import type { Strategy } from "../../../../runtime/profile";
import { effectText, undecidedText } from "../../../../runtime/profile";
import { csvLine } from "../../../../runtime/model";

/** What a start without what was prepared costs more: the verdict, or why there is none. */
export function againstText({ againstImage }: Strategy): string {
  if (againstImage === null) return "";
  if (againstImage.verdict === null) return undecidedText(againstImage);
  if (againstImage.verdict === "no difference") return "no difference";
  const [by, between] = effectText(againstImage);
  return `${againstImage.verdict} by ${by}, between ${between}`;
}

/** For a spreadsheet, whole microseconds. */
export function strategiesCsv(strategies: readonly Strategy[]): string {
  return [
    csvLine(["start", "strategy", "n", "p50Us", "p50LowUs", "p50HighUs", "verdict", "shiftUs"]),
    ...strategies.map(({ start, name, n, p50Us, p50Ci95Us, againstImage }) =>
      csvLine([
        ...[start, name, n, p50Us],
        ...(p50Ci95Us ?? [null, null]).map((us) => (us === null ? null : Math.round(us))),
        againstImage?.verdict ?? null,
        againstImage?.test == null ? null : Math.round(againstImage.test.shiftUs),
      ]),
    ),
  ].join("");
}
