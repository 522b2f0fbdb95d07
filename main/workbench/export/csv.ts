import type { Invocation } from "../../../runtime";

type Cell = string | number | null;

const COLUMNS: readonly (readonly [string, (invocation: Invocation) => Cell])[] = [
  ["id", ({ id }) => id],
  ["startedAt", ({ startedAtMs }) => new Date(startedAtMs).toISOString()],
  ["function", ({ functionName }) => functionName],
  ["version", ({ version }) => version],
  ["trigger", ({ trigger }) => trigger],
  ["start", ({ start }) => start],
  ["outcome", ({ outcome }) => outcome],
  ["method", ({ request }) => request.method],
  ["url", ({ request }) => request.url],
  ["status", ({ response }) => response?.status ?? null],
  ["wallUs", ({ usage }) => usage.wallUs],
  ["activeCpuUs", ({ usage }) => usage.activeCpuUs],
  ["initUs", ({ usage }) => usage.initUs],
  ["peakMemoryBytes", ({ usage }) => usage.peakMemoryBytes],
  ["memoryLimitBytes", ({ usage }) => usage.memoryLimitBytes],
  ["ingressBytes", ({ usage }) => usage.ingressBytes],
  ["egressBytes", ({ usage }) => usage.egressBytes],
  ["errorCode", ({ error }) => error?.code ?? null],
  ["errorMessage", ({ error }) => error?.message ?? null],
];

export function csvHeader(): string {
  return csvLine(COLUMNS.map(([name]) => name));
}

export function csvRow(invocation: Invocation): string {
  return csvLine(COLUMNS.map(([, read]) => read(invocation)));
}

/** One record of RFC 4180, with its line end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** A spreadsheet would run a text that begins like a formula, and a guest may have written it: an apostrophe makes it text. */
function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
