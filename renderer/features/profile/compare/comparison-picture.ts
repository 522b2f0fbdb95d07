import { scaleLinear } from "d3-scale";
import { csvLine } from "../../../../runtime/model";
import type { Comparison, StartComparison } from "../../../../runtime/profile";
import { effectText } from "../../../../runtime/profile";
import { intervalShapes, lineShape, textShape } from "../../../ui/chart/make-shapes";
import type { Cell, CellPicture, Shape, Token } from "../../../ui/chart/shapes";
import { formatInteger } from "../../../ui/format";

type Scale = ReturnType<typeof scaleLinear<number, number>>;

const LABELS = 110;
const VERDICTS = 170;
const ROW = 30;
const FOOT = 34;
/** An axis that showed less would make noise look large. Share of the first median. */
const LEAST_SHARE = 0.1;

/** The shift of each kind of start as a share of the first's median, with its interval, about a line of no difference. */
export function comparisonPicture({ starts, alpha }: Comparison, width: number): CellPicture {
  const tested = starts.filter(({ test }) => test !== null);
  const ends = tested.flatMap(endsOf);
  const [low, high] = [Math.min(-LEAST_SHARE, ...ends), Math.max(LEAST_SHARE, ...ends)];
  const scale = scaleLinear()
    .domain([low * 1.1, high * 1.1])
    .range([LABELS, Math.max(LABELS + 200, width - VERDICTS)]);
  const bottom = starts.length * ROW;
  const shapes: Shape[] = axisShapes(scale, bottom);
  const cells: Cell[] = [];
  for (const [index, start] of starts.entries()) {
    shapes.push(...rowShapes(start, scale, index * ROW));
    cells.push({ box: { x: 0, y: index * ROW, width, height: ROW }, text: rowText(start, alpha) });
  }
  return { width, height: bottom + FOOT, shapes, cells };
}

/** The interval's ends and the shift itself, as shares. */
function endsOf({ test, p50 }: StartComparison): readonly number[] {
  return test === null || p50[0] === 0 ? [] : [...test.intervalUs, test.shiftUs].map((us) => us / p50[0]);
}

function rowShapes(comparison: StartComparison, scale: Scale, y: number): Shape[] {
  const { start, verdict } = comparison;
  const middle = y + ROW / 2;
  const token: Token = `--start-${start}`;
  const label = textShape(LABELS - 10, middle + 4, start, "end", token);
  const said = textShape((scale.range()[1] ?? 0) + 12, middle + 4, verdictText(verdict), "start", "--text-color");
  const [low, high, shift] = endsOf(comparison);
  if (low === undefined || high === undefined || shift === undefined) return [label, said];
  return [
    label,
    ...intervalShapes(scale(low), scale(high), middle, token),
    { kind: "tick", token, at: { x: scale(shift), y: middle }, sign: "diamond" },
    said,
  ];
}

export function verdictText(verdict: StartComparison["verdict"]): string {
  if (verdict === null) return "? undecided";
  return { faster: "▼ faster", slower: "▲ slower", "no difference": "= no difference" }[verdict];
}

function axisShapes(scale: Scale, bottom: number): Shape[] {
  const [from = 0, to = 0] = scale.range();
  return [
    ...scale
      .ticks(7)
      .flatMap((share): Shape[] => [
        lineShape(scale(share), 0, scale(share), bottom + 3, share === 0 ? "--border-strong" : "--border"),
        textShape(scale(share), bottom + 15, percent(share), "middle"),
      ]),
    textShape(
      (from + to) / 2,
      bottom + 30,
      "shift of the second, share of the first’s median: left is faster",
      "middle",
    ),
  ];
}

function percent(share: number): string {
  const text = `${Number((Math.abs(share) * 100).toPrecision(3))} %`;
  return share === 0 ? "0" : `${share < 0 ? "−" : "+"}${text}`;
}

function rowText(comparison: StartComparison, alpha: number): string {
  const { start, n, p50, verdict, test } = comparison;
  const [by, between] = effectText(comparison);
  const medians = `p50 ${p50.map((us) => `${formatInteger(us)} µs`).join(" and ")} (n = ${n.join(", ")})`;
  const shift =
    test === null ? "" : `; shift ${by}, ${percent(1 - alpha).slice(1)} between ${between}; p = ${pText(test.pValue)}`;
  return `${start}: ${verdict ?? "undecided"}; ${medians}${shift}`;
}

/** A share of a million at least is written out. */
export function pText(pValue: number): string {
  return pValue < 1e-6 ? "< 0.000001" : String(Number(pValue.toPrecision(2)));
}

/** For a spreadsheet, whole microseconds. */
export function comparisonCsv({ starts }: Comparison): string {
  const header = ["start", "verdict", "n1", "n2", "p50FirstUs", "p50SecondUs", "shiftUs", "lowUs", "highUs", "pValue"];
  return [
    csvLine(header),
    ...starts.map(({ start, verdict, n, p50, test }) => {
      const figures = test === null ? [] : [test.shiftUs, ...test.intervalUs].map(Math.round);
      const [shiftUs = null, lowUs = null, highUs = null] = figures;
      return csvLine([start, verdict, ...n, ...p50.map(Math.round), shiftUs, lowUs, highUs, test?.pValue ?? null]);
    }),
  ].join("");
}
