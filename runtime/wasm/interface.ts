import { ModuleRefused } from "./byte-reader";
import type { CoreModule, FunctionType, ModuleImport } from "./module";
import { exportedFunction, showType } from "./module";

/** What a core module may import. There is nothing else. */
const GRANTED_IMPORTS = [
  {
    module: "env",
    name: "log",
    type: { parameters: ["i32", "i32"], results: [] },
    gloss: "text: pointer and bytes of UTF-8",
  },
  {
    module: "env",
    name: "log",
    type: { parameters: ["i32"], results: [] },
    gloss: "text: pointer to UTF-8 that ends with a 0",
  },
  {
    module: "env",
    name: "abort",
    type: { parameters: ["i32", "i32", "i32", "i32"], results: [] },
    gloss: "AssemblyScript's: message, file, line, column; ends the call",
  },
] as const satisfies readonly (FunctionImport & { gloss: string })[];

interface FunctionImport {
  readonly module: string;
  readonly name: string;
  readonly type: FunctionType;
}

/** What a `handler` may be declared as, with what it means. */
export const HANDLER_FORMS =
  "handler() or, beside an allocate(bytes: i32) -> i32, handler(pointer: i32, bytes: i32) to get the request, either with no " +
  "result, an i32, f32 or f64 (the response's text), or the response as two i32 (pointer, bytes) or one i64 (pointer << 32 | bytes)";

/** How a handler's response comes back. */
export type ResponseForm = "none" | "number" | "pair" | "packed";

export interface Handler {
  readonly takesRequest: boolean;
  readonly response: ResponseForm;
}

/** A core module is held in one linear memory. More elements than this in its tables are more than any real program has. */
export const MAX_TABLE_ELEMENTS = 1_000_000;

/**
 * Checks that a core module with an exported `handler` asks for nothing that there is not.
 * @throws {ModuleRefused}
 */
export function checkCoreModule(module: CoreModule): Handler {
  for (const each of module.imports) checkImport(each);
  checkMemories(module);
  const elements = module.tables.reduce((sum, table) => sum + table.minimum, 0);
  if (elements > MAX_TABLE_ELEMENTS)
    throw new ModuleRefused(`its tables begin with ${elements} elements: ${MAX_TABLE_ELEMENTS} is the most`);
  return readHandler(module);
}

/** Whether two functions are of one type. */
function isSameType(one: FunctionType, other: FunctionType): boolean {
  return showType(one) === showType(other);
}

function checkImport({ module, name, kind, type }: ModuleImport): void {
  if (kind === "memory") {
    if (module === "env" && name === "memory") return;
  } else if (kind === "function" && type !== null) {
    const isGranted = (granted: FunctionImport) =>
      granted.module === module && granted.name === name && isSameType(granted.type, type);
    if (GRANTED_IMPORTS.some(isGranted)) return;
  }
  const what = type === null ? kind : `function ${showType(type)}`;
  throw new ModuleRefused(`it imports "${module}.${name}" (${what}), which is not granted. ${grantedText()}`);
}

function grantedText(): string {
  const list = GRANTED_IMPORTS.map(({ module, name, type }) => `${module}.${name} ${showType(type)}`);
  return `There is: ${[...list, "env.memory"].join("; ")}`;
}

function checkMemories({ memories, data }: CoreModule): void {
  const [memory] = memories;
  if (memories.length > 1)
    throw new ModuleRefused(`it has ${memories.length} memories: the memory limit is of one, so build it with one`);
  if (memory === undefined && data.some(({ passive }) => !passive))
    throw new ModuleRefused("it has data for a memory, but no memory");
  if (memory === undefined) return;
  if (memory.shared)
    throw new ModuleRefused(
      "its memory is shared between threads, of which a sandbox has one: build it without threads",
    );
  if (memory.wide) throw new ModuleRefused("its memory has 64-bit addresses (memory64): build it for wasm32");
  if (memory.pageSizeLog2 !== null)
    throw new ModuleRefused("its memory has pages of its own size: build it with pages of 64 KiB");
}

/** @throws {ModuleRefused} where its `handler` is of a type that means nothing */
function readHandler(module: CoreModule): Handler {
  const type = exportedFunction(module, "handler");
  if (type === null) throw new ModuleRefused("it exports no function handler");
  const parameters = type.parameters.join();
  const response = RESPONSES[type.results.join()];
  if (response === undefined || (parameters !== "" && parameters !== "i32,i32"))
    throw new ModuleRefused(`its handler is ${showType(type)}. A handler is ${HANDLER_FORMS}`);
  const takesRequest = parameters !== "";
  const hasMemory =
    module.exports.some(({ kind }) => kind === "memory") || module.imports.some(({ kind }) => kind === "memory");
  if (takesRequest) checkAllocate(module);
  if (!hasMemory && module.memories.length === 0 && (takesRequest || response === "pair" || response === "packed"))
    throw new ModuleRefused("its handler is about memory, but it has none");
  return { takesRequest, response };
}

const RESPONSES: Readonly<Record<string, ResponseForm>> = {
  "": "none",
  i32: "number",
  f32: "number",
  f64: "number",
  "i32,i32": "pair",
  i64: "packed",
};

function checkAllocate(module: CoreModule): void {
  const type = exportedFunction(module, "allocate");
  if (type === null)
    throw new ModuleRefused(
      "its handler takes a request, but it exports no allocate(bytes: i32) -> i32 to put it into memory",
    );
  if (!isSameType(type, { parameters: ["i32"], results: ["i32"] }))
    throw new ModuleRefused(`its allocate is ${showType(type)}, and must be (i32) -> (i32): bytes in, pointer out`);
}
