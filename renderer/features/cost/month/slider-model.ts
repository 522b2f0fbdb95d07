import { Decimal } from "../../../../runtime/cost";
import type { NumberField } from "./choice-model";

/** Whole positions of a slider, from 0, and the number that each stands for. */
export interface SliderScale {
  readonly last: number;
  /** The number as a field holds it. */
  textAt(position: number): string;
  /** The nearest position, also of what lies beyond the ends. */
  positionOf(value: number): number;
}

const STEPS_A_DECADE = 50;
const DIGITS = 3;

/** Decades from 10^`low` to 10^`high`; with `zero` the first position is 0. Three significant digits. */
function logarithmic(low: number, high: number, zero: boolean): SliderScale {
  const first = zero ? 1 : 0;
  const last = (high - low) * STEPS_A_DECADE + first;
  return {
    last,
    textAt: (position) => (position < first ? "0" : digits(10 ** (low + (position - first) / STEPS_A_DECADE))),
    positionOf: (value) => {
      if (value <= 0) return 0;
      return clamp(Math.round((Math.log10(value) - low) * STEPS_A_DECADE) + first, first, last);
    },
  };
}

function linear(low: number, high: number, perUnit: number): SliderScale {
  const last = (high - low) * perUnit;
  return {
    last,
    textAt: (position) => String(low + position / perUnit),
    positionOf: (value) => clamp(Math.round((value - low) * perUnit), 0, last),
  };
}

/** Fields take more than their sliders reach. */
export const SLIDERS: Readonly<Record<NumberField, SliderScale>> = {
  rps: logarithmic(-2, 4, false),
  coldPercent: linear(0, 100, 2),
  responseBytes: wholeNumbers(logarithmic(0, 8, true)),
  utilisationPercent: linear(1, 100, 1),
};

/** Three significant digits, without an exponent. */
function digits(value: number): string {
  return new Decimal(value.toPrecision(DIGITS)).toFixed();
}

function wholeNumbers(scale: SliderScale): SliderScale {
  return { ...scale, textAt: (position) => new Decimal(scale.textAt(position)).toFixed(0) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
