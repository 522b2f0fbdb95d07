import type { CalibrationPair } from "./calibration";

/** Pairs of measurements, or one line that says what is none and where. */
export type ParsedPairs =
  { readonly ok: true; readonly pairs: readonly CalibrationPair[] } | { readonly ok: false; readonly message: string };

const HOW = "write CPU milliseconds above 0 as local:deployed, like 12.5:16.4";
const SEPARATORS = [",", ";", "\t"] as const;

/** `local:deployed`, CPU milliseconds, as it is typed in. */
export function parsePair(text: string): ParsedPairs {
  const [local = "", deployed = "", ...rest] = text.split(":");
  const pair = rest.length === 0 ? pairOf(local, deployed) : null;
  return pair === null
    ? { ok: false, message: `'${text}' is no pair of measurements: ${HOW}` }
    : { ok: true, pairs: [pair] };
}

/**
 * A table of two columns, CPU milliseconds: local, then deployed. A first line may name them, in either order and among others.
 * Cells are separated by commas, semicolons or tabs, as spreadsheets write them. `file` is for the message.
 */
export function parsePairsTable(text: string, file: string): ParsedPairs {
  const rows = rowsOf(text);
  const [first] = rows;
  if (first === undefined) return { ok: false, message: `${file} holds no pairs: ${COLUMNS}` };
  const named = columnsOf(first.cells);
  const titled = named !== null || first.cells.every((cell) => timeOf(cell) === null);
  if (titled && named === null) return { ok: false, message: `${file}:${first.line}: ${COLUMNS}` };
  const columns = named ?? { local: 0, deployed: 1 };
  const pairs: CalibrationPair[] = [];
  for (const { line, cells } of titled ? rows.slice(1) : rows) {
    const pair = pairOf(cells[columns.local] ?? "", cells[columns.deployed] ?? "");
    if (pair === null || (named === null && cells.length !== 2)) {
      return { ok: false, message: `${file}:${line}: '${cells.join(",")}' is no pair of CPU times: ${COLUMNS}` };
    }
    pairs.push(pair);
  }
  return { ok: true, pairs };
}

const COLUMNS = "write two columns of CPU milliseconds above 0, local and deployed; a first line may name them so";

interface Row {
  /** 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
}

function rowsOf(text: string): Row[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const separator = SEPARATORS.find((candidate) => lines.some((line) => line.includes(candidate))) ?? ",";
  return lines.flatMap((line, index) =>
    line.trim() === "" ? [] : [{ line: index + 1, cells: line.split(separator).map(unquoted) }],
  );
}

function unquoted(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();
}

/** Which columns a first line names. */
function columnsOf(cells: readonly string[]): { readonly local: number; readonly deployed: number } | null {
  const local = cells.findIndex((cell) => /^local/i.test(cell));
  const deployed = cells.findIndex((cell) => /^deployed/i.test(cell));
  return local === -1 || deployed === -1 ? null : { local, deployed };
}

function pairOf(local: string, deployed: string): CalibrationPair | null {
  const [localMs, deployedMs] = [timeOf(local), timeOf(deployed)];
  return localMs === null || deployedMs === null ? null : { localMs, deployedMs };
}

/** Milliseconds above 0, in plain or scientific notation. */
function timeOf(text: string): number | null {
  const value = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : NaN;
  return Number.isFinite(value) && value > 0 ? value : null;
}
