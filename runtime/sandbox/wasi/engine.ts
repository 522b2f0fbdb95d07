import type {
  BindResult,
  CallOutput,
  EngineCallOptions,
  InitEnd,
  MakeEngine,
  RunLimits,
  SandboxEngine,
} from "../engine";
import type { Bundle, Image, WasiImage } from "../protocol";
import type { Loaded } from "./command-call";
import { CommandCall } from "./command-call";
import { limitProgram, refusalOf } from "./limited-program";
import { ProgramInit } from "./program-init";
import { SdkClient } from "./sdk-client";

export const makeWasiEngine: MakeEngine = (parts, maxPages) => {
  if (parts.engine !== "wasi") throw new Error(`this thread runs WASI programs, not ${parts.engine}`);
  return new WasiEngine(parts.sdkWorkerFile, maxPages);
};

/** A program in the SDK, with what each of its processes gets. */
interface Bound {
  readonly source: Pick<Bundle, "env" | "fileName">;
  readonly loaded: Promise<Loaded>;
}

/**
 * Runs WASI and WASIX programs. Blank is the SDK, warmed up, without a program. Each call is a process of its own, with memory and files
 * of its own, so nothing of one is there for the next.
 */
class WasiEngine implements SandboxEngine {
  readonly #sdkWorkerFile: string;
  #maxPages: number;
  #client: SdkClient | null = null;
  #init: ProgramInit | null = null;
  #bound: Bound | null = null;
  #call: CommandCall | null = null;

  constructor(sdkWorkerFile: string, maxPages: number) {
    this.#sdkWorkerFile = sdkWorkerFile;
    this.#maxPages = maxPages;
  }

  /** Between calls there is no process, and so no memory of one. */
  get memoryBytes(): number {
    return 0;
  }

  async start(): Promise<void> {
    this.#client = await SdkClient.start(this.#sdkWorkerFile);
  }

  /**
   * A process that was stopped may still run, and the SDK's threads share one memory: one that is ended in the middle of something could
   * leave a lock in it for ever. So a sandbox that such a process was in is not used again: its thread ends, with all below it.
   */
  reset(maxPages: number): Promise<void> {
    if (this.#call?.abandoned === true) throw new Error("a process in it was stopped, which ends the sandbox too");
    this.#maxPages = maxPages;
    this.#init = null;
    this.#bound = null;
    this.#call = null;
    return Promise.resolve();
  }

  async bind(image: Image): Promise<BindResult> {
    if (image.engine !== "wasi") throw new Error(`a WASI program's sandbox can't run an image of ${image.engine}`);
    const bound = { source: image, loaded: this.#loadImage(image) };
    this.#bound = bound;
    await bound.loaded;
    return { instantiated: false, spans: [] };
  }

  evaluate(bundle: Bundle, _limits: RunLimits, done: (end: InitEnd) => void): ProgramInit {
    const init = new ProgramInit(bundle, this.#maxPages, done);
    this.#init = init;
    this.#bound = null;
    return init;
  }

  image(bundle: Bundle, init: Pick<Image, "initUs" | "initLogs" | "initSpans">): WasiImage {
    if (this.#init?.made == null) throw new Error("the sandbox has no program");
    const compiled = { maxPages: this.#maxPages, module: this.#init.made.module };
    return { ...bundle, ...init, engine: "wasi", compiled, memoryBytes: bundle.code.byteLength };
  }

  call(options: EngineCallOptions, output: CallOutput): CommandCall {
    const bound = this.#boundOrEvaluated();
    const { env, fileName } = bound.source;
    const { loaded } = bound;
    const call = new CommandCall(
      { ...options, client: this.#live(), loaded, env, fileName, maxPages: this.#maxPages },
      output,
    );
    this.#call = call;
    return call;
  }

  /** What was evaluated is loaded by its first call. */
  #boundOrEvaluated(): Bound {
    if (this.#bound !== null) return this.#bound;
    if (this.#init?.made == null) throw new Error("the sandbox has no program");
    const { bundle, made } = this.#init;
    this.#bound = {
      source: bundle,
      loaded: this.#load(made.limited.code, made.module, made.limited.shift, bundle.files),
    };
    return this.#bound;
  }

  /** The image was made in one tier, and may be bound in another. */
  async #loadImage({ code, compiled, files }: WasiImage): Promise<Loaded> {
    try {
      const limited = limitProgram(code, this.#maxPages);
      const module = compiled.maxPages === this.#maxPages ? compiled.module : null;
      return await this.#load(limited.code, module, limited.shift, files);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      return { ok: false, refusal };
    }
  }

  async #load(
    code: Uint8Array,
    module: WebAssembly.Module | null,
    shift: number,
    files: Bundle["files"],
  ): Promise<Loaded> {
    return { ok: true, program: await this.#live().load(code, module, files), shift };
  }

  #live(): SdkClient {
    if (this.#client === null) throw new Error("the sandbox has no SDK");
    return this.#client;
  }
}
