import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ExampleInfo } from "../../../preload/contract";

/** The bundled examples, `hello` first, since it is what one begins with; each with the first sentence of its README. */
export async function listExamples(packageFolder: string): Promise<readonly ExampleInfo[]> {
  const { resolveEntry } = await import("../../../runtime");
  const folder = examplesFolder(packageFolder);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const summarized = async (name: string): Promise<ExampleInfo> => {
    const readme = await readFile(join(folder, name, "README.md"), "utf8").catch(() => "");
    const { result } = resolveEntry(join(folder, name));
    return { name, summary: summaryOf(readme), language: result.ok ? result.value.language.id : null };
  };
  return Promise.all(names.sort(helloFirst).map(summarized));
}

function helloFirst(a: string, b: string): number {
  return Number(b === "hello") - Number(a === "hello") || (a < b ? -1 : 1);
}

export function examplesFolder(packageFolder: string): string {
  return join(packageFolder, "build", "examples");
}

/** A README's first paragraph as one line of plain text. */
export function summaryOf(readme: string): string {
  const paragraph = readme.split(/\n\s*\n/).find((part) => part.trim() !== "" && !part.startsWith("#")) ?? "";
  return paragraph
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*_]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
