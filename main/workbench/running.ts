import { WorkbenchError } from "./workbench-error";

/** How far work has come that takes its time. */
export interface Progress {
  /** The work's. */
  readonly id: string;
  readonly done: number;
  readonly total: number;
  /** What of the work these are of, where it has several parts; null: it is one. */
  readonly stage: string | null;
}

/** Tells how far the work has come: of the stage, where there are several. */
export type Report = (done: number, total: number, stage?: string) => void;

const REPORT_EVERY_MS = 100;

/** The work that the window can end: each piece by the id that the window gave it. */
export class Running {
  readonly #onProgress: (progress: Progress) => void;
  readonly #all = new Map<string, { readonly controller: AbortController; readonly done: Promise<unknown> }>();

  /** `onProgress` is told at most ten times a second of each piece of work that reports, and of each new stage at once. */
  constructor(onProgress: (progress: Progress) => void = () => undefined) {
    this.#onProgress = onProgress;
  }

  /** Does work that `cancel` can end and `settle` waits for. The signal's reason is a WorkbenchError `cancelled`. */
  async run<T>(id: string, work: (signal: AbortSignal, report: Report) => Promise<T>): Promise<T> {
    if (this.#all.has(id)) throw new Error(`work with the id ${id} is under way already`);
    const controller = new AbortController();
    const done = work(controller.signal, this.#reporter(id));
    this.#all.set(id, { controller, done });
    try {
      return await done;
    } finally {
      this.#all.delete(id);
    }
  }

  /** False where no work of that id is under way. */
  cancel(id: string): boolean {
    const running = this.#all.get(id);
    running?.controller.abort(new WorkbenchError("cancelled", "It was ended before it was done"));
    return running !== undefined;
  }

  /** Cancels all; resolves when it has ended. */
  async settle(): Promise<void> {
    const all = [...this.#all];
    for (const [id] of all) this.cancel(id);
    await Promise.allSettled(all.map(([, { done }]) => done));
  }

  #reporter(id: string): Report {
    let nextMs = performance.now() + REPORT_EVERY_MS;
    let last: string | null = null;
    return (done, total, stage) => {
      const nowMs = performance.now();
      const isNew = stage !== undefined && stage !== last;
      if (nowMs < nextMs && !isNew) return;
      nextMs = nowMs + REPORT_EVERY_MS;
      last = stage ?? null;
      this.#onProgress({ id, done, total, stage: last });
    };
  }
}
