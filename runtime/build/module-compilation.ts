import { TraceMap, decodedMappings } from "@jridgewell/trace-mapping";
import type { ArtifactKind, ArtifactModule, BuildProblem, ModuleDebugInfo } from "../model";
import {
  type CoreModule,
  HANDLER_FORMS,
  ModuleRefused,
  SECTION,
  checkCoreModule,
  exportedFunction,
  readModule,
} from "../wasm";
import type { Compilation } from "./languages/language";
import { problem } from "./problem";

/** What is larger is no edge function: platforms take 100 MB at most, with everything in it. */
export const MAX_MODULE_BYTES = 100 * 1024 * 1024;
/** Compiling for longer than this is refused. V8 goes on with it in the background, which is all that it can be told. */
const COMPILE_LIMIT_MS = 15_000;

/** What a compiler gives for a module; `entry` is the source's path where no map says which sources the code is from. */
export interface CompiledModule {
  readonly code: Uint8Array;
  readonly sourceMap: string | null;
  readonly debugInfo: ModuleDebugInfo | null;
  readonly entry: string;
  readonly warnings: readonly BuildProblem[];
  readonly inputs: readonly string[];
}

/** Checks that a module is one that can run, and which engine runs it. */
export async function moduleCompilation(compiled: CompiledModule): Promise<Compilation> {
  const { code, sourceMap, debugInfo, entry, warnings, inputs } = compiled;
  try {
    const module = readModule(code);
    const kind = checkedKind(module);
    await checkCode(code);
    const mapped = sourceMap === null ? [] : modulesOf(sourceMap, module);
    const modules = mapped.length > 0 ? mapped : [{ path: entry, bytes: code.length }];
    return { ok: true, output: { kind, engine: kind, code, sourceMap, debugInfo, modules }, warnings, inputs };
  } catch (error) {
    if (!(error instanceof ModuleRefused || error instanceof WebAssembly.CompileError)) throw error;
    return { ok: false, problems: [problem("refused-module", `${entry} can't run: ${error.message}.`)], inputs };
  }
}

/** The engine that runs a module, or why none does. */
export function refusalOf(module: CoreModule): { readonly engine: "wasm" | "wasi" } | string {
  try {
    return { engine: checkedKind(module) };
  } catch (error) {
    if (!(error instanceof ModuleRefused)) throw error;
    return error.message;
  }
}

/** @throws {ModuleRefused} */
function checkedKind(module: CoreModule): Extract<ArtifactKind, "wasm" | "wasi"> {
  const kind = kindOf(module);
  if (kind === "wasm") checkCoreModule(module);
  return kind;
}

/** A core module with a `handler` that is called, or a program that is run as a whole: a WASI or WASIX command. */
function kindOf(module: CoreModule): Extract<ArtifactKind, "wasm" | "wasi"> {
  if (exportedFunction(module, "handler") !== null) return "wasm";
  if (exportedFunction(module, "_start") !== null) return "wasi";
  const names = module.exports.map(({ name }) => name);
  const exported = names.length === 0 ? "nothing" : `${names.slice(0, 10).join(", ")}${names.length > 10 ? ", …" : ""}`;
  throw new ModuleRefused(
    `it exports ${exported}. Understood are a command, which exports _start, and a core module, which exports ${HANDLER_FORMS}`,
  );
}

/** V8 alone reads the code, and does it beside this thread. */
async function checkCode(code: Uint8Array): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ModuleRefused(`it is not compiled after ${COMPILE_LIMIT_MS / 1000} s`));
    }, COMPILE_LIMIT_MS);
  });
  try {
    await Promise.race([WebAssembly.compile(code), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How many bytes of the code each source takes up, by the source map of the binary: its columns are offsets. */
function modulesOf(sourceMap: string, { bytes: code, sections }: CoreModule): readonly ArtifactModule[] {
  const map = new TraceMap(sourceMap);
  const [only, another] = map.sources;
  // All that is in it: data, types and names as well.
  if (typeof only === "string" && another === undefined) return [{ path: only, bytes: code.length }];
  const segments = decodedMappings(map)[0] ?? [];
  const codeEnd = sections.find(({ id }) => id === SECTION.code)?.end ?? code.length;
  const bytes = new Map<string, number>();
  segments.forEach((segment, at) => {
    const path = segment.length === 1 ? null : map.sources[segment[1]];
    const length = (segments[at + 1]?.[0] ?? codeEnd) - segment[0];
    if (typeof path === "string" && length > 0) bytes.set(path, (bytes.get(path) ?? 0) + length);
  });
  return [...bytes].map(([path, length]) => ({ path, bytes: length }));
}
