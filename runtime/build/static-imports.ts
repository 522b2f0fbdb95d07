import { parse } from "acorn";
import type { AnyNode, Identifier, ImportDeclaration, Program } from "acorn";
import { analyze } from "eslint-scope";
import type { Scope, Variable } from "eslint-scope";

/** What one module imports by statement from another. */
export interface StaticImport {
  readonly specifier: string;
  /** Empty: its names are only passed on. */
  readonly statements: readonly Range[];
  readonly names: readonly ImportedName[];
  /** It is imported for its effects, by a statement without names. */
  readonly bare: boolean;
  /** Nothing of it is needed before a name is used: no name is passed on, and it has one at least. */
  readonly deferrable: boolean;
}

export interface ImportedName {
  /** `default`, `*` for all of them, or the name. */
  readonly imported: string;
  readonly uses: readonly NameUse[];
}

/** Where a name is read. */
export interface NameUse extends Range {
  /** `{ name }`: a property of that name. */
  readonly shorthand: string | null;
}

/** From the first character to behind the last. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface ModuleImports {
  readonly imports: readonly StaticImport[];
  /** It awaits something while it is loaded: it can't be loaded in between. */
  readonly awaits: boolean;
}

/** Reads the import statements of plain JavaScript. Null: it can't be parsed as a module, as some CommonJS. */
export function readStaticImports(code: string): ModuleImports | null {
  const program = tryParse(code);
  if (program === null) return null;
  const parents = new Map<number, AnyNode>();
  const awaits = visit(program, parents);
  const passedOn = new Set(program.body.flatMap((statement) => sourceOfExport(statement) ?? []));
  const declarations = program.body.filter((statement) => statement.type === "ImportDeclaration");
  const variables = importedVariables(program);
  const groups = Map.groupBy(declarations, ({ source }) => String(source.value));
  const imports = [...groups].map(([specifier, statements]): StaticImport => {
    const names = statements.flatMap((statement) => namesOf(statement, variables, parents));
    const known = names.filter((name) => name !== null);
    const plain = statements.every(({ attributes, specifiers }) => attributes.length === 0 && specifiers.length > 0);
    return {
      ...{ specifier, statements, names: known },
      bare: statements.some(({ specifiers }) => specifiers.length === 0),
      deferrable: plain && known.length === names.length && !passedOn.has(specifier),
    };
  });
  const others = [...passedOn].filter((specifier) => !groups.has(specifier));
  const effects = others.map((specifier) => ({ specifier, statements: [], names: [], bare: false, deferrable: false }));
  return { imports: [...imports, ...effects], awaits };
}

function tryParse(code: string): Program | null {
  try {
    return parse(code, { ecmaVersion: "latest", sourceType: "module", ranges: true });
  } catch {
    return null;
  }
}

function sourceOfExport(statement: Program["body"][number]): string | null {
  const isExport = statement.type === "ExportNamedDeclaration" || statement.type === "ExportAllDeclaration";
  return isExport && statement.source != null ? String(statement.source.value) : null;
}

/** Notes the parent of each identifier by its place; true where something is awaited outside of all functions. */
function visit(node: AnyNode, parents: Map<number, AnyNode>, inFunction = false): boolean {
  let awaits = !inFunction && (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await));
  const within = inFunction || /Function/.test(node.type);
  for (const child of childrenOf(node)) {
    if (child.type === "Identifier") parents.set(child.start, node);
    awaits = visit(child, parents, within) || awaits;
  }
  return awaits;
}

function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node)
    .flat()
    .filter((value): value is AnyNode => typeof value === "object" && value !== null && "type" in value);
}

function importedVariables(program: Program): ReadonlyMap<number, Variable> {
  // Both are ESTree; each package has types of its own for it.
  const { scopes } = analyze(program as unknown as Parameters<typeof analyze>[0], {
    ...{ ecmaVersion: 2024, sourceType: "module" as const },
    ...{ childVisitorKeys: null, fallback: "iteration" as const },
  });
  const module: Scope | undefined = scopes.find(({ type }) => type === "module");
  const found = new Map<number, Variable>();
  for (const variable of module?.variables ?? []) {
    for (const { type, name } of variable.defs) {
      if (type === "ImportBinding") found.set((name as unknown as Identifier).start, variable);
    }
  }
  return found;
}

/** A name that is passed on, or that nothing is known of, is null. */
function namesOf(
  { specifiers }: ImportDeclaration,
  variables: ReadonlyMap<number, Variable>,
  parents: ReadonlyMap<number, AnyNode>,
): readonly (ImportedName | null)[] {
  return specifiers.map((specifier) => {
    const variable = variables.get(specifier.local.start);
    if (variable === undefined) return null;
    const uses = variable.references.map(({ identifier }) => useOf(identifier as unknown as Identifier, parents));
    const known = uses.filter((use) => use !== null);
    return known.length === uses.length ? { imported: importedName(specifier), uses: known } : null;
  });
}

function importedName(specifier: ImportDeclaration["specifiers"][number]): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  const { imported } = specifier;
  return imported.type === "Identifier" ? imported.name : String(imported.value);
}

function useOf({ start, end, name }: Identifier, parents: ReadonlyMap<number, AnyNode>): NameUse | null {
  const parent = parents.get(start);
  if (parent === undefined || parent.type === "ExportSpecifier") return null;
  return { start, end, shorthand: parent.type === "Property" && parent.shorthand ? name : null };
}
