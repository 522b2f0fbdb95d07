/** A notifier that lets one through every so often. */
export interface Throttled {
  (): void;
  /** Drops one that waits. */
  dispose(): void;
}

/** Calls `emit` at once, and while more come, once every `everyMs` milliseconds; the last one is never lost. */
export function throttled(emit: () => void, everyMs: number): Throttled {
  let timer: NodeJS.Timeout | null = null;
  let isDue = false;
  let isDisposed = false;
  const rest = (): void => {
    timer = setTimeout(() => {
      timer = null;
      if (!isDue) return;
      isDue = false;
      rest();
      emit();
    }, everyMs);
    timer.unref();
  };
  const notify = (): void => {
    if (isDisposed) return;
    if (timer !== null) {
      isDue = true;
      return;
    }
    rest();
    emit();
  };
  return Object.assign(notify, {
    dispose: () => {
      isDisposed = true;
      if (timer !== null) clearTimeout(timer);
    },
  });
}
