import { sep } from "node:path";
import { watch } from "chokidar";
import { TEMPORARY_NAME } from "../json-file";
import { listFiles, MOST_ENTRIES } from "./list-files";
import { windowPath } from "./paths";

/** How long changes gather: one save, or one checkout, is told once. Milliseconds. */
const GATHER_MS = 50;

/** Of a folder with too many files: its functions and the files in their folders. */
const DEPTH_OF_LARGE = 1;

export interface WatchOptions {
  /** The open folder, with symbolic links resolved. */
  readonly root: string;
  /** Paths relative to the folder, each once. */
  readonly onChange: (paths: readonly string[]) => void;
  /** The folder is too large to be watched as a whole. */
  readonly onTooLarge: () => void;
  /** The folder can't be watched any more. */
  readonly onError: (error: unknown) => void;
}

/**
 * Tells what changed below a folder, whoever changed it; node_modules, .git and Coldframe's own half-written files are left out.
 * Resolves when every change from now on is told. Dispose it.
 */
export async function watchFolder({ root, onChange, onTooLarge, onError }: WatchOptions): Promise<AsyncDisposable> {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  const tell = (): void => {
    timer = null;
    const paths = [...changed].sort();
    changed.clear();
    onChange(paths);
  };
  // Each file that is watched costs memory and, at the start, time in which nothing else is done.
  const isTooLarge = (await listFiles(root).catch(() => [])).length >= MOST_ENTRIES;
  if (isTooLarge) onTooLarge();
  const watcher = watch(root, {
    ...(isTooLarge && { depth: DEPTH_OF_LARGE }),
    ignored: (path) => isIgnored(root, path),
    ignoreInitial: true,
    followSymlinks: false,
    // A save by renaming is one change here, not a deletion and a new file.
    atomic: false,
  });
  watcher.on("all", (_event, path) => {
    if (path === root) return;
    changed.add(windowPath(root, path));
    timer ??= setTimeout(tell, GATHER_MS);
  });
  let isReady = false;
  await new Promise<void>((resolve) => {
    watcher.on("ready", () => {
      isReady = true;
      resolve();
    });
    watcher.on("error", (error) => {
      onError(error);
      if (!isReady) resolve();
    });
  });
  return {
    async [Symbol.asyncDispose]() {
      if (timer !== null) clearTimeout(timer);
      await watcher.close();
    },
  };
}

function isIgnored(root: string, path: string): boolean {
  if (!path.startsWith(root + sep)) return false;
  return path
    .slice(root.length + 1)
    .split(/[/\\]/)
    .some((part) => part === "node_modules" || part === ".git" || TEMPORARY_NAME.test(part));
}
