import type { ModuleFunction, ModuleMemory, ModuleReport, ModuleSection } from "../../../../runtime/model";

/** Rows of a table before the rest is only counted: a filter finds them. */
export const MOST_ROWS = 200;

/** The functions whose name, index, type or source holds what is typed; the largest first. */
export function matchingFunctions(
  functions: readonly ModuleFunction[],
  filter: string,
): { readonly shown: readonly ModuleFunction[]; readonly count: number } {
  const wanted = filter.trim().toLowerCase();
  const found =
    wanted === ""
      ? functions
      : functions.filter(
          (each) =>
            String(each.index) === wanted ||
            (each.name ?? "").toLowerCase().includes(wanted) ||
            each.type.includes(wanted) ||
            sourceText(each).toLowerCase().includes(wanted),
        );
  return { shown: found.slice(0, MOST_ROWS), count: found.length };
}

export function functionLabel({ index, name }: ModuleFunction): string {
  return name ?? `function ${index}`;
}

/** `src/main.rs:12`; empty where nothing says it. */
export function sourceText({ source }: ModuleFunction): string {
  return source === null ? "" : `${source.file}:${source.line}`;
}

/** A section's size as a share of the module, for the bar beside it. */
export function shareOf({ bytes }: ModuleSection, report: ModuleReport): number {
  return report.bytes === 0 ? 0 : bytes / report.bytes;
}

/** In bytes; null: it may grow to the tier's limit. */
export function memoryBytes({ minimum, maximum }: ModuleMemory): { minimum: number; maximum: number | null } {
  const page = 65_536;
  return { minimum: minimum * page, maximum: maximum === null ? null : maximum * page };
}

/** Which function is shown first: the handler, or else the largest. */
export function firstFunction({ functions }: ModuleReport): number | null {
  const { items } = functions;
  return (
    (items.find(({ name }) => name === "handler" || name?.endsWith("/handler") === true) ?? items[0])?.index ?? null
  );
}
