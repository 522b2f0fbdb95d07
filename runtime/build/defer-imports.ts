import type { StaticImport } from "./static-imports";

/** An import that is carried out where one of its names is first used. */
export interface Deferral {
  /** By which the module is required that passes its names on. */
  readonly id: string;
  readonly from: StaticImport;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Rewrites a module so that these of its imports wait until a name is read. What they give stays live, as imports are. */
export function deferImports(code: string, deferrals: readonly Deferral[]): string {
  const edits = deferrals.flatMap(({ from }, index) => editsOf(from, `__coldframeDeferred${index}`));
  let rewritten = code;
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start)) {
    rewritten = rewritten.slice(0, start) + text + rewritten.slice(end);
  }
  // Functions, so that they are there before the first statement runs.
  const requires = deferrals.map(({ id }, index) => {
    const name = `__coldframeDeferred${index}`;
    return `function ${name}() { return ${name}.module ??= require(${JSON.stringify(id)}); }`;
  });
  return [rewritten, ...requires].join("\n");
}

function editsOf({ statements, names }: StaticImport, get: string): readonly Edit[] {
  const removed = statements.map(({ start, end }) => ({ start, end, text: "" }));
  const reads = names.flatMap(({ imported, uses }) =>
    uses.map(({ start, end, shorthand }) => {
      // With the comma, a function is not called as the module's method.
      const read = `(0, ${get}()[${JSON.stringify(passedOnAs(imported))}])`;
      return { start, end, text: shorthand === null ? read : `${shorthand}: ${read}` };
    }),
  );
  return [...removed, ...reads];
}

/** The module that is required in an import's place: it passes on just the names that are read, so that the rest stays out. */
export function passOn({ specifier, names }: StaticImport): string {
  const from = JSON.stringify(specifier);
  const single = [...new Set(names.map(({ imported }) => imported))].filter((imported) => imported !== "*");
  const list = single.map((name) => (/^[\w$]+$/.test(name) ? name : JSON.stringify(name))).join(", ");
  const all = names.some(({ imported }) => imported === "*")
    ? `import * as all from ${from};\nexport { all as ${JSON.stringify(passedOnAs("*"))} };\n`
    : "";
  return `export { ${list} } from ${from};\n${all}`;
}

function passedOnAs(imported: string): string {
  return imported === "*" ? "coldframe:all" : imported;
}
