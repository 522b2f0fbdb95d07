import type { FailureCode } from "../../model";
import type { CoreModule, Handler, RewrittenModule } from "../../wasm";
import { checkCoreModule, isOpenState, ModuleRefused, readModule, rewriteModule } from "../../wasm";
import { ConsoleOutput } from "../console-output";
import type { EngineRun, InitEnd, RunLimits } from "../engine";
import type { Bundle } from "../protocol";
import { nowUs } from "../thread-clock";
import { Turn } from "../turn";
import type { Fault } from "./fault";
import { GuestError, readFault } from "./fault";
import type { LogRelay } from "./imports";
import { WasmInstance } from "./instance";
import type { OneMemory } from "./one-memory";
import { PAGE_BYTES } from "./one-memory";
import { Spans } from "./spans";

const BYTES_PER_MB = 1024 * 1024;

/** A module that was compiled and started: all that an image is made of. */
export interface Evaluated {
  readonly core: CoreModule;
  readonly handler: Handler;
  readonly rewritten: RewrittenModule;
  readonly module: WebAssembly.Module;
  readonly instance: WasmInstance;
  /** Its start function did more than write memory and globals. */
  readonly startsAgain: boolean;
}

/**
 * Compiles a core module and runs what a start runs. A compiled module lives as long as the process: V8 gives no way to keep one on
 * disk from JavaScript.
 */
export class WasmInit implements EngineRun {
  over = false;
  made: Evaluated | null = null;
  readonly fileName: string;
  readonly #bundle: Bundle;
  readonly #limits: RunLimits;
  readonly #memory: OneMemory;
  readonly #logs: LogRelay;
  readonly #done: (end: InitEnd) => void;
  readonly #console: ConsoleOutput;
  readonly #spans = new Spans();
  #startUs = 0;
  #shift = 0;
  #instance: WasmInstance | null = null;

  constructor(bundle: Bundle, limits: RunLimits, memory: OneMemory, logs: LogRelay, done: (end: InitEnd) => void) {
    this.#bundle = bundle;
    this.fileName = bundle.fileName;
    this.#limits = limits;
    this.#memory = memory;
    this.#logs = logs;
    this.#done = done;
    this.#console = new ConsoleOutput(limits.limits);
  }

  begin(): void {
    this.#startUs = nowUs();
    this.#logs.to(this.#console);
    // What is none of the module's failures ends the thread, and the pool answers for it.
    void this.#run();
  }

  async #run(): Promise<void> {
    const end = await this.#evaluate();
    this.over = true;
    this.#done(end);
  }

  async #evaluate(): Promise<InitEnd> {
    const turn = new Turn();
    turn.polled();
    let fault: Fault | null = null;
    try {
      const core = readModule(this.#bundle.code);
      const handler = checkCoreModule(core);
      const rewritten = rewriteModule(core);
      this.#shift = rewritten.shift;
      const startUs = nowUs();
      const module = await WebAssembly.compile(rewritten.bytes);
      this.#spans.add("compile", startUs);
      if (nowUs() < this.#limits.deadlineUs) this.made = this.#start({ core, handler, rewritten, module });
      else fault = failed("timeout", "init-timeout", "its time was up when the module was compiled");
    } catch (error) {
      fault = this.#faultOf(error);
      if (fault === null) throw error;
    }
    return {
      outcome: fault?.outcome ?? "ok",
      failure: fault?.failure ?? null,
      startUs: this.#startUs,
      endUs: nowUs(),
      activeCpuUs: turn.activeUs(),
      logs: this.#console.lines,
      spans: this.#spans.list,
    };
  }

  #start(compiled: Omit<Evaluated, "instance" | "startsAgain">): Evaluated {
    const { core, rewritten, module } = compiled;
    const [need] = core.memories;
    if (need !== undefined) this.#checkMemory(need.minimum);
    const instance = this.#spans.time("instantiate", () => {
      const memory = need === undefined ? null : this.#memory.take({ pages: need.minimum, maximum: need.maximum });
      return WasmInstance.make(module, memory, this.#memory.maxPages, this.#logs);
    });
    this.#instance = instance;
    this.#spans.time("data", () => {
      for (const { offset, bytes } of rewritten.data) writeData(instance.bytes, offset, bytes);
    });
    if (!instance.starts) return { ...compiled, instance, startsAgain: false };
    const open = isOpenState(core);
    const tables = open ? instance.tables() : [];
    this.#spans.time("start", () => {
      instance.start();
    });
    // One that only writes memory and globals need not run again: the state after it is the image.
    return { ...compiled, instance, startsAgain: !open || !isSame(tables, instance.tables()) };
  }

  #checkMemory(pages: number): void {
    const { maxPages } = this.#memory;
    if (pages <= maxPages) return;
    const mb = (count: number): string => `${Math.ceil((count * PAGE_BYTES) / BYTES_PER_MB)} MB`;
    throw new MemoryRefused(
      `the module's memory begins with ${mb(pages)}, which is more than its limit of ${mb(maxPages)}: raise the limit, or build it with less`,
    );
  }

  #faultOf(error: unknown): Fault | null {
    if (error instanceof MemoryRefused) return failed("out-of-memory", "init-out-of-memory", error.message);
    if (isRefusal(error)) return failed("threw", "invalid-module", `the module is refused: ${error.message}`);
    const places = { fileName: this.fileName, shift: this.#shift };
    const fault = readFault(error, places, this.#instance?.full ?? false, "init-out-of-memory");
    if (fault === null || fault.outcome !== "threw") return fault;
    const message = `the module could not be started: ${fault.failure.message}`;
    return { ...fault, failure: { ...fault.failure, code: "init-threw", message } };
  }
}

/** Its memory does not fit into the tier. */
class MemoryRefused extends Error {}

function isRefusal(error: unknown): error is Error {
  return (
    error instanceof ModuleRefused ||
    error instanceof WebAssembly.CompileError ||
    error instanceof WebAssembly.LinkError
  );
}

function failed(outcome: Fault["outcome"], code: FailureCode, message: string): Fault {
  return { outcome, failure: { code, message, stack: null } };
}

function writeData(memory: Uint8Array, offset: number, bytes: Uint8Array): void {
  if (offset + bytes.length > memory.length)
    throw new GuestError(
      `a data segment of ${bytes.length} bytes at ${offset} is out of the memory's ${memory.length} bytes`,
    );
  memory.set(bytes, offset);
}

function isSame(before: readonly (readonly unknown[])[], after: readonly (readonly unknown[])[]): boolean {
  return before.every((table, index) => {
    const other = after[index] ?? [];
    return table.length === other.length && table.every((element, at) => element === other[at]);
  });
}
