import type { Transferable } from "node:worker_threads";
import { Worker } from "node:worker_threads";
import type { FromSandbox, ToSandbox } from "../sandbox/protocol";

/**
 * Limits of the thread's own JavaScript heap. The guest's memory is Wasm memory, limited by its tier; this heap only holds what
 * crosses between guest and host, and ends the thread, not the process, when a guest finds a way to fill it.
 */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 } as const;

export interface ThreadEvents {
  message(message: FromSandbox): void;
  /** The thread died by itself; said once, and never after `terminate`. */
  died(reason: string): void;
  /** The thread is gone, for whichever reason. Said once. */
  exited(): void;
}

/** A sandbox's thread: it gets no environment, no arguments and no standard streams. */
export class Thread {
  readonly #worker: Worker;
  #dead = false;

  constructor(workerFile: string, events: ThreadEvents) {
    this.#worker = new Worker(workerFile, {
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      // Kept from the process's own, and never read: a reader would keep the process alive. A guest's console does not go here.
      stdout: true,
      stderr: true,
      resourceLimits: RESOURCE_LIMITS,
      trackUnmanagedFds: true,
      name: "coldframe-sandbox",
    });
    const die = (reason: string): void => {
      if (this.#dead) return;
      this.#dead = true;
      events.died(reason);
    };
    this.#worker.on("message", (message: FromSandbox) => {
      if (!this.#dead) events.message(message);
    });
    this.#worker.on("messageerror", (error) => {
      die(`a message could not be read: ${error.message}`);
      void this.#worker.terminate();
    });
    this.#worker.on("error", (error) => {
      die(error instanceof Error ? error.message : String(error));
    });
    this.#worker.on("exit", (code) => {
      die(`the thread exited with code ${code}`);
      events.exited();
    });
  }

  post(message: ToSandbox, transfer?: readonly Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Whether the thread keeps the process alive. */
  hold(held: boolean): void {
    if (held) this.#worker.ref();
    else this.#worker.unref();
  }

  /** Ends the thread, also out of an endless loop. Resolves when it is gone. */
  async terminate(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }
}
