import { mkdir, realpath, stat } from "node:fs/promises";
import { basename, isAbsolute, join, resolve } from "node:path";
import { z } from "zod";
import type { FunctionInfo, SavedRequest, Workspace } from "../../../preload/contract";
import { readJsonFile, writeJsonFile } from "../json-file";
import { Serial } from "../serial";
import { WorkbenchError } from "../workbench-error";
import { createFunction } from "./create-function";
import { listExamples } from "./examples";
import type { Trash } from "./files";
import { WorkspaceFiles } from "./files";
import { findFunctions } from "./functions";
import { MOST_ENTRIES } from "./list-files";
import { notFound, unreadable } from "./paths";
import { SavedRequests } from "./saved-requests";
import { watchFolder } from "./watch";
import { WorkspaceMemory } from "./workspace-memory";

export interface WorkspacesOptions {
  /** Absolute path of the folder for what Coldframe remembers. */
  readonly home: string;
  /** The folder of Coldframe's own package. */
  readonly packageFolder: string;
  /** What a file of saved requests is. */
  readonly savedRequests: z.ZodType<SavedRequest[]>;
  readonly trash: Trash;
  /** Paths relative to the open folder. */
  readonly onFilesChanged: (paths: readonly string[]) => void;
  /** Another folder is open, or its functions changed. */
  readonly onWorkspace: (workspace: Workspace) => void;
  /** The open folder can't be watched, or not all of it: changes from outside are not noticed. One line. */
  readonly onWatchProblem: (message: string, error: unknown) => void;
}

/** The folder that is open, and what belongs to it. */
export interface OpenFolder {
  /** Absolute path, with symbolic links resolved. */
  readonly root: string;
  readonly files: WorkspaceFiles;
  readonly memory: WorkspaceMemory;
  readonly requests: SavedRequests;
}

interface Opened extends OpenFolder {
  functions: readonly FunctionInfo[];
  watcher: Promise<AsyncDisposable>;
}

const RECENT = z.object({ folders: z.array(z.string()) });
const MAX_RECENT = 20;

/** The folders of functions that the user works in, of which one is open. Dispose it: what was begun is on disk then. */
export class Workspaces implements AsyncDisposable {
  readonly #options: WorkspacesOptions;
  readonly #steps = new Serial();
  #opened: Opened | null = null;
  #refreshing: Promise<void> | null = null;

  constructor(options: WorkspacesOptions) {
    this.#options = options;
  }

  /** The open folder: at first the one that was open last, or the playground, which is made on the first run. */
  current(): Promise<Workspace> {
    return this.#steps.run(async () => this.#describe(await this.#ensure()));
  }

