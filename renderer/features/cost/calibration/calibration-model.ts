import type { KeptCalibration, PricingReport } from "../../../../preload/contract";
import { fitCalibration, isCalibratable, parsePairsTable } from "../../../../runtime/cost";
import type { Calibration, CalibrationPair, PriceList } from "../../../../runtime/cost";
import { shortTitle } from "../pricing-model";

/** A platform whose CPU time can be calibrated. */
export interface CalibratablePlatform {
  readonly platform: string;
  readonly title: string;
}

/** Those with something to calibrate, the chosen ones first. */
export function calibratablePlatforms(
  { lists }: PricingReport,
  chosen: readonly PriceList[],
): readonly CalibratablePlatform[] {
  const found = new Map<string, string>();
  for (const list of [...chosen, ...lists]) {
    if (isCalibratable(list) && !found.has(list.platform)) found.set(list.platform, shortTitle(list));
  }
  return [...found].map(([platform, title]) => ({ platform, title }));
}

/** What the typed pairs come to. */
export type ReadPairs =
  | { readonly state: "empty" }
  | { readonly state: "wrong"; readonly message: string; readonly pairs: readonly CalibrationPair[] }
  | { readonly state: "fitted"; readonly calibration: Calibration; readonly pairs: readonly CalibrationPair[] };

/** Pairs as they are typed, a line each, and what they fit. */
export function readPairs(text: string): ReadPairs {
  if (text.trim() === "") return { state: "empty" };
  const parsed = parsePairsTable(text, "line");
  if (!parsed.ok) return { state: "wrong", message: parsed.message.replace(/^line:/, "line "), pairs: [] };
  const { pairs } = parsed;
  const fit = fitCalibration(pairs);
  if (!fit.ok) return { state: "wrong", message: `${fit.message}.`, pairs };
  return { state: "fitted", calibration: fit.calibration, pairs };
}

/** Pairs as they can be edited, with a first line that says which column is which. */
export function pairsText(pairs: readonly CalibrationPair[]): string {
  return ["local,deployed", ...pairs.map(({ localMs, deployedMs }) => `${localMs},${deployedMs}`)].join("\n");
}

/** With a line begun for a call that was measured here: what it took on the platform is still to be typed. */
export function withLocal(text: string, localMs: number): string {
  const lines = text.trimEnd();
  return `${lines === "" ? "local,deployed" : lines}\n${localMs},`;
}

/** One pair, and how far the factor is off; milliseconds. */
export interface FittedPair extends CalibrationPair {
  /** What the factor makes of the local time; null where there is no factor. */
  readonly fittedMs: number | null;
}

export function fittedPairs(read: ReadPairs): readonly FittedPair[] {
  if (read.state === "empty") return [];
  const factor = read.state === "fitted" ? read.calibration.factor : null;
  return read.pairs.map((pair) => ({ ...pair, fittedMs: factor === null ? null : pair.localMs * factor }));
}

/** The last first. */
export function keptCalibrations({ calibrations }: PricingReport): readonly KeptCalibration[] {
  return [...calibrations].sort((a, b) => b.fittedAtMs - a.fittedAtMs);
}
