import type { Terminal } from "./terminal";

/** Rows as aligned columns, the header first. No line ends in spaces. */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  sides: readonly ("left" | "right")[],
): string[] {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return sides[column] === "right" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** Prints rows as a table of its own, the header dimmed. */
export function printTable(
  terminal: Terminal,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  sides: readonly ("left" | "right")[],
): void {
  const [first = "", ...lines] = renderTable(header, rows, sides);
  terminal.print([terminal.colors.dim(first), ...lines].join("\n"));
}
