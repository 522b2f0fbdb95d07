import { t975 } from "../statistics";
import { cpuShareModel } from "./cpu-share";
import type { PriceList } from "./price-list";
import type { CallUsage } from "./usage";

/** One call's CPU time as it was measured here and on the platform, milliseconds. */
export interface CalibrationPair {
  readonly localMs: number;
  readonly deployedMs: number;
}

/** How a platform's CPU time follows from this machine's. */
export interface Calibration {
  /** deployed ÷ local, rounded to four significant digits. */
  readonly factor: number;
  /** Half the width of the factor's 95 % confidence interval. */
  readonly margin: number;
  /** How many pairs it was fitted to. */
  readonly n: number;
}

/** Finds a platform's calibration among those that are kept; null where it has none. */
export function calibrationAmong(
  kept: readonly { readonly platform: string; readonly calibration: Calibration }[],
): (platform: string) => Calibration | null {
  return (platform) => kept.find((each) => each.platform === platform)?.calibration ?? null;
}

/** Why pairs give no factor. */
export type CalibrationRefusal = "too-few" | "not-a-time" | "no-agreement";

export type CalibrationFit =
  | { readonly ok: true; readonly calibration: Calibration }
  | { readonly ok: false; readonly code: CalibrationRefusal; readonly message: string };

const FEWEST_PAIRS = 2;
const DIGITS = 4;

/**
 * Fits `deployed = factor × local` by least squares through the origin: no work takes no time on either side. The margin is
 * t(0.975, n − 1) × the factor's standard error, `sqrt(Σ(y − fx)² / (n − 1) / Σx²)`.
 *
 * Refused: fewer than two pairs, times that are no positive finite numbers, and pairs that agree so little that the interval reaches
 * zero.
 */
export function fitCalibration(pairs: readonly CalibrationPair[]): CalibrationFit {
  if (pairs.length < FEWEST_PAIRS) {
    const found = pairs.length === 0 ? "there are none" : "there is one";
    return refuse("too-few", `a calibration needs at least ${FEWEST_PAIRS} pairs of measurements: ${found}`);
  }
  const wrong = pairs.find(({ localMs, deployedMs }) => !isTime(localMs) || !isTime(deployedMs));
  if (wrong !== undefined) {
    return refuse("not-a-time", `${pairText(wrong)} is no pair of CPU times: write milliseconds above 0`);
  }
  // Times are scaled to the longest, so that squares of extreme ones neither overflow nor vanish.
  const localUnit = Math.max(...pairs.map(({ localMs }) => localMs));
  const deployedUnit = Math.max(...pairs.map(({ deployedMs }) => deployedMs));
  const points = pairs.map(({ localMs, deployedMs }) => ({ x: localMs / localUnit, y: deployedMs / deployedUnit }));
  const xx = sum(points.map(({ x }) => x * x));
  const slope = sum(points.map(({ x, y }) => x * y)) / xx;
  const freedom = pairs.length - 1;
  const residuals = sum(points.map(({ x, y }) => (y - slope * x) ** 2));
  const margin = t975(freedom) * Math.sqrt(residuals / freedom / xx);
  const scale = deployedUnit / localUnit;
  const factor = rounded(slope * scale);
  if (margin >= slope || factor === 0 || !Number.isFinite(factor)) {
    const said = `× ${factor} ± ${rounded(margin * scale)}`;
    return refuse(
      "no-agreement",
      `the ${pairs.length} pairs agree on no factor (${said}): measure the same calls on both sides`,
    );
  }
  return { ok: true, calibration: { factor, margin: rounded(margin * scale), n: pairs.length } };
}

/** Whether the platform bills CPU time, or has it modelled: where not, a calibration changes nothing. */
export function isCalibratable({ platform, meters }: PriceList): boolean {
  const billed = meters.some(({ quantity }) => quantity.kind === "time" && quantity.clock === "cpu");
  return billed || cpuShareModel(platform) !== null;
}

/** CPU time as the platform would take it, in whole microseconds; as it is where nothing was calibrated. Milliseconds. */
export function calibratedCpuMs(cpuMs: number, calibration: Calibration | null): number {
  return calibration === null ? cpuMs : Math.round(cpuMs * calibration.factor * 1000) / 1000;
}

/** A call as the platform's processor would run it. Only CPU time is taken from there; waits and init stay this machine's. */
export function calibratedUsage(usage: CallUsage, calibration: Calibration | null): CallUsage {
  return calibration === null ? usage : { ...usage, cpuMs: calibratedCpuMs(usage.cpuMs, calibration) };
}

/** What a bill with these lines says it was calibrated with: nothing, where none of them takes CPU time. */
export function calibrationOfLines(
  lines: readonly { readonly estimated: boolean }[],
  calibration: Calibration | null | undefined,
): Calibration | null {
  return lines.some(({ estimated }) => estimated) ? (calibration ?? null) : null;
}

/** What a formula adds where its CPU time was calibrated. */
export function calibrationNote(
  { estimated }: { readonly estimated: boolean },
  { calibration }: { readonly calibration?: Calibration | null },
): string {
  return estimated && calibration != null ? `; CPU time is ${calibrationText(calibration)}` : "";
}

/** `calibrated × 1.31 ± 0.08, n = 5`: the margin to the factor's own decimals. */
export function calibrationText({ factor, margin, n }: Calibration): string {
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(factor)));
  return `calibrated × ${factor.toFixed(decimals)} ± ${margin.toFixed(decimals)}, n = ${n}`;
}

function isTime(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

function pairText({ localMs, deployedMs }: CalibrationPair): string {
  return `${localMs}:${deployedMs}`;
}

function refuse(code: CalibrationRefusal, message: string): CalibrationFit {
  return { ok: false, code, message };
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
