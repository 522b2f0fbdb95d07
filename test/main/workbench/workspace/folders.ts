import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach } from "vitest";
import type { Workspace } from "../../../../preload/contract";
import { SAVED_REQUESTS } from "../../../../preload/contract/schemas";
import { Workspaces } from "../../../../main/workbench/workspace/workspaces";

const cleanups: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const work of cleanups.splice(0).reverse()) await work();
});

export function cleanUp(work: () => void | Promise<void>): void {
  cleanups.push(work);
}

/** A folder with these files, by relative path; gone after the test. */
export function folderOf(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "coldframe-work-")));
  cleanUp(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [path, text] of Object.entries(files)) putFile(folder, path, text);
  return folder;
}

export function putFile(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Everything that was told, and a way to wait for what is to come. */
export class Told<T> {
  readonly all: T[] = [];
  #waiting: (() => void)[] = [];

  readonly tell = (event: T): void => {
    this.all.push(event);
    for (const check of this.#waiting.splice(0)) check();
  };

  /** Resolves with the first one that fits, told already or not. */
  async first(fits: (event: T) => boolean): Promise<T> {
    for (;;) {
      const found = this.all.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }
}

export interface TestWorkspaces {
  readonly workspaces: Workspaces;
  readonly home: string;
  readonly changes: Told<readonly string[]>;
  readonly told: Told<Workspace>;
  readonly trashed: string[];
}

/** The real thing, with the checkout's own examples and packages; only the system's bin is a list. */
export function openWorkspaces(home = folderOf()): TestWorkspaces {
  const changes = new Told<readonly string[]>();
  const told = new Told<Workspace>();
  const trashed: string[] = [];
  const workspaces = new Workspaces({
    home,
    packageFolder: resolve("."),
    savedRequests: SAVED_REQUESTS,
    trash: (path) => {
      trashed.push(path);
      rmSync(path, { recursive: true });
      return Promise.resolve();
    },
    onFilesChanged: changes.tell,
    onWorkspace: told.tell,
    onWatchProblem: (message) => {
      throw new Error(message);
    },
  });
  cleanUp(() => workspaces[Symbol.asyncDispose]());
  return { workspaces, home, changes, told, trashed };
}
