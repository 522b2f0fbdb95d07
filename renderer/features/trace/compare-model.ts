import type { SpanRow } from "./span-model";
import { UNACCOUNTED } from "./span-model";

/** The same span in two traces; null where only one of them has it. */
export interface PairedRow {
  readonly key: string;
  readonly label: string;
  readonly depth: number;
  readonly parentKey: string | null;
  readonly a: SpanRow | null;
  readonly b: SpanRow | null;
}

/** One trace alone, in the same shape. */
export function single(rows: readonly SpanRow[]): PairedRow[] {
  return rows.map((row) => paired(row, null, row));
}

/**
 * Two traces row by row: spans of the same name, place and count among their siblings belong together. Those that only the second
 * has stand after what comes before them there. What is unaccounted stays last.
 */
export function pairRows(a: readonly SpanRow[], b: readonly SpanRow[]): PairedRow[] {
  const ofB = new Map(b.map((row) => [row.key, row]));
  const result = a.map((row) => paired(row, ofB.get(row.key) ?? null, row));
  const place = new Set(a.map((row) => row.key));
  let before: string | null = null;
  for (const row of b) {
    if (!place.has(row.key)) {
      insertAfter(result, before, paired(null, row, row));
      place.add(row.key);
    }
    before = row.key;
  }
  const gaps = result.findIndex((row) => row.key === UNACCOUNTED);
  if (gaps !== -1) result.push(...result.splice(gaps, 1));
  return result;
}

/** B against A; microseconds. A span that is not there took none. */
export function differenceUs({ a, b }: PairedRow): number {
  return (b?.tookUs ?? 0) - (a?.tookUs ?? 0);
}

function paired(a: SpanRow | null, b: SpanRow | null, { key, label, depth, parentKey }: SpanRow): PairedRow {
  return { key, label, depth, parentKey, a, b };
}

function insertAfter(rows: PairedRow[], key: string | null, row: PairedRow): void {
  let at = key === null ? 0 : rows.findIndex((other) => other.key === key) + 1;
  // Below the whole of what precedes it: a sibling's children come first.
  while (at < rows.length && (rows[at]?.depth ?? 0) > row.depth) at++;
  rows.splice(at, 0, row);
}
