import { Blob } from "node:buffer";
import type { Package, Process, Wasmer } from "@wasmer/sdk/node";
import { lendToSdk, takeAwayHostCalls } from "./sdk-globals";
import { readAll } from "./program-output";
import { SdkThreads } from "./sdk-threads";
import { WARM_UP_FILE, warmUpProgram } from "./warm-up-program";

/** A program's name for itself is its first argument. */
const COMMAND = "program";
/**
 * The first run starts the SDK's threads, and V8 compiles what each uses of the SDK when it is first called. The second finds it all there,
 * and the third and fourth still take several times as long as later ones: together a fiftieth of what the first takes.
 */
const WARM_UP_RUNS = 4;

/** A program that was made ready to run, with the files that it may read. */
export interface Program {
  readonly package: Package;
}

/** One process of a program, in a sandbox of the SDK's own: files that it writes are gone with it. */
export interface RunningProgram {
  readonly process: Process;
  close(): Promise<void>;
}

/**
 * The Wasmer SDK in a sandbox's thread. The SDK runs WASI and WASIX in WebAssembly; each process runs in a thread that it starts from
 * this one, so a sandbox of this engine is a thread and a few below it, which end with it. They are given neither network nor disk.
 */
export class SdkClient {
  readonly threads: SdkThreads;
  readonly #wasmer: Wasmer;

  private constructor(wasmer: Wasmer, threads: SdkThreads) {
    this.#wasmer = wasmer;
    this.threads = threads;
  }

  /** Loads the SDK and runs a program in it: its first runs take 50 times as long as later ones. */
  static async start(workerFile: string): Promise<SdkClient> {
    const threads = new SdkThreads(workerFile);
    lendToSdk({ Blob, Worker: threads.workerClass() });
    const sdk = await import("@wasmer/sdk/node");
    const wasmer = await new sdk.Wasmer({ cache: false, parallelism: 1 }).ready();
    takeAwayHostCalls();
    const client = new SdkClient(wasmer, threads);
    const program = await client.load(warmUpProgram(), null, { [WARM_UP_FILE]: Uint8Array.of(0) });
    for (let run = 0; run < WARM_UP_RUNS; run += 1) await client.#warmUp(program);
    return client;
  }

  /**
   * @param module compiled from the same bytes, where it was compiled elsewhere
   * @param files by absolute path in the program's file system
   */
  async load(
    code: Uint8Array,
    module: WebAssembly.Module | null,
    files: Readonly<Record<string, Uint8Array>>,
  ): Promise<Program> {
    if (module !== null) useCompiled(code.byteLength, module);
    const definition = { modules: { [COMMAND]: code }, commands: { [COMMAND]: { module: COMMAND } }, files };
    return { package: await this.#wasmer.packages.create(definition) };
  }

  async run(
    { package: program }: Program,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<RunningProgram> {
    const sandbox = await this.#wasmer.sandboxes.create({ packages: [program], env, network: { mode: "disabled" } });
    const process = await sandbox
      .command(program, args, { cwd: "/" })
      .spawn({ stdin: "pipe", stdout: "pipe", stderr: "pipe" });
    return { process, close: () => sandbox.close() };
  }

  async #warmUp(program: Program): Promise<void> {
    const running = await this.run(program, ["argument"], { NAME: "value" });
    const { process } = running;
    await process.stdin?.write("x");
    await process.stdin?.close();
    const ignore = (): boolean => true;
    await Promise.all([process.wait(), readAll(process.stdout, ignore), readAll(process.stderr, ignore)]);
    await this.threads.measure();
    await running.close();
  }
}

/**
 * The SDK compiles a program's module in each sandbox again, by the constructor and in this thread. It gets the one that was compiled
 * for all of them; a module of another length is another one.
 */
function useCompiled(byteLength: number, compiled: WebAssembly.Module): void {
  WebAssembly.Module = new Proxy(ownModule, {
    construct(target, [bytes]: ConstructorParameters<typeof WebAssembly.Module>) {
      return bytes.byteLength === byteLength ? compiled : new target(bytes);
    },
  });
}

const ownModule = WebAssembly.Module;
