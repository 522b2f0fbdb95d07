import type { PlatformTuning } from "../../../../runtime/cost";
import { perMillion } from "../../../../runtime/cost";
import type { Picture, Shape, Sign, Token } from "../../../ui/chart/shapes";
import { formatDuration, formatUsd } from "../../../ui/format";
import type { TuningRow } from "./tuning-model";
import { megabytes } from "./tuning-model";

/** Each choice by a sign and its word: neither hangs on colour. */
const CHOICE_SIGNS: Readonly<Record<TuningRow["choices"][number], Sign>> = {
  cheapest: "diamond",
  fastest: "triangle",
  balanced: "square",
};
const TIME_TOKEN: Token = "--focus";
const COST_TOKEN: Token = "--start-prewarmed";
const LIMIT_TOKEN: Token = "--outcome-limit";
const FAILED_TOKEN: Token = "--outcome-guest";

const LABELS = 76;
const VALUES = 132;
const CHOICES = 240;
/** Of a choice's word in the chart's text size, wide enough for every face. */
const LETTER = 7.2;
const GAP = 20;
const HEAD = 20;
const ROW = 22;
const BAR = 12;
const FOOT = 18;
const LEAST_WIDTH = 760;

export interface TuningPicture extends Picture {
  /** Where the rows lie, in their order, in pixels. */
  readonly rows: readonly { readonly y: number; readonly height: number }[];
}

/** One of the two scales: linear, from zero. */
interface Scale {
  readonly x: number;
  readonly width: number;
  readonly most: number;
}

/** A row for each memory size: what a call takes, and what a million calls cost. `width` in pixels. */
export function tuningPicture(rows: readonly TuningRow[], platform: PlatformTuning, width: number): TuningPicture {
  const whole = Math.max(width, LEAST_WIDTH);
  const plot = (whole - LABELS - CHOICES - 2 * (GAP + VALUES)) / 2;
  const time = { x: LABELS, width: plot, most: Math.max(0, ...rows.map(longestMs)) };
  const cost = { x: LABELS + plot + VALUES + GAP, width: plot, most: Math.max(0, ...rows.map(dearestUsd)) };
  const places = rows.map((_, index) => ({ y: HEAD + index * ROW, height: ROW }));
  const bottom = HEAD + rows.length * ROW;
  const choicesX = cost.x + plot + VALUES + GAP;
  return {
    width: whole,
    height: bottom + FOOT,
    rows: places,
    shapes: [
      text(LABELS - 8, 12, "memory", "end"),
      text(time.x, 12, platform.cpuShare === null ? "time of a call, measured" : "time of a call, modelled"),
      text(cost.x, 12, "US dollars per million calls"),
      ...axis(time, bottom, (ms) => formatDuration(ms * 1000)),
      ...axis(cost, bottom, (usd) => formatUsd(String(usd))),
      ...rows.flatMap((row, index) => rowShapes(row, HEAD + index * ROW, time, cost, choicesX)),
    ],
  };
}

function rowShapes(row: TuningRow, y: number, time: Scale, cost: Scale, choicesX: number): Shape[] {
  const { memoryMb, tuned } = row;
  const base = y + ROW - 7;
  const label = text(LABELS - 8, base, megabytes(memoryMb), "end", "--text-color");
  if (tuned === null) return [label, ...failedShapes(row, y, time)];
  if (!tuned.offered) return [label, text(time.x + 4, base, "a size that the platform does not offer")];
  const { durationMs, usd } = tuned;
  const costs = { mean: millions(usd.mean), low: millions(usd.low), high: millions(usd.high) };
  const timeText = `${formatDuration(durationMs.mean * 1000)} ± ${formatDuration((durationMs.high - durationMs.mean) * 1000)}`;
  const timeEnd = time.x + part(durationMs.high, time) + 6;
  const costEnd = cost.x + part(costs.high, cost) + 6;
  return [
    label,
    ...timeBars(row, y, time),
    ...interval(time, durationMs, y),
    text(timeEnd, base, timeText, "start", "--text-color"),
    bar(cost, costs.mean, y, "solid", COST_TOKEN),
    ...interval(cost, costs, y),
    text(costEnd, base, formatUsd(perMillion(usd.mean)), "start", "--text-color"),
    ...choiceShapes(row, choicesX, base),
  ];
}

