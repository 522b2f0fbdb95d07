import { Worker } from "node:worker_threads";
import type { HistoryFunction, HistorySlice } from "../../runtime/model";
import type { HistoryFilter } from "./history";
import type { FromReader, Queries, QueryData, ToReader } from "./query-protocol";
import queryThreadPath from "./query-thread?modulePath";
import type { InvocationBatch } from "./slices";
import { storeError, StoreError } from "./store-error";

export interface BatchRequest {
  readonly filter: HistoryFilter;
  /** These instead of what matches the filter. */
  readonly ids: readonly string[] | null;
  /** `next` of the batch before; null for the first. */
  readonly after: string | null;
}

/** Questions whose answers may take a while, answered by a thread of their own. All reject with a StoreError. */
export interface HistoryQueries extends AsyncDisposable {
  /** Any part of the list of those that match; a search lists them in the order of recording. */
  slice(filter: HistoryFilter, offset: number, limit: number): Promise<HistorySlice>;
  /** The ids alone, in the list's order: of as many calls as one likes. */
  ids(filter: HistoryFilter, offset: number, limit: number): Promise<readonly string[]>;
  functions(): Promise<readonly HistoryFunction[]>;
  /** Whole ended invocations, newest first or in the ids' order, at most so many that taking them blocks nobody. */
  batch(request: BatchRequest): Promise<InvocationBatch>;
}

const BUSY_TIMEOUT_MS = 5000;
const BATCH_LIMIT = 50;
const BATCH_BYTES = 1024 * 1024;

/** For a history that was opened, and so brought up to date, before. The thread starts with the first question. */
export function openHistoryQueries(options: {
  readonly file: string;
  readonly busyTimeoutMs?: number;
  readonly nativeBinding?: string | null;
}): HistoryQueries {
  const { file, busyTimeoutMs = BUSY_TIMEOUT_MS, nativeBinding = null } = options;
  const client = new QueryClient({ file, busyTimeoutMs, nativeBinding });
  return {
    slice: (filter, offset, limit) => client.ask("slice", { filter, offset, limit }),
    ids: (filter, offset, limit) => client.ask("ids", { filter, offset, limit }),
    functions: () => client.ask("functions", null),
    batch: (request) => client.ask("batch", { ...request, limit: BATCH_LIMIT, bytes: BATCH_BYTES }),
    [Symbol.asyncDispose]: () => client.close(),
  };
}

interface Ticket {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

class QueryClient {
  readonly #data: QueryData;
  readonly #tickets = new Map<number, Ticket>();
  #worker: Worker | null = null;
  #nextTicket = 1;
  #isClosed = false;

  constructor(data: QueryData) {
    this.#data = data;
  }

  async ask<Name extends keyof Queries>(name: Name, ask: Queries[Name]["ask"]): Promise<Queries[Name]["answer"]> {
    if (this.#isClosed) throw storeError("store-closed", this.#data.file, "it was read after close");
    const worker = (this.#worker ??= this.#start());
    const ticket = this.#nextTicket;
    this.#nextTicket += 1;
    const answer = new Promise<unknown>((resolve, reject) => this.#tickets.set(ticket, { resolve, reject }));
    worker.ref();
    worker.postMessage({ ticket, name, ask });
    return answer as Promise<Queries[Name]["answer"]>;
  }

  /** What was asked is answered first. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise<void>((resolve) => {
      worker.once("exit", () => {
        resolve();
      });
    });
    worker.ref();
    worker.postMessage({ name: "close" } satisfies ToReader);
    await ended;
  }

  #start(): Worker {
    const worker = new Worker(queryThreadPath, { workerData: this.#data, name: "coldframe-history" });
    worker.on("message", (message: FromReader) => {
      this.#receive(message);
    });
    worker.on("error", (error) => {
      this.#fail(error instanceof Error ? error.message : String(error));
    });
    worker.on("exit", () => {
      this.#fail("the thread that reads it ended");
    });
    return worker;
  }

  #receive(message: FromReader): void {
    const ticket = this.#tickets.get(message.ticket);
    this.#tickets.delete(message.ticket);
    if (message.ok) ticket?.resolve(message.answer);
    else if (message.code === null) ticket?.reject(new Error(message.message));
    else ticket?.reject(new StoreError(message.code, this.#data.file, message.message));
    // An idle thread does not keep the process alive.
    if (this.#tickets.size === 0) this.#worker?.unref();
  }

  /** The next question starts another thread. */
  #fail(detail: string): void {
    this.#worker = null;
    const error = storeError("store-unreadable", this.#data.file, detail);
    for (const ticket of this.#tickets.values()) ticket.reject(error);
    this.#tickets.clear();
  }
}
