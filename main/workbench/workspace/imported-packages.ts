/** What stands between the word and `from` ends at the next such word: a long text without any `from` is read once. */
const SPECIFIER =
  /\b(?:import|export)\s+(?:type\s+)?(?:(?:(?!\b(?:import|export)\b)[^"'`;()])*?\bfrom\s*)?["']([^"']+)["']|\b(?:import|require)\s*\(\s*["']([^"']+)["']\s*\)/g;

/** Every module that a source names: relative paths, packages, `node:` modules. A reading of the text, which may see too many. */
export function importedSpecifiers(source: string): readonly string[] {
  const found = new Set<string>();
  for (const [, declared, called] of source.matchAll(SPECIFIER)) found.add(declared ?? called ?? "");
  for (const [, , reference] of source.matchAll(/^\s*\/\/\/\s*<reference\s+(types|path)\s*=\s*["']([^"']+)["']/gm)) {
    if (reference !== undefined) found.add(reference);
  }
  return [...found].filter((specifier) => specifier !== "");
}

/** The npm packages that a source names, each once. */
export function importedPackages(source: string): readonly string[] {
  const names = importedSpecifiers(source).flatMap((specifier) => packageOf(specifier) ?? []);
  return [...new Set(names)];
}

/** `@scope/name/part` as `@scope/name`; null for what is no package. */
export function packageOf(specifier: string): string | null {
  if (/^(?:[./#\\]|[a-z]+:)/i.test(specifier)) return null;
  const name = /^(?:@[a-z0-9~._-]+\/)?[a-z0-9~_-][a-z0-9~._-]*/i.exec(specifier)?.[0] ?? null;
  return name === null || name.startsWith("@") !== specifier.startsWith("@") ? null : name;
}
