import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { EngineModules } from "../protocol";
import { importMemory, readModule } from "../../wasm";

/** Where the rewritten engine looks for its linear memory. */
export const MEMORY_IMPORT = { module: "wasi_snapshot_preview1", name: "memory" } as const;

/** What of quickjs-wasi's extensions the guest's Web APIs stand on, in the order in which they are linked. */
export const EXTENSIONS = ["url", "encoding"] as const;

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
export async function compileEngine(binaries: EngineBinaries): Promise<EngineModules> {
  const { bytes, initialPages } = withImportedMemory(binaries.engine);
  const [engine, ...extensions] = await Promise.all(
    [bytes, ...binaries.extensions.map((extension) => extension.bytes)].map((part) => WebAssembly.compile(part)),
  );
  if (engine === undefined) throw new Error("no engine was compiled");
  return {
    engine,
    initialPages,
    extensions: extensions.map((module, index) => ({ name: binaries.extensions[index]?.name ?? "", module })),
  };
}

/** The engine, as it imports its memory, and the pages that it needs to begin with. */
function withImportedMemory(engine: Uint8Array): { readonly bytes: Uint8Array; readonly initialPages: number } {
  const module = readModule(engine);
  const [memory] = module.memories;
  if (memory === undefined || module.memories.length > 1 || module.imports.length === 0)
    throw new Error("the engine's binary is of another shape: it has one memory of its own, and imports");
  return { bytes: importMemory(module, MEMORY_IMPORT), initialPages: memory.minimum };
}
