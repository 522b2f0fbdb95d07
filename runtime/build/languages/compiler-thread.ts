import { parentPort } from "node:worker_threads";
import { type Answer, type CompilerTasks, MEMORY_LIMIT_MB, type TaskMessage } from "./compiler-tasks";

/** A compiler's thread. A compiler is loaded by its first task, and stays warm for the next. */
const TASKS: { readonly [Name in keyof CompilerTasks]: () => Promise<CompilerTasks[Name]> } = {
  assemblyscript: async () => (await import("./assemblyscript/compile")).compileAssemblyScript,
  inspect: async () => (await import("../inspect/tasks")).inspectFile,
  disassemble: async () => (await import("../inspect/tasks")).disassemble,
  wat: async () => (await import("./wat/compile")).compileWat,
};

/** The thread's own limit is one of V8's heap: compilers that are Wasm themselves keep their data outside of it. */
function limitLinearMemory(): void {
  const limitBytes = MEMORY_LIMIT_MB * 1024 * 1024;
  const prototype = WebAssembly.Memory.prototype;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its `this` below
  const { grow } = prototype;
  prototype.grow = function growWithinLimit(this: WebAssembly.Memory, delta: number): number {
    if (this.buffer.byteLength + delta * 65_536 > limitBytes) throw new RangeError("the compiler's memory limit");
    return grow.call(this, delta);
  };
}

async function answer({ task, input }: TaskMessage): Promise<Answer> {
  try {
    const run = (await TASKS[task]()) as (input: unknown) => Promise<unknown>;
    return { ok: true, output: await run(input) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

limitLinearMemory();
parentPort?.on("message", (message: TaskMessage) => {
  void answer(message).then((reply) => {
    parentPort?.postMessage(reply);
  });
});
