/** The language as the editor's checker knows it (its own TypeScript, its own libraries), against the engine. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { libFileMap } from "monaco-editor/languages/features/typescript/lib/lib";
import { typescript as ts } from "monaco-editor/languages/features/typescript/lib/typescriptServices";
import type TypeScript from "typescript";
import { expect, test } from "vitest";
import { languageLibrary } from "../../../renderer/ui/monaco/language-library";
import { createGuest } from "../../runtime/web/guest-harness";
import { TYPES_FOLDER } from "../../runtime/web/types-harness";

const LANGUAGE = "/language.d.ts";
const SOURCE = "/function.ts";
const OPTIONS: TypeScript.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  lib: ["lib.esnext.d.ts"],
  types: [],
  strict: true,
  skipLibCheck: true,
};

function programOf(source: string): TypeScript.Program {
  const additions = readFileSync(resolve(TYPES_FOLDER, "language.d.ts"), "utf8");
  const read = (path: string): string | undefined => {
    if (path === SOURCE) return source;
    if (path === LANGUAGE) return additions;
    const library = libFileMap[path.slice(1)];
    return library === undefined ? undefined : languageLibrary(library);
  };
  return ts.createProgram([SOURCE, LANGUAGE], OPTIONS, {
    getSourceFile(path) {
      const text = read(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, ts.ScriptTarget.ESNext);
    },
    readFile: read,
    fileExists: (path) => read(path) !== undefined,
    getDefaultLibFileName: () => "/lib.esnext.d.ts",
    getDefaultLibLocation: () => "/",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  });
}

function problemsOf(source: string): readonly string[] {
  return ts
    .getPreEmitDiagnostics(programOf(source))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** `Map`, `Map.groupBy` and `Map#get` of every global but the Web's. */
function declaredNames(): ReadonlySet<string> {
  const program = programOf("export {};");
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(SOURCE);
  if (source === undefined) throw new Error("no source");
  const names = new Set<string>();
  for (const symbol of checker.getSymbolsInScope(source, ts.SymbolFlags.Value)) {
    names.add(symbol.name);
    const type = checker.getTypeOfSymbol(symbol);
    if (OPAQUE.has(symbol.name)) continue;
    for (const member of type.getProperties()) names.add(`${symbol.name}.${nameOf(member)}`);
    const prototype = type.getProperty("prototype");
    const members = prototype === undefined ? [] : checker.getTypeOfSymbol(prototype).getProperties();
    for (const member of members) names.add(`${symbol.name}#${nameOf(member)}`);
  }
  return names;
}

/** TypeScript's own name for `[Symbol.iterator]` is `__@iterator@42`. */
function nameOf(symbol: TypeScript.Symbol): string {
  const known = /^__@(\w+)@\d+$/.exec(symbol.escapedName as string)?.[1];
  return known === undefined ? symbol.name : `Symbol(Symbol.${known})`;
}

/** Values whose members are others' or none of their own. */
const OPAQUE = new Set(["globalThis", "NaN", "Infinity", "undefined"]);
/** The bundler brings it with the decorators that it lowers. */
const OF_THE_BUILD = "Symbol.metadata";

/** The same names as the engine has them: own ones, or inherited ones too. */
async function engineNames(inherited: boolean): Promise<ReadonlySet<string>> {
  using guest = await createGuest();
  const names = (await guest.evaluate(`
    const keysOf = (object) => {
      const keys = new Set();
      for (; object; object = ${String(inherited)} ? Object.getPrototypeOf(object) : null) Reflect.ownKeys(object).forEach((key) => keys.add(String(key)));
      return [...keys];
    };
    return Reflect.ownKeys(globalThis).filter((name) => typeof name === "string").flatMap((name) => {
      const value = globalThis[name];
      if (Object(value) !== value || value === globalThis) return [name];
      return [name, ...keysOf(value).map((key) => name + "." + key), ...keysOf(value.prototype).map((key) => name + "#" + key)];
    });`)) as readonly string[];
  return new Set(names);
}

const declared = declaredNames();

/** Instances have these of their own, or what the user writes has them: the prototype has not. */
const OF_INSTANCES =
  /^(\w*Error#(cause|errors|error|suppressed)|RegExp#lastIndex|Function#prototype|Iterator#(next|return|throw))$/;
/** Proposals that are not finished. */
const PROPOSALS = /^(Iterator\.(zip|zipKeyed)|Iterator#(chunks|windows|includes|join)|ArrayBuffer#\w*(i|I)mmutable)$/;
/** What no one should write any more, what is said of all objects, and the tags that `Object.prototype.toString` reads. */
const LEFT_OUT =
  /[.#](constructor|prototype|length|name|arguments|caller|fileName|lineNumber|columnNumber|__\w+__|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toString|toLocaleString|valueOf|apply|bind|call|(to)?GMTString|toGMTString|[gs]etYear|Symbol\(Symbol\.(toStringTag|species|hasInstance|unscopables|metadata)\))$/;

test("the checker knows no name of the language that the engine lacks", async () => {
  const inEngine = await engineNames(true);
  const missing = [...declared].filter(
    (name) => !inEngine.has(name) && !OF_INSTANCES.test(name) && !LEFT_OUT.test(name),
  );
  expect(missing.filter((name) => !OPAQUE.has(name))).toEqual([OF_THE_BUILD]);
  expect(declared.size).toBeGreaterThan(800);
});

test("the checker knows every name of the language that the engine has", async () => {
  const ofLanguage = [...(await engineNames(false))].filter((name) => declared.has(/^\w+/.exec(name)?.[0] ?? ""));
  expect(ofLanguage.filter((name) => !declared.has(name) && !LEFT_OUT.test(name) && !PROPOSALS.test(name))).toEqual([]);
  expect([...declared]).toEqual(expect.arrayContaining(["Iterator.from", "Float16Array#at", "Promise.try"]));
});

test.each([
  ["new Intl.NumberFormat('de').format(1)", "Cannot use namespace 'Intl' as a value."],
  ["Intl.Segmenter", "Cannot use namespace 'Intl' as a value."],
  ["Atomics.wait", "'Atomics' only refers to a type, but is being used as a value here."],
  ["RegExp.$1", "Property '$1' does not exist on type 'RegExpConstructor'."],
])("%s is an error", (expression, message) => {
  expect(problemsOf(`export const value = ${expression};`)).toEqual([message]);
});

test("what is declared by Intl's types still checks", () => {
  const source = `
    export const text = (1).toLocaleString("de") + new Date().toLocaleDateString("en", { dateStyle: "long" }) + 5n.toLocaleString();
    export const order = ["b", "a"].sort((one, other) => one.localeCompare(other, undefined, { numeric: true }));`;
  expect(problemsOf(source)).toEqual([]);
});
