import { create } from "zustand";

/** Work over a second: the status bar shows it, with its cancel. */
export interface Task {
  readonly id: number;
  readonly title: string;
  readonly startedAtMs: number;
  /** Null: it can't be cancelled. */
  readonly cancel: (() => void) | null;
}

interface Tasks {
  readonly running: readonly Task[];
}

export const useTasks = create<Tasks>(() => ({ running: [] }));

let lastId = 0;

/** Shows work while it goes on. */
export async function withTask<T>(title: string, cancel: (() => void) | null, work: () => Promise<T>): Promise<T> {
  lastId += 1;
  const task: Task = { id: lastId, title, startedAtMs: Date.now(), cancel };
  useTasks.setState(({ running }) => ({ running: [...running, task] }));
  try {
    return await work();
  } finally {
    useTasks.setState(({ running }) => ({ running: running.filter((other) => other !== task) }));
  }
}
