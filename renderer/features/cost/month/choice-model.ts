import {
  coldShare,
  Decimal,
  DEFAULT_UTILISATION,
  meanOf,
  mixByStart,
  withResponseBytes,
} from "../../../../runtime/cost";
import type { TrafficShapeName, UsageMix } from "../../../../runtime/cost";

/** The fields as they stand, text as it was typed. Null: as the calls were measured. */
export interface MonthForm {
  readonly rps: string;
  readonly coldPercent: string | null;
  readonly responseBytes: string | null;
  readonly utilisationPercent: string;
  readonly shape: TrafficShapeName;
  readonly freeTier: boolean;
}

/** What the fields say. */
export interface MonthChoice {
  /** Mean requests per second. */
  readonly rps: Decimal;
  /** 0 to 1; null: as measured. */
  readonly coldShare: Decimal | null;
  /** Null: as measured. */
  readonly responseBytes: Decimal | null;
  /** Above 0, at most 1. */
  readonly utilisation: Decimal;
  readonly shape: TrafficShapeName;
  readonly freeTier: boolean;
}

export type NumberField = "rps" | "coldPercent" | "responseBytes" | "utilisationPercent";
/** One line for each field that makes no sense. */
export type FieldProblems = Readonly<Partial<Record<NumberField, string>>>;

export const FIRST_FORM: MonthForm = {
  rps: "10",
  coldPercent: null,
  responseBytes: null,
  utilisationPercent: new Decimal(DEFAULT_UTILISATION).times(100).toFixed(),
  shape: "steady",
  freeTier: true,
};

const MOST_PERCENT = 100;

/** Reads the fields; nothing that is wrong is guessed at. */
export function readForm(form: MonthForm): { readonly choice: MonthChoice | null; readonly problems: FieldProblems } {
  const rps = amount(form.rps);
  const cold = form.coldPercent === null ? null : percent(form.coldPercent);
  const bytes = form.responseBytes === null ? null : amount(form.responseBytes);
  const utilisation = percent(form.utilisationPercent);
  const problems: FieldProblems = {
    ...(rps === undefined && { rps: "a number from 0 on, like 40 or 0.25" }),
    ...(cold === undefined && { coldPercent: "a number from 0 to 100" }),
    ...((bytes === undefined || bytes?.isInteger() === false) && { responseBytes: "a whole number of bytes" }),
    ...((utilisation === undefined || utilisation.isZero()) && {
      utilisationPercent: "a number above 0, at most 100",
    }),
  };
  if (rps === undefined || cold === undefined || bytes === undefined || utilisation === undefined) {
    return { choice: null, problems };
  }
  if (Object.keys(problems).length > 0) return { choice: null, problems };
  const { shape, freeTier } = form;
  return { choice: { rps, coldShare: cold, responseBytes: bytes, utilisation, shape, freeTier }, problems };
}

/** The calls with the share of cold starts and the response size that were chosen. */
export function chosenMix(mix: UsageMix, choice: Pick<MonthChoice, "coldShare" | "responseBytes">): UsageMix {
  const { coldShare: cold, responseBytes } = choice;
  const sized = responseBytes === null ? mix : withResponseBytes(mix, responseBytes.toNumber());
  return cold === null ? sized : mixByStart(sized, { cold, prewarmed: new Decimal(0) });
}

/** What a field that was left alone shows: the measured figure. */
export function measuredText(field: "coldPercent" | "responseBytes", mix: UsageMix): string {
  if (field === "coldPercent") return coldShare(mix).times(MOST_PERCENT).toDecimalPlaces(2).toFixed();
  return meanOf(mix, ({ egressBytes }) => egressBytes)
    .toDecimalPlaces(0)
    .toFixed();
}

/** A field's number as it last made sense, in the field's own unit; null: as measured. */
export function fieldNumber(choice: MonthChoice, field: NumberField): number | null {
  switch (field) {
    case "rps":
      return choice.rps.toNumber();
    case "coldPercent":
      return choice.coldShare?.times(MOST_PERCENT).toNumber() ?? null;
    case "responseBytes":
      return choice.responseBytes?.toNumber() ?? null;
    case "utilisationPercent":
      return choice.utilisation.times(MOST_PERCENT).toNumber();
  }
}

/** As `project` takes it on the command line; undefined where it is no such number. */
function amount(text: string): Decimal | undefined {
  return /^\d{1,12}(\.\d{1,12})?$/.test(text.trim()) ? new Decimal(text.trim()) : undefined;
}

function percent(text: string): Decimal | undefined {
  const value = amount(text.replace(/\s?%\s*$/, ""));
  return value === undefined || value.gt(MOST_PERCENT) ? undefined : value.div(MOST_PERCENT);
}