  /** @throws {WorkbenchError} `not-found`, `unreadable`; then the folder from before stays open */
  open(folder: string): Promise<Workspace> {
    return this.#steps.run(async () => {
      const workspace = await this.#describe(await this.#open(folder));
      this.#options.onWorkspace(workspace);
      return workspace;
    });
  }

  /** Leaves a folder out of the recent ones; the open one stays open. Nothing in it is touched. */
  forget(folder: string): Promise<Workspace> {
    return this.#steps.run(async () => {
      const opened = await this.#ensure();
      const folders = await this.#recent();
      await this.#saveRecent(folders.filter((known) => known !== folder || known === opened.root));
      const workspace = await this.#describe(opened);
      this.#options.onWorkspace(workspace);
      return workspace;
    });
  }

  /** @throws {WorkbenchError} `invalid-name`, `already-exists`, `not-found`, `unwritable` */
  createFunction({ example, name }: { readonly example: string; readonly name: string }): Promise<FunctionInfo> {
    return this.#steps.run(async () => {
      const opened = await this.#ensure();
      const { root } = opened;
      if (opened.functions.some((known) => known.path === ".")) {
        const advice = "open another folder for more functions";
        throw new WorkbenchError("already-exists", `${basename(root)} is itself one function: ${advice}`);
      }
      await createFunction({ packageFolder: this.#options.packageFolder, root, example, name });
      opened.functions = await findFunctions(root);
      const created = opened.functions.find((known) => known.path === name);
      if (created === undefined) throw notFound(name);
      this.#options.onWorkspace(await this.#describe(opened));
      return created;
    });
  }

  /** What is open, for work on its files. */
  openFolder(): Promise<OpenFolder> {
    return this.#steps.run(() => this.#ensure());
  }

  /** Resolves when every change on disk from now on is told. */
  async watching(): Promise<void> {
    const { watcher } = await this.#steps.run(() => this.#ensure());
    await watcher;
  }

  /** The absolute path of a function of the open folder. @throws {WorkbenchError} `not-found` */
  async entryOf(path: string): Promise<string> {
    const opened = await this.#steps.run(() => this.#ensure());
    const isKnown = (): boolean => opened.functions.some((known) => known.path === path);
    // One that was just made may be called before the watcher tells of it.
    if (!isKnown()) opened.functions = await findFunctions(opened.root);
    if (!isKnown()) throw notFound(path);
    return path === "." ? opened.root : join(opened.root, path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#steps.run(() => this.#close());
    await this.#refreshing;
  }

  async #ensure(): Promise<Opened> {
    if (this.#opened !== null) return this.#opened;
    const [last] = await this.#recent();
    if (last !== undefined && (await isFolder(last))) {
      try {
        return await this.#open(last);
      } catch (error) {
        if (!(error instanceof WorkbenchError)) throw error;
        // It can't be read any more; the playground always can.
      }
    }
    return this.#open(await this.#playground());
  }

  async #open(folder: string): Promise<Opened> {
    const root = await realFolder(folder);
    const functions = await findFunctions(root);
    await this.#close();
    const opened: Opened = {
      root,
      functions,
      files: new WorkspaceFiles(root, this.#options.trash),
      memory: new WorkspaceMemory(this.#options.home, root),
      requests: new SavedRequests(root, this.#options.savedRequests),
      watcher: this.#watch(root),
    };
    this.#opened = opened;
    await this.#saveRecent([root, ...(await this.#recent()).filter((known) => known !== root)].slice(0, MAX_RECENT));
    return opened;
  }

  async #close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    if (opened === null) return;
    await Promise.all([opened.files.settled(), opened.memory.settled(), opened.requests.settled()]);
    await (await opened.watcher)[Symbol.asyncDispose]();
  }

  #watch(root: string): Promise<AsyncDisposable> {
    return watchFolder({
      root,
      onChange: (paths) => {
        if (this.#opened?.root !== root) return;
        this.#options.onFilesChanged(paths);
        this.#refresh();
      },
      onTooLarge: () => {
        const limit = `${basename(root)} has more than ${MOST_ENTRIES.toLocaleString("en")} files and folders`;
        const consequence = "the deepest are not listed, and not watched for changes";
        this.#options.onWatchProblem(`${limit}: ${consequence}. Open a folder in it to see them`, null);
      },
      onError: (error) => {
        const advice = "press Refresh to see what other programs change";
        this.#options.onWatchProblem(`${root} can't be watched for changes: ${advice}`, error);
      },
    });
  }

  /** Looks for the functions again, once more where it is under way already. */
  #refresh(): void {
    this.#refreshing = (this.#refreshing ?? Promise.resolve()).then(() => this.#refreshed()).catch(() => undefined);
  }

  async #refreshed(): Promise<void> {
    const opened = this.#opened;
    if (opened === null) return;
    const functions = await findFunctions(opened.root);
    if (this.#opened !== opened || JSON.stringify(functions) === JSON.stringify(opened.functions)) return;
    opened.functions = functions;
    this.#options.onWorkspace(await this.#describe(opened));
  }

  async #describe({ root, functions }: Opened): Promise<Workspace> {
    const [examples, recent] = await Promise.all([listExamples(this.#options.packageFolder), this.#recent()]);
    const playground = await realpath(this.#playgroundFolder).catch(() => this.#playgroundFolder);
    return {
      folder: root,
      name: basename(root),
      isPlayground: root === playground,
      functions,
      examples,
      recentFolders: recent.filter((known) => known !== root),
    };
  }

  get #playgroundFolder(): string {
    return join(this.#options.home, "playground");
  }

  /** Made once, with the first example in it; what the user makes of it later is theirs. */
  async #playground(): Promise<string> {
    const folder = this.#playgroundFolder;
    if (await isFolder(folder)) return folder;
    await mkdir(folder, { recursive: true });
    const { packageFolder } = this.#options;
    await createFunction({ packageFolder, root: folder, example: "hello", name: "hello" });
    return folder;
  }

  get #recentFile(): string {
    return join(this.#options.home, "recent-folders.json");
  }

  async #recent(): Promise<readonly string[]> {
    return (await readJsonFile(this.#recentFile, RECENT))?.folders.filter((folder) => isAbsolute(folder)) ?? [];
  }

  async #saveRecent(folders: readonly string[]): Promise<void> {
    await writeJsonFile(this.#recentFile, { folders });
  }
}

async function realFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(resolve(folder));
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code !== "ENOENT" && error.code !== "ENOTDIR") {
      throw unreadable(folder, error);
    }
  }
  throw new WorkbenchError("not-found", `${folder} is not a folder that is there: open another one`);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}
