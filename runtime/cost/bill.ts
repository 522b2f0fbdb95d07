import type { Calibration } from "./calibration";
import type { Decimal } from "./decimal";
import type { Measure } from "./measures";
import type { Provenance } from "./price-list";
import type { CallUsage } from "./usage";

/** What usage costs on one platform. JSON as it stands; money and quantities are exact decimals as text. */
export interface Bill {
  readonly platform: string;
  readonly region: string | null;
  /** The list that it was made with: `aws-lambda@2026-10`. */
  readonly priceList: string;
  /** The total in US dollars: exactly the sum of the lines. */
  readonly usd: string;
  readonly lines: readonly BillLine[];
  /** What the estimated lines were calibrated with; null where none is, or nothing was fitted: they take this machine's CPU time as it is. */
  readonly calibration: Calibration | null;
  /** What the call exceeds there: it would not run so. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

export interface BillLine {
  /** The meter of the list, by its id; null for what a month costs beside its meters. */
  readonly meter: string | null;
  readonly item: string;
  readonly quantity: string;
  readonly unit: string;
  /** US dollars for one unit. */
  readonly unitPrice: string;
  readonly usd: string;
  /** What of the measured is charged for. */
  readonly takes: readonly Measure[];
  /** Taken from this machine's CPU time, which is an estimate of the platform's. */
  readonly estimated: boolean;
  /** Where its price comes from. */
  readonly source: Provenance;
  /** The reckoning in words, with its numbers; null unless it was asked for. */
  readonly formula: string | null;
}

export interface BillOptions {
  /** Whether lines say their formula. */
  readonly explain?: boolean;
  /** Optional meters that are counted, by their ids. */
  readonly extras?: readonly string[];
  /** How the platform's CPU time follows from this machine's. */
  readonly calibration?: Calibration | null;
}

export interface MonthOptions extends BillOptions {
  /** Whether free tiers are applied. What a monthly fee includes always is. */
  readonly freeTier: boolean;
}

/** Calls of one kind in a month. */
export interface Traffic {
  readonly usage: CallUsage;
  /** How many; not negative. */
  readonly requests: number | Decimal;
}
