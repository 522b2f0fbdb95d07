import { watch } from "chokidar";
import { basename } from "node:path";
import { isLeftOut } from "./files";
import { nameInside } from "./inside";

/** Edits come in bursts: a formatter or a checkout touches many files within this time. */
const GATHER_MS = 100;

/** Tells what changed below a folder, by anyone. Dispose it: the watcher's handles are closed. */
export function watchFolder(folder: string, onChange: (paths: readonly string[]) => void): AsyncDisposable {
  let gathered = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path) => path !== folder && isLeftOut(basename(path)),
    ignorePermissionErrors: true,
  });
  watcher.on("all", (_event, path) => {
    gathered.add(nameInside(folder, path));
    timer ??= setTimeout(() => {
      timer = undefined;
      const paths = [...gathered];
      gathered = new Set();
      onChange(paths);
    }, GATHER_MS);
  });
  // A folder that can't be watched is still open: it is only not told of what others change.
  watcher.on("error", () => undefined);
  return {
    async [Symbol.asyncDispose]() {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
