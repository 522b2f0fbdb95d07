import type { ModuleReport } from "../../model";
import { CompilerThreads } from "../languages/compiler-threads";
import type { Inspected } from "./tasks";

/** Looks into modules, in a thread of its own and with a limit of time. Dispose it: the thread ends. */
export interface ModuleInspector extends AsyncDisposable {
  /** What is in the module of that file. */
  inspect(file: string): Promise<Inspected<ModuleReport>>;
  /** One of its functions in the text format; `index` among all functions, imported ones first. */
  disassemble(file: string, index: number): Promise<Inspected<string>>;
}

const TIME_LIMIT_MS = 20_000;

export function createInspector(): ModuleInspector {
  const threads = new CompilerThreads(TIME_LIMIT_MS);
  return {
    async inspect(file) {
      const result = await threads.run("inspect", file);
      return result.ok ? result.output : { ok: false, message: `it can't be looked into: ${result.reason}` };
    },
    async disassemble(file, index) {
      const result = await threads.run("disassemble", { file, index });
      return result.ok ? result.output : { ok: false, message: `it can't be written as text: ${result.reason}` };
    },
    [Symbol.asyncDispose]: () => threads[Symbol.asyncDispose](),
  };
}
