import { MessageChannel, Worker } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import type { FromSdkWorker, Measure, SdkWorkerData } from "./sdk-messages";
import { MEASURE } from "./sdk-messages";

/** A thread of the SDK does not hold much JavaScript; its Wasm memory is not counted. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 } as const;

/** A thread, as its measures are asked for. */
interface Measured {
  readonly port: MessagePort;
  /** Instances that it has made so far. */
  readonly made: Int32Array;
  /** Those of them that were measured. */
  known: number;
  /** Takes the measure that was asked for. */
  answer: (measure: Measure) => void;
}

/** The threads that the SDK of one sandbox has asked for. */
export class SdkThreads {
  readonly #workerFile: string;
  readonly #threads: Measured[] = [];
  /** Hears why the program that runs could not be instantiated. */
  refused: (reason: string) => void = ignore;
  #failed: (error: Error) => void = ignore;

  /** @param workerFile the bundled `sdk-worker` */
  constructor(workerFile: string) {
    this.#workerFile = workerFile;
  }

  /** Rejects when a thread of the SDK fails: then nothing of the sandbox can be used any more. */
  readonly failure = new Promise<never>((_, reject) => {
    this.#failed = reject;
  });

  /** The constructor that the SDK finds in place of the browser's. It keeps to the part of it that the SDK uses. */
  workerClass(): new (script: string | URL, options?: { readonly name?: string }) => SdkThread {
    const start = (script: string, name: string | undefined): Worker => this.#start(script, name);
    return class extends SdkThread {
      constructor(script: string | URL, { name }: { readonly name?: string } = {}) {
        super(start(String(script), name));
      }
    };
  }

  /** What the guest's instances since the last measure took, all threads together; asked for when they are over. */
  async measure(): Promise<Measure> {
    const measures = await Promise.all(this.#threads.filter(isNewlyUsed).map(measureThread));
    return {
      cpuUs: measures.reduce((sum, { cpuUs }) => sum + cpuUs, 0),
      memoryBytes: Math.max(0, ...measures.map(({ memoryBytes }) => memoryBytes)),
      instantiations: measures.flatMap(({ instantiations }) => instantiations),
    };
  }

  #start(script: string, name: string | undefined): Worker {
    const { port1: own, port2: port } = new MessageChannel();
    const made = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    const worker = new Worker(this.#workerFile, {
      workerData: { script, port, made } satisfies SdkWorkerData,
      transferList: [port],
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: RESOURCE_LIMITS,
      trackUnmanagedFds: true,
      ...(name !== undefined && { name }),
    });
    const thread: Measured = { port: own, made: new Int32Array(made), known: 0, answer: ignore };
    own.on("message", (message: FromSdkWorker) => {
      if (message.type === "measured") thread.answer(message);
      else this.refused(message.reason);
    });
    own.unref();
    this.#threads.push(thread);
    worker.on("error", (error) => {
      this.#failed(error instanceof Error ? error : new Error(String(error)));
    });
    return worker;
  }
}

function isNewlyUsed(thread: Measured): boolean {
  const made = Atomics.load(thread.made, 0);
  const isNew = made !== thread.known;
  thread.known = made;
  return isNew;
}

function measureThread(thread: Measured): Promise<Measure> {
  return new Promise((resolve) => {
    thread.answer = resolve;
    thread.port.postMessage(MEASURE);
  });
}

function ignore(): void {
  // Nobody waits for it.
}

/**
 * A thread of the SDK as the SDK sees it. Requests for network and cache, which go to the SDK's own adapter otherwise, are dropped
 * here: there is nothing in this process that would carry them out.
 */
export class SdkThread {
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onerror: ((event: { readonly message: string }) => void) | null = null;
  readonly #worker: Worker;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (data: unknown) => {
      if (!isHostCall(data)) this.onmessage?.({ data });
    });
    worker.on("error", (error) => {
      this.onerror?.({ message: error instanceof Error ? error.message : String(error) });
    });
  }

  postMessage(message: unknown): void {
    this.#worker.postMessage(message);
  }

  terminate(): void {
    void this.#worker.terminate();
  }
}

function isHostCall(data: unknown): boolean {
  const { type } = (data ?? {}) as { readonly type?: unknown };
  return type === "wasmer-network-rpc" || type === "wasmer-cache-rpc";
}
