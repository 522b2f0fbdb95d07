import { Worker } from "node:worker_threads";
import { type Answer, MEMORY_LIMIT_MB, type TaskInput, type TaskName, type TaskOutput } from "./compiler-tasks";
import threadFile from "./compiler-thread?modulePath";

/** How long one compilation may take, with loading its compiler; milliseconds. */
const TIME_LIMIT_MS = 60_000;

/** What a task gave, or one line that says why it gave nothing. */
export type TaskResult<Output> =
  { readonly ok: true; readonly output: Output } | { readonly ok: false; readonly reason: string };

/** The threads in which compilers run: one for each task, started by its first use, warm from then on. Dispose it: they end. */
export class CompilerThreads implements AsyncDisposable {
  readonly #timeLimitMs: number;
  readonly #threads = new Map<TaskName, CompilerThread>();

  constructor(timeLimitMs: number = TIME_LIMIT_MS) {
    this.#timeLimitMs = timeLimitMs;
  }

  /** Runs a task after those of its kind that were asked for before. */
  async run<Name extends TaskName>(task: Name, input: TaskInput<Name>): Promise<TaskResult<TaskOutput<Name>>> {
    const thread = this.#threads.get(task) ?? new CompilerThread(task, this.#timeLimitMs);
    this.#threads.set(task, thread);
    return (await thread.run(input)) as TaskResult<TaskOutput<Name>>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const threads = [...this.#threads.values()];
    this.#threads.clear();
    await Promise.all(threads.map((thread) => thread.end()));
  }
}

class CompilerThread {
  readonly #task: TaskName;
  readonly #timeLimitMs: number;
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();
  /** Takes the result of the task that runs. */
  #settle: (result: TaskResult<unknown>) => void = () => undefined;

  constructor(task: TaskName, timeLimitMs: number) {
    this.#task = task;
    this.#timeLimitMs = timeLimitMs;
  }

  run(input: unknown): Promise<TaskResult<unknown>> {
    const result = this.#last.then(() => this.#ask(input));
    this.#last = result;
    return result;
  }

  async end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  async #ask(input: unknown): Promise<TaskResult<unknown>> {
    const worker = (this.#worker ??= this.#start());
    const { promise, resolve } = Promise.withResolvers<TaskResult<unknown>>();
    this.#settle = resolve;
    const timer = setTimeout(() => {
      resolve({ ok: false, reason: `it took longer than ${this.#timeLimitMs / 1000} s` });
      void this.end();
    }, this.#timeLimitMs);
    worker.ref();
    worker.postMessage({ task: this.#task, input });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      // Warm, but nothing that a program that is done would wait for.
      worker.unref();
    }
  }

  /** What a compiler prints is not for the terminal: its problems come as values. */
  #start(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: MEMORY_LIMIT_MB };
    const worker = new Worker(threadFile, {
      env: {},
      argv: [],
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits,
    });
    // A thread that was ended for its time has no say in the task that follows.
    const settle = (result: TaskResult<unknown>): void => {
      if (this.#worker === worker) this.#settle(result);
    };
    worker.on("message", (answer: Answer) => {
      settle(answer.ok ? answer : { ok: false, reason: answer.message });
    });
    worker.on("error", (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      settle({ ok: false, reason: isMemory ? `it needed more than ${MEMORY_LIMIT_MB} MB` : error.message });
    });
    worker.on("exit", () => {
      settle({ ok: false, reason: "its thread ended" });
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }
}
