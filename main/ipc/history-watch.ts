import type { FSWatcher } from "node:fs";
import { mkdirSync, watch } from "node:fs";

/**
 * Tells when the history's file was written, by whichever process: the terminal's calls are to be seen in the window as well.
 * Where the folder can't be watched, `onChange` is told nothing, and the window sees the others' calls when it asks again.
 */
export function watchHistory(home: string, onChange: () => void): Disposable {
  let watcher: FSWatcher | null = null;
  try {
    mkdirSync(home, { recursive: true });
    watcher = watch(home, (_kind, name) => {
      // The write-ahead log; the shared memory beside it changes without a word.
      if (name?.startsWith("coldframe.sqlite") === true) onChange();
    });
    watcher.on("error", () => watcher?.close());
  } catch {
    // Said above.
  }
  return {
    [Symbol.dispose]: () => {
      watcher?.close();
    },
  };
}