/** A modelled time is pale, and within it what was measured here is solid. */
function timeBars({ tuned, measured }: TuningRow, y: number, scale: Scale): Shape[] {
  if (tuned === null) return [];
  if (tuned.basis === "measured") return [bar(scale, tuned.durationMs.mean, y, "solid", TIME_TOKEN)];
  const here = measured === null ? 0 : measured.meanUs / 1000;
  return [
    bar(scale, tuned.durationMs.mean, y, "outline", TIME_TOKEN),
    { kind: "bar", filling: "solid", token: TIME_TOKEN, box: { ...box(scale, here, y), y: y + 9, height: 4 } },
  ];
}

function failedShapes({ state, failure, measured }: TuningRow, y: number, time: Scale): Shape[] {
  const base = y + ROW - 7;
  if (failure === null) {
    const said = state === "unfinished" ? "not run to its end, since another size failed" : "not priced";
    return [text(time.x + 4, base, said)];
  }
  const isMemory = failure.outcome === "out-of-memory";
  const token = isMemory ? LIMIT_TOKEN : FAILED_TOKEN;
  const after = measured === null ? "" : ` after ${measured.n} good runs`;
  const said = `${isMemory ? "ran out of memory" : failure.outcome}${after}`;
  return [
    { kind: "bar", filling: "hatched", token, box: { x: time.x, y: y + 5, width: 40, height: BAR } },
    { kind: "text", token, at: { x: time.x + 48, y: base }, text: said, anchor: "start" },
  ];
}

function choiceShapes({ choices }: TuningRow, x: number, base: number): Shape[] {
  let at = x;
  return choices.flatMap((choice): Shape[] => {
    const shapes: Shape[] = [
      { kind: "tick", token: "--text-color", at: { x: at + 5, y: base - 4 }, sign: CHOICE_SIGNS[choice] },
      text(at + 13, base, choice, "start", "--text-color"),
    ];
    at += 13 + choice.length * LETTER + 10;
    return shapes;
  });
}

function bar(scale: Scale, value: number, y: number, filling: "solid" | "outline", token: Token): Shape {
  return { kind: "bar", filling, token, box: box(scale, value, y) };
}

function box(scale: Scale, value: number, y: number) {
  return { x: scale.x, y: y + 5, width: part(value, scale), height: BAR };
}

/** The 95 % interval, as a line with its ends across the bar's end. */
function interval(scale: Scale, { low, high }: { readonly low: number; readonly high: number }, y: number): Shape[] {
  const [from, to, middle] = [scale.x + part(low, scale), scale.x + part(high, scale), y + 5 + BAR / 2];
  const token: Token = "--text-color";
  const end = (x: number): Shape => ({ kind: "line", token, from: { x, y: middle - 3 }, to: { x, y: middle + 3 } });
  return [{ kind: "line", token, from: { x: from, y: middle }, to: { x: to, y: middle } }, end(from), end(to)];
}

function axis({ x, width, most }: Scale, bottom: number, label: (value: number) => string): Shape[] {
  return ticks(most).flatMap((value): Shape[] => {
    const at = x + part(value, { x, width, most });
    return [
      { kind: "line", token: "--border", from: { x: at, y: HEAD }, to: { x: at, y: bottom + 3 } },
      text(at, bottom + 15, value === 0 ? "0" : label(value), "middle"),
    ];
  });
}

/** Zero, and one or two round values up to the most. */
export function ticks(most: number): readonly number[] {
  if (!(most > 0)) return [0];
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [5, 2, 1].map((digit) => digit * power).find((value) => value <= most) ?? power;
  return step * 2 <= most ? [0, step, step * 2] : [0, step];
}

function part(value: number, { width, most }: Scale): number {
  return most > 0 ? (value / most) * width : 0;
}

function longestMs({ tuned }: TuningRow): number {
  return tuned === null || !tuned.offered ? 0 : tuned.durationMs.high;
}

function dearestUsd({ tuned }: TuningRow): number {
  return tuned === null || !tuned.offered ? 0 : millions(tuned.usd.high);
}

/** For a place in the picture only: money itself stays exact. */
function millions(usd: string): number {
  return Number(perMillion(usd));
}

function text(
  x: number,
  y: number,
  said: string,
  anchor: "start" | "middle" | "end" = "start",
  token: Token = "--text-quiet",
): Shape {
  return { kind: "text", token, at: { x, y }, text: said, anchor };
}
