import type { Attributes, CsvCell, Invocation } from "../../../runtime/model";
import {
  activeCpuText,
  csvLine,
  formatBytes,
  formatDuration,
  formatMoment,
  formatShare,
  memoryText,
} from "../../../runtime/model";
import type { PairedRow } from "./compare-model";
import { differenceUs } from "./compare-model";
import { exact, signed } from "./scene-model";
import type { SpanRow } from "./span-model";
import { UNACCOUNTED } from "./span-model";

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** The first digits of a version, as people compare them. */
function shortVersion(version: string): string {
  return version.replace(/^sha256:/, "").slice(0, 12);
}

/** What one call was, in figures. */
export function factsOf({ usage, start, version, startedAtMs, functionName }: Invocation): Fact[] {
  return [
    { name: "function", value: functionName },
    { name: "wall", value: formatDuration(usage.wallUs) },
    { name: "active CPU", value: activeCpuText(usage) },
    { name: "init", value: formatDuration(usage.initUs) },
    { name: "memory", value: memoryText(usage) },
    { name: "in", value: formatBytes(usage.ingressBytes) },
    { name: "out", value: formatBytes(usage.egressBytes) },
    { name: "start", value: start ?? "none" },
    { name: "version", value: shortVersion(version) },
    { name: "at", value: formatMoment(startedAtMs) },
  ];
}

/** The exact figures of a span, for its tooltip and for who can't see the bar. */
export function rowFacts(row: SpanRow, wallUs: number): Fact[] {
  const [first] = row.segments;
  const where: Fact[] =
    row.name === UNACCOUNTED
      ? [{ name: "gaps", value: String(row.segments.length) }]
      : [
          { name: "from", value: exact(first?.startUs ?? 0) },
          { name: "to", value: exact(first?.endUs ?? 0) },
        ];
  return [
    { name: "took", value: exact(row.tookUs) },
    { name: "of wall", value: formatShare(row.tookUs, wallUs) },
    ...where,
    ...(row.selfUs === row.tookUs ? [] : [{ name: "self", value: exact(row.selfUs) }]),
    ...attributeFacts(row.attributes),
  ];
}

export function attributeFacts(attributes: Attributes): Fact[] {
  return Object.entries(attributes).map(([name, value]) => ({ name, value: String(value) }));
}

/** One line, for a screen reader. */
export function rowSentence(row: PairedRow, wallUs: number, comparedWallUs: number | null): string {
  const side = (of: SpanRow | null, wall: number): string =>
    of === null
      ? "not there"
      : rowFacts(of, wall)
          .slice(0, 4)
          .map(({ name, value }) => `${name} ${value}`)
          .join(", ");
  if (comparedWallUs === null) return `${row.label}: ${side(row.a, wallUs)}`;
  const both = row.a !== null && row.b !== null ? `; difference ${signed(differenceUs(row))}` : "";
  return `${row.label}: A ${side(row.a, wallUs)}; B ${side(row.b, comparedWallUs)}${both}`;
}

/** Whether two calls can be told apart by one sample each: they can't, and that is said. */
export const ONE_CALL_EACH = "One call against one call (n = 1 each): a difference here may be chance.";

/** Comma-separated, with a header; times are whole microseconds. */
export function traceCsv(rows: readonly PairedRow[], compared: boolean): string {
  const side = (row: SpanRow | null): CsvCell[] =>
    row === null
      ? [null, null, null]
      : [row.segments[0]?.startUs ?? null, row.segments.at(-1)?.endUs ?? null, row.tookUs];
  const header = compared
    ? ["span", "a_start_us", "a_end_us", "a_took_us", "b_start_us", "b_end_us", "b_took_us", "difference_us"]
    : ["span", "start_us", "end_us", "took_us", "self_us", "attributes"];
  const lines = rows.map((row) => {
    const one = [row.key, ...side(row.a)];
    const rest = compared
      ? [...side(row.b), row.a === null || row.b === null ? null : differenceUs(row)]
      : [row.a?.selfUs ?? null, attributesText(row.a)];
    return [...one, ...rest];
  });
  return [header, ...lines].map(csvLine).join("");
}

function attributesText(row: SpanRow | null): string {
  const attributes = row?.attributes ?? {};
  return Object.keys(attributes).length === 0 ? "" : JSON.stringify(attributes);
}

/** Aligned lines, to be pasted into a message. */
export function traceText(a: Invocation, b: Invocation | null, rows: readonly PairedRow[]): string {
  const wall = a.usage.wallUs;
  const cells = rows.map((row) => {
    const name = "  ".repeat(row.depth) + row.label;
    const took = (side: SpanRow | null): string => (side === null ? "–" : exact(side.tookUs));
    if (b !== null) {
      const difference = row.a === null || row.b === null ? "–" : signedExact(differenceUs(row));
      return [name, took(row.a), took(row.b), difference];
    }
    const start = row.a?.segments.length === 1 ? exact(row.a.segments[0]?.startUs ?? 0) : "";
    return [name, start, took(row.a), formatShare(row.a?.tookUs ?? 0, wall)];
  });
  const header = b === null ? ["span", "start", "took", "share"] : ["span", "A took", "B took", "B − A"];
  const heads = [a, b].flatMap((invocation, index) =>
    invocation === null ? [] : [`${b === null ? "" : index === 0 ? "A: " : "B: "}${summaryText(invocation)}`],
  );
  return [...heads, "", ...table([header, ...cells]), ""].join("\n");
}

function summaryText(invocation: Invocation): string {
  const facts = factsOf(invocation).map(({ name, value }) => `${name} ${value}`);
  return `${[invocation.outcome, ...facts].join(" · ")} · ${invocation.id}`;
}

function signedExact(us: number): string {
  if (us === 0) return exact(0);
  return us > 0 ? `+${exact(us)}` : `−${exact(-us)}`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}
