import { join, repeat } from "./inspect-layout.guest";
import { inspect } from "./inspect.guest";
import { eachOfMap, eachOfSet, kindOf } from "./inspect-kinds.guest";
import { append, bareArray, getOwnPropertyDescriptor, isArray, isObject, keysOf, toText } from "./primordials.guest";

interface Row {
  readonly index: string;
  readonly value: unknown;
  /** A Map's key, which has a column of its own. */
  readonly key: string | null;
}

const MAX_ROWS = 1000;

/** What `console.table` prints; null for what is no table, which is printed as it is. */
export function showTable(value: unknown, columns: unknown): string | null {
  if (!isObject(value)) return null;
  const rows = rowsOf(value);
  const isMap = kindOf(value) === "map";
  const first = kindOf(value) === null ? "(index)" : "(iteration index)";
  const names: string[] = isArray(columns) ? texts(columns) : columnsOf(rows);
  const heads = bareArray<string>();
  append(heads, first);
  if (isMap) append(heads, "Key");
  for (let i = 0; i < names.length; i++) append(heads, names[i] as string);
  let hasValues = false;
  const lines: string[][] = bareArray();
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r] as Row;
    const cells = bareArray<string>();
    append(cells, row.index);
    if (row.key !== null) append(cells, row.key);
    for (let i = 0; i < names.length; i++) append(cells, cellOf(row.value, names[i] as string));
    if (!isObject(row.value) || isMap) {
      append(cells, inspect(row.value, 0));
      hasValues = true;
    }
    append(lines, cells);
  }
  if (hasValues) append(heads, "Values");
  return draw(heads, lines);
}

function texts(list: readonly unknown[]): string[] {
  const result = bareArray<string>();
  for (let i = 0; i < list.length; i++) append(result, toText(list[i]));
  return result;
}

function rowsOf(value: object): Row[] {
  const rows = bareArray<Row>();
  function add(index: string, each: unknown, key: string | null): void {
    if (rows.length < MAX_ROWS) append(rows, { index, value: each, key });
  }
  const kind = kindOf(value);
  if (kind === "map")
    eachOfMap(value, (each, key) => {
      add(toText(rows.length), each, inspect(key, 0));
    });
  else if (kind === "set")
    eachOfSet(value, (each) => {
      add(toText(rows.length), each, null);
    });
  else {
    const keys = keysOf(value);
    for (let i = 0; i < keys.length; i++)
      add(keys[i] as string, (value as Record<string, unknown>)[keys[i] as string], null);
  }
  return rows;
}

function columnsOf(rows: readonly Row[]): string[] {
  const names = bareArray<string>();
  for (let r = 0; r < rows.length; r++) {
    const { value, key } = rows[r] as Row;
    if (!isObject(value) || key !== null) continue;
    const keys = keysOf(value);
    for (let i = 0; i < keys.length; i++) if (!includes(names, keys[i] as string)) append(names, keys[i] as string);
  }
  return names;
}

function includes(list: readonly string[], text: string): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] === text) return true;
  return false;
}

function cellOf(value: unknown, name: string): string {
  const descriptor = isObject(value) ? getOwnPropertyDescriptor(value, name) : undefined;
  return descriptor === undefined ? "" : inspect(descriptor.value, 0);
}

function draw(heads: readonly string[], lines: readonly string[][]): string {
  const widths = bareArray<number>();
  for (let i = 0; i < heads.length; i++) {
    let width = (heads[i] as string).length;
    for (let r = 0; r < lines.length; r++) {
      const length = lines[r]?.[i]?.length ?? 0;
      if (length > width) width = length;
    }
    append(widths, width + 2);
  }
  const rules = bareArray<string>();
  for (let i = 0; i < widths.length; i++) append(rules, repeat("─", widths[i] as number));
  const all = bareArray<string>();
  append(all, `┌${join(rules, "┬")}┐`);
  append(all, drawLine(heads, widths));
  append(all, `├${join(rules, "┼")}┤`);
  for (let r = 0; r < lines.length; r++) append(all, drawLine(lines[r] as string[], widths));
  append(all, `└${join(rules, "┴")}┘`);
  return join(all, "\n");
}

function drawLine(cells: readonly string[], widths: readonly number[]): string {
  const padded = bareArray<string>();
  for (let i = 0; i < widths.length; i++) {
    const cell = cells[i] ?? "";
    append(padded, ` ${cell}${repeat(" ", (widths[i] as number) - cell.length - 1)}`);
  }
  return `│${join(padded, "│")}│`;
}
