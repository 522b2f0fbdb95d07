/** What a record of a CSV file holds; null is an empty field. */
export type CsvCell = string | number | null;

/** One record of RFC 4180, with its line end. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** An exact decimal, which as a number would lose digits. */
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** A spreadsheet would run a text that begins like a formula, and a guest may have written it: an apostrophe makes it text. */
function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r\n]/.test(cell) && !DECIMAL.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
