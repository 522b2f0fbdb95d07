/** The part of the time line that is in view, in microseconds from accept. */
export interface View {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Closer than this there is nothing to see: times are whole microseconds. */
const NARROWEST_US = 5;

/** The whole of a trace. Never empty, so that a scale can be made of it. */
export function wholeView(endUs: number): View {
  return { fromUs: 0, toUs: Math.max(endUs, 1) };
}

/** The same view, moved and cut so that it lies in the trace. */
function clampView(view: View, endUs: number): View {
  const whole = wholeView(endUs);
  const width = Math.min(Math.max(view.toUs - view.fromUs, Math.min(NARROWEST_US, whole.toUs)), whole.toUs);
  const fromUs = Math.min(Math.max(view.fromUs, 0), whole.toUs - width);
  return { fromUs, toUs: fromUs + width };
}

/** `factor` above 1 goes closer; what is at `anchorUs` stays where it is, unless the trace ends. */
export function zoomView(view: View, anchorUs: number, factor: number, endUs: number): View {
  const width = Math.max((view.toUs - view.fromUs) / factor, Math.min(NARROWEST_US, wholeView(endUs).toUs));
  const share = (anchorUs - view.fromUs) / (view.toUs - view.fromUs);
  const fromUs = anchorUs - share * width;
  return clampView({ fromUs, toUs: fromUs + width }, endUs);
}

/** Moves by a share of what is in view; to later times where it is positive. */
export function panView(view: View, share: number, endUs: number): View {
  const byUs = (view.toUs - view.fromUs) * share;
  return clampView({ fromUs: view.fromUs + byUs, toUs: view.toUs + byUs }, endUs);
}

/** From one point to another, in either order. */
export function rangeView(oneUs: number, otherUs: number, endUs: number): View {
  return clampView({ fromUs: Math.min(oneUs, otherUs), toUs: Math.max(oneUs, otherUs) }, endUs);
}

export function isWhole(view: View, endUs: number): boolean {
  const whole = wholeView(endUs);
  return view.fromUs <= 0 && view.toUs >= whole.toUs;
}

/** Where a time lies, in pixels from the plot's left edge; outside of 0 … `width` where it is out of view. */
export function toPixels(us: number, view: View, width: number): number {
  return ((us - view.fromUs) / (view.toUs - view.fromUs)) * width;
}

export function toUs(pixels: number, view: View, width: number): number {
  return view.fromUs + (pixels / Math.max(width, 1)) * (view.toUs - view.fromUs);
}

export interface Axis {
  readonly unit: "µs" | "ms" | "s";
  readonly ticks: readonly { readonly us: number; readonly text: string }[];
}

const UNITS = [
  { unit: "s", size: 1_000_000 },
  { unit: "ms", size: 1_000 },
  { unit: "µs", size: 1 },
] as const;

/** Ticks at 1, 2 or 5 times a power of ten, `most` at most, all in one unit, each with as many decimals as the step needs. */
export function axisOf(view: View, most: number): Axis {
  const span = view.toUs - view.fromUs;
  const step = niceStep(span / Math.max(most, 1));
  const { unit, size } = UNITS.find((candidate) => view.toUs >= candidate.size) ?? { unit: "µs", size: 1 };
  const decimals = Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9));
  const ticks = [];
  // By counting, not by adding: a sum of steps drifts.
  const last = Math.floor(view.toUs / step + 1e-9);
  for (let count = Math.max(0, Math.ceil(view.fromUs / step - 1e-9)); count <= last; count++) {
    const us = count * step;
    ticks.push({ us, text: (us / size).toFixed(decimals) });
  }
  return { unit, ticks };
}

/** The next of 1, 2, 5, 10 … that is at least `least`; whole microseconds. */
function niceStep(least: number): number {
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  for (const factor of [1, 2, 5]) if (factor * power >= least - 1e-9) return factor * power;
  return 10 * power;
}
