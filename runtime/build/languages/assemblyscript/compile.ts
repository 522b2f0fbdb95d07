import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { libraryFiles, main } from "assemblyscript/asc";
import { type ParseError, parse } from "jsonc-parser";
import { MAPPED_FUNCTIONS } from "../../mapped-functions";
import { takeNames } from "./function-names";
import abiLibrary from "../../../web/assemblyscript/coldframe.as?raw";

export interface AssemblyScriptSource {
  /** The project's folder: paths are relative to it. */
  readonly folder: string;
  /** The entry, relative to the folder, with forward slashes. */
  readonly entry: string;
  /** Texts to be read instead of files, by absolute paths. */
  readonly unsaved: ReadonlyMap<string, string>;
}

/** A problem as the compiler says it. `file` is relative to the folder, or begins with `~lib/`; null where it names no place. */
export interface AssemblyScriptProblem {
  readonly isError: boolean;
  /** With the compiler's code: `TS2304: Cannot find name 'x'.` */
  readonly message: string;
  readonly place: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly lineText: string;
  } | null;
}

export interface AssemblyScriptOutput {
  /** Null: it did not compile, and `problems` say why. */
  readonly code: Uint8Array | null;
  /** Of the binary: columns of its one line are offsets in bytes. */
  readonly sourceMap: string | null;
  readonly problems: readonly AssemblyScriptProblem[];
  /** Absolute paths of all files that were asked for, there or not. */
  readonly inputs: readonly string[];
}

/** By which functions import the library that reads requests and writes responses. One with a folder in its name is no global. */
const LIBRARY_NAME = "coldframe/index";
const OUT_FILE = "function.wasm";

/** The categories of the compiler's messages (its DiagnosticCategory). */
const WARNING = 2;
const ERROR = 3;

/**
 * Compiles a project, or one file. `asconfig.json` decides the options, by its `release` target: what is measured here is what is
 * deployed. Without one, or where it names no level, code is optimised at level 1: level 2 takes half as long again,
 * and level 3 four times.
 */
export async function compileAssemblyScript(source: AssemblyScriptSource): Promise<AssemblyScriptOutput> {
  libraryFiles[LIBRARY_NAME] = abiLibrary;
  const files = new SourceFiles(source);
  const written = new Map<string, string | Uint8Array>();
  const problems: AssemblyScriptProblem[] = [];
  const result = await main(await commandLine(source, files), {
    readFile: (name) => files.read(name),
    writeFile: (name, contents) => void written.set(name, contents),
    listFiles: () => [],
    reportDiagnostic: ({ category, code, message, range }) => {
      if (category < WARNING) return;
      problems.push({
        isError: category === ERROR,
        message: `${code >= 1000 ? "TS" : "AS"}${code}: ${message}`,
        place: range?.source == null ? null : files.place(range.source.normalizedPath, range.start),
      });
    },
  });
  const { error } = result;
  if (error !== null && !problems.some(({ isError }) => isError))
    problems.push({ isError: true, message: error.message, place: null });
  const code = written.get(OUT_FILE);
  const map = written.get(`${OUT_FILE}.map`);
  const built = error === null && code instanceof Uint8Array ? code : null;
  const compiled = built === null || (await files.keepsNames()) ? null : takeNames(built);
  return {
    code: compiled?.code ?? built,
    sourceMap: typeof map === "string" ? sourceMapOf(map, files, compiled?.names ?? new Map()) : null,
    problems,
    inputs: files.inputs,
  };
}

async function commandLine({ folder, entry }: AssemblyScriptSource, files: SourceFiles): Promise<string[]> {
  const level = (await files.choosesLevel()) ? [] : ["--optimizeLevel", "1"];
  // It makes the compiler write the functions' names, and changes nothing of their code.
  const output = ["--outFile", OUT_FILE, "--sourceMap", `./${OUT_FILE}.map`, "--debug"];
  return [compilerName(entry), "--baseDir", folder, "--target", "release", ...level, ...output, "--noColors"];
}

/** The compiler knows files by names that end in `.ts` alone. */
function compilerName(name: string): string {
  return name.replace(/\.as$/, ".ts");
}

/**
 * Without the contents: they are in the user's files and in the compiler's library, and would be nine tenths of the map. With the names of
 * the module's functions by their indexes, as an extension of the format's.
 */
