import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { EngineModules } from "../protocol";
import type { CoreModule, SectionBodies } from "../../wasm";
import { importMemory, keepExports, readModule, replaceSections } from "../../wasm";

/** Where the rewritten engine looks for its linear memory. */
export const MEMORY_IMPORT = { module: "wasi_snapshot_preview1", name: "memory" } as const;

/** What of quickjs-wasi's extensions the guest's Web APIs stand on, in the order in which they are linked. */
export const EXTENSIONS = ["url", "encoding"] as const;

/** What quickjs-wasi's own code calls of the engine and of its extensions, beside what the extensions link. */
const CALLED_BY_PACKAGE =
  /^(?:qjs_|wasm_|__wasm_|__stack_pointer$|__indirect_function_table$|_initialize$|memory$|malloc$)/;

/** The engine's binaries, before they are compiled. `digest` names them: SHA-256 in hexadecimal over all. */
export interface EngineBinaries {
  readonly engine: Uint8Array;
  readonly extensions: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly digest: string;
}

/** Reads the engine from the quickjs-wasi package. */
export async function readEngine(): Promise<EngineBinaries> {
  const require = createRequire(import.meta.url);
  const read = (file: string): Promise<Uint8Array> => readFile(require.resolve(`quickjs-wasi/${file}`));
  const engine = await read("quickjs.wasm");
  const extensions = await Promise.all(EXTENSIONS.map(async (name) => ({ name, bytes: await read(`${name}.so`) })));
  const hash = createHash("sha256").update(engine);
  for (const { name, bytes } of extensions) hash.update(name).update(bytes);
  return { engine, extensions, digest: hash.digest("hex") };
}

/** Compiles the engine; some 15 ms, once in a process. */
export async function compileEngine({ engine, extensions }: EngineBinaries): Promise<EngineModules> {
  const module = readModule(engine);
  const pages = initialPages(module);
  const libraries = extensions.map(({ name, bytes }) => ({ name, module: readModule(bytes) }));
  const linked = new Set(libraries.flatMap((library) => library.module.imports.map(({ name }) => name)));
  const exports = (of: CoreModule): SectionBodies =>
    keepExports(of, (name) => linked.has(name) || CALLED_BY_PACKAGE.test(name));
  const [compiled, ...compiledLibraries] = await Promise.all([
    WebAssembly.compile(replaceSections(module, new Map([...importMemory(module, MEMORY_IMPORT), ...exports(module)]))),
    ...libraries.map(async (library) => ({
      name: library.name,
      module: await WebAssembly.compile(replaceSections(library.module, exports(library.module))),
    })),
  ]);
  return { engine: compiled, initialPages: pages, extensions: compiledLibraries };
}

/** The pages of memory that the engine needs to begin with. */
function initialPages({ imports, memories }: CoreModule): number {
  const [memory] = memories;
  if (memory === undefined || memories.length > 1 || imports.length === 0)
    throw new Error("the engine's binary is of another shape: it has one memory of its own, and imports");
  return memory.minimum;
}
