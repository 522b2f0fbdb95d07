/** What runtime/web/types declares, as TypeScript reads it. */
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import ts from "typescript";

export const TYPES_FOLDER = resolve(import.meta.dirname, "../../../runtime/web/types");

/** A global value: of a class with its static side and its instances' members, otherwise with the members of its type. */
/** Constructors that are nobody's, or only a derived class's. */
const HIDDEN: readonly ts.SyntaxKind[] = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];

export interface DeclaredGlobal {
  readonly name: string;
  readonly isClass: boolean;
  readonly statics: readonly DeclaredMember[];
  readonly members: readonly DeclaredMember[];
  /** The class that it extends, or null. */
  readonly parent: string | null;
  readonly canBeConstructed: boolean;
}

/** `isReadonly` null: a method. */
export interface DeclaredMember {
  readonly name: string;
  readonly isReadonly: boolean | null;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ["lib.esnext.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
};

function typeFiles(): string[] {
  const names = readdirSync(TYPES_FOLDER).filter((name) => name.endsWith(".d.ts"));
  return names.map((name) => resolve(TYPES_FOLDER, name));
}

/** Not what is added to the language's own names. */
function isOfTheWeb(file: string): boolean {
  return file.startsWith(TYPES_FOLDER) && !file.endsWith("/language.d.ts");
}

export function declaredGlobals(): readonly DeclaredGlobal[] {
  const program = ts.createProgram(typeFiles(), OPTIONS);
  const checker = program.getTypeChecker();
  const isOurs = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.some((declaration) => isOfTheWeb(declaration.getSourceFile().fileName)) ?? false;
  const [first] = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(TYPES_FOLDER));
  if (first === undefined) throw new Error("no declarations");
  return checker
    .getSymbolsInScope(first, ts.SymbolFlags.Value)
    .filter(isOurs)
    .map((symbol) => describe(checker, symbol, isOurs));
}

function describe(checker: ts.TypeChecker, symbol: ts.Symbol, isOurs: (symbol: ts.Symbol) => boolean): DeclaredGlobal {
  const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
  const valueType = checker.getTypeOfSymbol(symbol);
  const instance = isClass ? checker.getDeclaredTypeOfSymbol(symbol) : valueType;
  const bases = isClass ? checker.getBaseTypes(instance as ts.InterfaceType).map(({ symbol: base }) => base) : [];
  const parent = bases.find((base) => (base.flags & ts.SymbolFlags.Class) !== 0 || !isOurs(base));
  // An interface that a class extends is a mixin, such as Body: its members are the class's own.
  const owners = [symbol, ...bases.filter((base) => base !== parent)];
  const own = checker
    .getPropertiesOfType(instance)
    .filter((member) => (isClass ? owners.some((owner) => isDeclaredIn(member, owner)) : isOurs(member)));
  const declaration = symbol.declarations?.find(ts.isClassDeclaration);
  const isHidden = declaration?.members.some(
    (member) =>
      ts.isConstructorDeclaration(member) && ts.getModifiers(member)?.some(({ kind }) => HIDDEN.includes(kind)),
  );
  const statics = isClass
    ? checker
        .getPropertiesOfType(valueType)
        .filter((member) => member.name !== "prototype" && isDeclaredIn(member, symbol))
    : [];
  const isFunction = valueType.getCallSignatures().length > 0;
  return {
    name: symbol.name,
    isClass,
    statics: statics.map(memberOf),
    members: isFunction && !isClass ? [] : own.map(memberOf),
    parent: parent?.name ?? null,
    canBeConstructed: isClass && isHidden !== true,
  };
}

function isDeclaredIn({ declarations }: Pick<ts.Symbol, "declarations">, owner: ts.Symbol): boolean {
  return declarations?.some(({ parent }) => owner.declarations?.includes(parent as ts.Declaration)) === true;
}

function memberOf(symbol: ts.Symbol): DeclaredMember {
  // TypeScript's own name for `[Symbol.iterator]` is `__@iterator@42`.
  const known = /^__@(\w+)@\d+$/.exec(symbol.escapedName as string)?.[1];
  const name = known === undefined ? symbol.name : `Symbol(Symbol.${known})`;
  if ((symbol.flags & ts.SymbolFlags.Method) !== 0) return { name, isReadonly: null };
  const isReadonly = symbol.declarations?.every(
    (declaration) =>
      (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0 || isLoneGetter(symbol),
  );
  return { name, isReadonly: isReadonly ?? false };
}

function isLoneGetter(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.GetAccessor) !== 0 && (symbol.flags & ts.SymbolFlags.SetAccessor) === 0;
}

/** The language's libraries are the same for every source. */
const parsed = new Map<string, ts.SourceFile>();

/** What the checker says of a function's source, one line each. */
export function diagnosticsOf(source: string, fileName = "function.ts"): readonly string[] {
  const path = resolve(TYPES_FOLDER, fileName);
  const disk = ts.createCompilerHost(OPTIONS);
  const host: ts.CompilerHost = {
    ...disk,
    readFile: (name) => (name === path ? source : disk.readFile(name)),
    fileExists: (name) => name === path || disk.fileExists(name),
    getSourceFile: (name, ...rest) => {
      if (name === path) return ts.createSourceFile(name, source, ts.ScriptTarget.ESNext);
      const before = parsed.get(name) ?? disk.getSourceFile(name, ...rest);
      if (before !== undefined) parsed.set(name, before);
      return before;
    },
  };
  const program = ts.createProgram([path, ...typeFiles()], OPTIONS, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n").split("\n")[0] ?? "");
}