function sourceMapOf(text: string, files: SourceFiles, functions: ReadonlyMap<number, string>): string {
  const { version, sources, names, mappings } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify({
    version,
    sources: (sources as string[]).map((name) => files.realName(name)),
    names,
    mappings,
    [MAPPED_FUNCTIONS]: Object.fromEntries(functions),
  });
}

/** The files that one compilation reads. */
class SourceFiles {
  readonly #folder: string;
  readonly #unsaved: ReadonlyMap<string, string>;
  readonly #inputs = new Set<string>();
  /** By the names that the compiler has for them. */
  readonly #texts = new Map<string, string>();
  readonly #realNames = new Map<string, string>();

  constructor({ folder, unsaved }: AssemblyScriptSource) {
    this.#folder = folder;
    this.#unsaved = unsaved;
  }

  get inputs(): readonly string[] {
    return [...this.#inputs];
  }

  /** Null where there is none. */
  async read(name: string): Promise<string | null> {
    const ending = name.endsWith(".ts") && !name.endsWith(".d.ts") ? [name, name.replace(/\.ts$/, ".as")] : [name];
    for (const candidate of ending) {
      const text = await this.#readFile(candidate);
      if (text === null) continue;
      if (candidate.endsWith(".json")) return readConfig(text, candidate);
      const known = name.replace(/\\/g, "/");
      this.#texts.set(known, text);
      this.#realNames.set(known, candidate.replace(/\\/g, "/"));
      return text;
    }
    return null;
  }

  /** Whether the project's own settings say how much is to be optimised. */
  async choosesLevel(): Promise<boolean> {
    const text = await this.#readFile("asconfig.json");
    return text !== null && /"(?:optimize|optimizeLevel|shrinkLevel|extends)"/.test(text);
  }

  /** Whether the project's own settings leave the functions' names in the module. */
  async keepsNames(): Promise<boolean> {
    return /"debug"\s*:\s*true/.test((await this.#readFile("asconfig.json")) ?? "");
  }

  realName(name: string): string {
    const read = this.#readName(name);
    return this.#realNames.get(read) ?? read;
  }

  /** `offset` counts UTF-16 units. */
  place(name: string, offset: number): AssemblyScriptProblem["place"] {
    const text = this.#texts.get(this.#readName(name)) ?? libraryFiles[libraryName(name)] ?? "";
    const before = text.slice(0, offset).split("\n");
    const line = before.length;
    const lineText = (text.split("\n")[line - 1] ?? "").replace(/\r$/, "");
    return { file: this.realName(name), line, column: (before.at(-1) ?? "").length + 1, lineText };
  }

  /** The compiler writes a package's file as if it were its own library's: `~lib/package/file.ts`. */
  #readName(name: string): string {
    if (!name.startsWith("~lib/") || libraryName(name) in libraryFiles) return name;
    const end = `node_modules/${name.slice("~lib/".length)}`;
    return [...this.#texts.keys()].find((read) => read.endsWith(end)) ?? name;
  }

  async #readFile(name: string): Promise<string | null> {
    const path = resolve(this.#folder, name);
    this.#inputs.add(path);
    return this.#unsaved.get(path) ?? (await readFile(path, "utf8").catch(() => null));
  }
}

function libraryName(name: string): string {
  return name.replace(/^~lib\/|\.ts$/g, "");
}

/** What the settings ask for beside the module: files that nobody would see, and a third of the compiler's time. */
const OTHER_OUTPUTS = ["textFile", "bindings", "outFile"];

/** The project's settings as the compiler is to read them. */
function readConfig(text: string, name: string): string {
  const errors: ParseError[] = [];
  const config: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0 || typeof config !== "object" || config === null)
    throw new Error(`${name} can't be parsed: correct it, or write a new one by npx asinit`);
  const { options, targets } = config as { options?: unknown; targets?: unknown };
  const ofTargets: readonly unknown[] = isObject(targets) ? Object.values(targets) : [];
  for (const each of [options, ...ofTargets]) {
    if (!isObject(each)) continue;
    // It is a program that the compiler would run with all that the user may do: functions run in the sandbox alone.
    if ("transform" in each) throw new Error(`${name} names a transform: Coldframe runs no code outside the sandbox`);
    for (const output of OTHER_OUTPUTS) Reflect.deleteProperty(each, output);
  }
  return JSON.stringify(config);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
