import type { AssemblyScriptSource, AssemblyScriptOutput } from "./assemblyscript/compile";
import type { ModuleReport } from "../../model";
import type { FunctionPlace, Inspected } from "../inspect/tasks";
import type { WatOutput, WatSource } from "./wat/compile";

/** What compilers that run in this program's own process do, each in a thread of its own: what it takes, and what it gives. */
export interface CompilerTasks {
  readonly assemblyscript: (source: AssemblyScriptSource) => Promise<AssemblyScriptOutput>;
  readonly wat: (source: WatSource) => Promise<WatOutput>;
  readonly inspect: (file: string) => Promise<Inspected<ModuleReport>>;
  readonly disassemble: (place: FunctionPlace) => Promise<Inspected<string>>;
}
export type TaskName = keyof CompilerTasks;
export type TaskInput<Name extends TaskName> = Parameters<CompilerTasks[Name]>[0];
export type TaskOutput<Name extends TaskName> = Awaited<ReturnType<CompilerTasks[Name]>>;

/** To the thread, which answers each with one `Answer`. */
export interface TaskMessage {
  readonly task: TaskName;
  readonly input: unknown;
}

export type Answer = { readonly ok: true; readonly output: unknown } | { readonly ok: false; readonly message: string };

/** A compiler's memory may grow to this, beside what its own code takes; MiB. AssemblyScript's takes some 300 for a small source. */
export const MEMORY_LIMIT_MB = 1024;
