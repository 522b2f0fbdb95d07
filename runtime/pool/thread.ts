import { Worker } from "node:worker_threads";
import type { PackedValue, SandboxCall } from "../sandbox/call-packing";
import { packCall } from "../sandbox/call-packing";
import type { Binding, FromSandbox, ToSandbox } from "../sandbox/protocol";

/**
 * Limits of the thread's own JavaScript heap. The guest's memory is Wasm memory, limited by its tier; this heap only holds what
 * crosses between guest and host, and ends the thread, not the process, when a guest finds a way to fill it. V8 lets the old generation
 * grow to half of its limit before it collects it for the first time, and takes that down with each young collection: under 768 MB a
 * start would always come to a mark-sweep, which takes a tenth of a cold start. Next to nothing survives a call, so that a small young
 * generation is collected at no greater cost, and holds less.
 */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 2, stackSizeMb: 4 } as const;

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
  #calls: PackedValue[] = [];

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

  post(message: ToSandbox): void {
    this.#flush();
    this.#worker.postMessage(message);
  }

  /** Hands a call over; with `binding`, the instance is bound first. Calls that come together leave together. */
  call(call: SandboxCall, binding: Binding | null): void {
    if (binding !== null) {
      const calls: PackedValue[] = [];
      packCall(calls, call);
      this.post({ type: "calls", binding, calls });
      return;
    }
    if (this.#calls.length === 0) process.nextTick(this.#flush);
    packCall(this.#calls, call);
  }

  /** Whether the thread keeps the process alive. */
  hold(held: boolean): void {
    if (held) this.#worker.ref();
    else this.#worker.unref();
  }

  readonly #flush = (): void => {
    if (this.#calls.length === 0) return;
    const calls = this.#calls;
    this.#calls = [];
    this.#worker.postMessage({ type: "calls", binding: null, calls } satisfies ToSandbox);
  };

  /** Ends the thread, also out of an endless loop. Resolves when it is gone. */
  async terminate(): Promise<void> {
    this.#dead = true;
    await this.#worker.terminate();
  }
}
