import { create } from "zustand";
import type { Progress, Reply, Result } from "../../preload/contract";
import { api, newWorkId } from "../bridge";

/** Work over a second: the status bar shows it, with its cancel. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly startedAtMs: number;
  /** Null: it says nothing of how far it has come. */
  readonly progress: Omit<Progress, "id"> | null;
  /** Null: it can't be cancelled. */
  readonly cancel: (() => void) | null;
}

interface Tasks {
  readonly running: readonly Task[];
}

export const useTasks = create<Tasks>(() => ({ running: [] }));

/** Shows work that is too short to be ended, should it take longer than it should. */
export function withTask<T>(title: string, work: () => Promise<T>): Promise<T> {
  return shown({ id: newWorkId(), title, startedAtMs: Date.now(), progress: null, cancel: null }, work);
}

/** Shows work that main does under the given id, how far it has come, and the way to end it. Ended, it fails with a message that names it. */
export async function withLongWork<T>(title: string, work: (id: string) => Reply<T>): Reply<T> {
  const id = newWorkId();
  const cancel = (): void => void api.cancel(id);
  const endProgress = api.onProgress((progress) => {
    if (progress.id === id) change(id, progress);
  });
  try {
    const result = await shown({ id, title, startedAtMs: Date.now(), progress: null, cancel }, () => work(id));
    return named(title, result);
  } finally {
    endProgress();
  }
}

/** Main knows no title: of several things that were under way, it does not say which was cancelled. */
function named<T>(title: string, result: Result<T>): Result<T> {
  if (result.ok || result.error.code !== "cancelled") return result;
  return { ok: false, error: { ...result.error, message: `${title} was cancelled before it was done` } };
}

async function shown<T>(task: Task, work: () => Promise<T>): Promise<T> {
  useTasks.setState(({ running }) => ({ running: [...running, task] }));
  try {
    return await work();
  } finally {
    useTasks.setState(({ running }) => ({ running: running.filter(({ id }) => id !== task.id) }));
  }
}

function change(id: string, progress: Progress): void {
  useTasks.setState(({ running }) => ({
    running: running.map((task) => (task.id === id ? { ...task, progress } : task)),
  }));
}
