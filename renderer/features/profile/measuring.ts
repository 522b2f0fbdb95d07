import { create } from "zustand";
import type { Reply, Result } from "../../../preload/contract";
import type { BuildProblem } from "../../../runtime/model";
import { api } from "../../bridge";
import { notify, useEditing, withLongWork } from "../../session";

interface Measuring {
  /** What measures now, as `Profiling hello`, and its work's id; null: nothing does. */
  readonly running: { readonly title: string; readonly id: string } | null;
}

export const useMeasuring = create<Measuring>(() => ({ running: null }));

/**
 * Saves what is edited, then measures: one thing at a time, for two would slow each other down. Progress and cancel are in the status bar
 * and, by `MeasuringLine`, in the panel. Null: it was not begun.
 */
export async function measureAlone<T>(title: string, work: (id: string) => Reply<T>): Promise<Result<T> | null> {
  if (useMeasuring.getState().running !== null) return null;
  if (!(await useEditing.getState().saveAll())) {
    notify({ level: "warning", message: "Not measured: a file could not be saved.", details: null });
    return null;
  }
  try {
    return await withLongWork(title, (id) => {
      useMeasuring.setState({ running: { title, id } });
      return work(id);
    });
  } finally {
    useMeasuring.setState({ running: null });
  }
}

export function cancelMeasuring(): void {
  const { running } = useMeasuring.getState();
  if (running !== null) void api.cancel(running.id);
}

/** Why nothing was measured. */
export interface MeasureFailure {
  readonly message: string;
  readonly details: string | null;
}

export function notBuilt(name: string, problems: readonly BuildProblem[]): MeasureFailure {
  const texts = problems.map(({ message, location }) =>
    location === null ? message : `${location.file}:${location.line}:${location.column}: ${message}`,
  );
  return {
    message: `${name} was not measured, since its source doesn’t build: ${texts[0] ?? ""}`,
    details: texts.join("\n"),
  };
}
