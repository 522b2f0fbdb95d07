import { mkdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { WorkbenchError } from "../workbench-error";
import { copyExample, listExamples } from "./examples";
import type { ExampleInfo } from "./examples";
import { findFunctions } from "./functions";
import type { FunctionInfo } from "./functions";
import { pathInside } from "./inside";
import { fileError } from "./file-errors";
import type { WorkspaceMemory } from "./kept";
import { watchFolder } from "./watch";

/** The open folder, as the window shows it. */
export interface WorkspaceInfo {
  readonly folder: string;
  readonly name: string;
  /** A folder that Coldframe made itself, for the first run. */
  readonly isPlayground: boolean;
  readonly functions: readonly FunctionInfo[];
  readonly examples: readonly ExampleInfo[];
  /** The latest first, without the open one. */
  readonly recentFolders: readonly string[];
}

export interface WorkspaceOptions {
  readonly home: string;
  /** The folder of Coldframe's own package, where the examples are. */
  readonly packageFolder: string;
  readonly memory: WorkspaceMemory;
  /** Files below the open folder changed; paths relative to it. */
  readonly onFiles: (paths: readonly string[]) => void;
  /** Another folder is open, or its functions changed. */
  readonly onWorkspace: (workspace: WorkspaceInfo) => void;
}

/** The folder of functions that the window has open. Dispose it: nothing is watched any more. */
export class OpenWorkspace implements AsyncDisposable {
  readonly #options: WorkspaceOptions;
  #folder: Promise<string> | null = null;
  #watching: AsyncDisposable | null = null;
  #shown = "";

  constructor(options: WorkspaceOptions) {
    this.#options = options;
  }

  /** Absolute path of the open folder: the last one, or the playground. */
  folder(): Promise<string> {
    return (this.#folder ??= this.#restore());
  }

  async info(): Promise<WorkspaceInfo> {
    const folder = await this.folder();
    const { memory, packageFolder } = this.#options;
    const [functions, examples, recent] = await Promise.all([
      findFunctions(folder).catch((error: unknown) => {
        throw fileError(error, "list", folder);
      }),
      listExamples(packageFolder),
      memory.recentFolders(),
    ]);
    const info: WorkspaceInfo = {
      folder,
      name: basename(folder) || folder,
      isPlayground: folder === this.#playground,
      functions,
      examples,
      recentFolders: recent.filter((other) => other !== folder),
    };
    this.#shown = JSON.stringify(info);
    return info;
  }

  /** @throws {WorkbenchError} not-found, unreadable; then the folder before stays open. */
  async open(path: string): Promise<WorkspaceInfo> {
    const folder = resolve(path);
    const stats = await stat(folder).catch((error: unknown) => {
      throw fileError(error, "read", folder);
    });
    if (!stats.isDirectory()) throw new WorkbenchError("not-found", `${folder} is no folder: open the folder it is in`);
    await this.#use(folder);
    this.#folder = Promise.resolve(folder);
    return this.#tell();
  }

  async forget(folder: string): Promise<WorkspaceInfo> {
    await this.#options.memory.forgetFolder(folder);
    return this.#tell();
  }

  /** Copies an example into the open folder. */
  async create(example: string, name: string): Promise<FunctionInfo> {
    const folder = await this.folder();
    await copyExample(this.#options.packageFolder, { folder, example, name });
    const info = await this.#tell();
    const made = info.functions.find((candidate) => candidate.path === name);
    if (made === undefined) {
      const message = `${name} was made, but ${folder} is a function itself: open the folder above it to see both`;
      throw new WorkbenchError("not-found", message);
    }
    return made;
  }

  /** The absolute path of a function by the path that the window knows. */
  async entryOf(path: string): Promise<string> {
    return pathInside(await this.folder(), path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watching?.[Symbol.asyncDispose]();
    this.#watching = null;
  }

  get #playground(): string {
    return join(this.#options.home, "playground");
  }

  /** The first run opens a folder with the first example in it: one key then calls it. */
  async #restore(): Promise<string> {
    const [last] = await this.#options.memory.recentFolders();
    const isThere = last !== undefined && (await stat(last).catch(() => null))?.isDirectory() === true;
    const folder = isThere ? last : this.#playground;
    if (!isThere && (await stat(folder).catch(() => null)) === null) {
      await mkdir(folder, { recursive: true });
      await copyExample(this.#options.packageFolder, { folder, example: "hello", name: "hello" });
    }
    await this.#use(folder);
    return folder;
  }

  async #use(folder: string): Promise<void> {
    await this.#options.memory.openedFolder(folder);
    await this.#watching?.[Symbol.asyncDispose]();
    this.#watching = watchFolder(folder, (paths) => {
      this.#options.onFiles(paths);
      void this.#lookAgain();
    });
  }

  /** Functions come and go with files: the window is told when they did. */
  async #lookAgain(): Promise<void> {
    const before = this.#shown;
    // A folder that vanished shows when the window asks next.
    const info = await this.info().catch(() => null);
    if (info !== null && this.#shown !== before) this.#options.onWorkspace(info);
  }

  async #tell(): Promise<WorkspaceInfo> {
    const info = await this.info();
    this.#options.onWorkspace(info);
    return info;
  }
}
