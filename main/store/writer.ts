import { Worker } from "node:worker_threads";
import type { Invocation } from "../../runtime/model";
import { storeError, StoreError } from "./store-error";
import { BatchBuilder } from "./wire";
import type { StartedCall } from "./wire";
import type { FromWriter, StoreProblem, ToWriter, WriterData, WriterTask } from "./writer-protocol";
import writerThreadPath from "./writer-thread?modulePath";

export interface WriterOptions extends WriterData {
  readonly bodyLimitBytes: number;
  /** Records that wait to be written may take this much memory; past it they are lost, and reported. */
  readonly maxBacklogBytes: number;
  readonly onProblem: (problem: StoreProblem) => void;
}

/**
 * How long records gather before they are sent. A call that ends within it costs one insert, not an insert and an update, and a burst costs
 * few transactions: under a gateway's load most calls take longer than 8 ms in all, and hardly any longer than this (measured).
 */
const LINGER_MS = 32;
const MAX_RECORDS = 512;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

interface Ticket {
  resolve(count: number): void;
  reject(error: Error): void;
}

/** The main side of the writing thread. The thread starts with the first record or task. */
export class Writer {
  readonly #options: WriterOptions;
  readonly #builder: BatchBuilder;
  readonly #tickets = new Map<number, Ticket>();
  #roomWaiters: (() => void)[] = [];
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | null = null;
  #nextTicket = 1;
  #backlogRecords = 0;
  #backlogBytes = 0;
  #overrun = 0;
  #isDead = false;
  #isClosed = false;
  #onEnd: (() => void) | null = null;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#builder = new BatchBuilder(options.bodyLimitBytes);
  }

  begin(call: StartedCall): void {
    if (this.#isFull()) return;
    this.#builder.begin(call);
    this.#schedule();
  }

  finish(invocation: Invocation): void {
    if (this.#isFull()) {
      this.#overrun += 1;
    } else {
      this.#builder.finish(invocation);
    }
    this.#schedule();
  }

  /** Resolves when a quarter of the backlog's limit or less is taken. */
  async room(): Promise<void> {
    if (this.#backlogBytes <= this.#options.maxBacklogBytes / 4) return;
    await new Promise<void>((resolve) => this.#roomWaiters.push(resolve));
  }

  /** Sends what was gathered, then the task. Rejects with a StoreError where it failed. */
  async perform(task: WriterTask): Promise<number> {
    if (this.#isClosed) throw storeError("store-closed", this.#options.file, "a task came after close");
    this.#send();
    if (this.#isDead) throw storeError("store-writer-died", this.#options.file, "nothing can be written");
    const ticket = this.#nextTicket;
    this.#nextTicket += 1;
    const done = new Promise<number>((resolve, reject) => this.#tickets.set(ticket, { resolve, reject }));
    this.#post({ type: "task", ticket, task });
    return done;
  }

  /** Resolves when all that came before is settled. */
  async flush(): Promise<void> {
    this.#send();
    if (this.#worker === null || this.#backlogRecords === 0) return;
    await this.perform({ type: "flush" });
  }

  /** Writes what is left and ends the thread. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#send();
    this.#isClosed = true;
    const worker = this.#worker;
    if (worker === null || this.#isDead) return;
    const ended = new Promise<void>((resolve) => (this.#onEnd = resolve));
    worker.ref();
    worker.postMessage({ type: "close" } satisfies ToWriter);
    await ended;
  }

  #isFull(): boolean {
    return this.#backlogBytes + this.#builder.weightBytes > this.#options.maxBacklogBytes;
  }

  #schedule(): void {
    if (this.#isClosed) {
      throw storeError("store-closed", this.#options.file, "a record came after close");
    }
    if (this.#builder.records >= MAX_RECORDS || this.#builder.weightBytes >= MAX_BATCH_BYTES) {
      this.#send();
    } else {
      this.#timer ??= setTimeout(() => {
        this.#send();
      }, LINGER_MS);
    }
  }

  #send(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#overrun > 0) {
      this.#report(storeError("store-overrun", this.#options.file, `${this.#overrun} calls not kept`), this.#overrun);
      this.#overrun = 0;
    }
    const batch = this.#builder.take();
    if (batch === null) return;
    if (this.#isDead) {
      const error = storeError("store-writer-died", this.#options.file, `${batch.records} records not kept`);
      this.#report(error, batch.records);
      return;
    }
    this.#backlogRecords += batch.records;
    this.#backlogBytes += batch.weightBytes;
    this.#post(batch, [batch.bodies.buffer]);
  }

  /** A thread with work left keeps the process alive; an idle one does not. */
  #post(message: ToWriter, transfer: readonly ArrayBuffer[] = []): void {
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    worker.postMessage(message, transfer);
  }

  #start(): Worker {
    const { file, busyTimeoutMs, nativeBinding, sessionSeq, retention } = this.#options;
    const workerData: WriterData = { file, busyTimeoutMs, nativeBinding, sessionSeq, retention };
    const worker = new Worker(writerThreadPath, { workerData, name: "coldframe-store" });
    worker.on("message", (message: FromWriter) => {
      this.#receive(message);
    });
    worker.on("error", (error) => {
      this.#fail(error instanceof Error ? error.message : String(error));
    });
    worker.on("exit", () => {
      this.#fail("it ended");
      this.#onEnd?.();
    });
    return worker;
  }

  #receive(message: FromWriter): void {
    switch (message.type) {
      case "settled":
        this.#backlogRecords -= message.records;
        this.#backlogBytes -= message.weightBytes;
        this.#makeRoom();
        break;
      case "problem":
        this.#options.onProblem(message.problem);
        break;
      case "done":
        this.#takeTicket(message.ticket)?.resolve(message.count);
        break;
      case "failed": {
        const { code, message: text } = message.problem;
        this.#takeTicket(message.ticket)?.reject(new StoreError(code, this.#options.file, text));
        break;
      }
      case "closed":
        break;
    }
    if (this.#backlogRecords === 0 && this.#tickets.size === 0 && !this.#isClosed) this.#worker?.unref();
  }

  #takeTicket(ticket: number): Ticket | undefined {
    const found = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    return found;
  }

  #makeRoom(): void {
    if (this.#backlogBytes > this.#options.maxBacklogBytes / 4) return;
    const waiters = this.#roomWaiters;
    this.#roomWaiters = [];
    for (const resolve of waiters) resolve();
  }

  /** The thread is gone: what it had not settled is lost, and nobody may wait for it. */
  #fail(detail: string): void {
    const isExpected = this.#isClosed && this.#backlogRecords === 0 && this.#tickets.size === 0;
    if (this.#isDead || isExpected) return;
    this.#isDead = true;
    const error = storeError("store-writer-died", this.#options.file, detail);
    this.#report(error, this.#backlogRecords);
    for (const ticket of this.#tickets.values()) ticket.reject(error);
    this.#tickets.clear();
    this.#backlogRecords = 0;
    this.#backlogBytes = 0;
    this.#makeRoom();
  }

  #report(error: StoreError, lost: number): void {
    this.#options.onProblem({ code: error.code, message: error.message, lost });
  }
}
