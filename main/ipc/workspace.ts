import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { BrowserWindow } from "electron";
import { dialog, shell } from "electron";
import type { SavedRequest } from "../../preload/contract";
import { SAVED_REQUESTS } from "../../preload/contract/schemas";
import { buildReport } from "../workbench/build-report";
import type { Workbench } from "../workbench/workbench";
import { WorkbenchError } from "../workbench/workbench-error";
import {
  deleteFile,
  listFiles,
  makeFolder,
  readTextFile,
  renameFile,
  writeTextFile,
} from "../workbench/workspace/files";
import type { WorkspaceMemory } from "../workbench/workspace/kept";
import { SavedRequests } from "../workbench/workspace/saved-requests";
import { typeFiles } from "../workbench/workspace/type-files";
import type { OpenWorkspace } from "../workbench/workspace/workspace";
import { contentTypeOf } from "./content-type";
import type { Handlers } from "./handle";

export interface WorkspaceParts {
  readonly workbench: Workbench;
  readonly workspace: OpenWorkspace;
  readonly memory: WorkspaceMemory;
  readonly window: () => BrowserWindow | null;
}

export function workspaceHandlers({ workbench, workspace, memory, window }: WorkspaceParts) {
  const folder = () => workspace.folder();
  const requests = new SavedRequests<SavedRequest>(folder, SAVED_REQUESTS);
  return {
    workspace: () => workspace.info(),
    pickFolder: async () => {
      const path = await pick(window(), { title: "Open a folder of functions", properties: ["openDirectory"] });
      return path === null ? null : workspace.open(path);
    },
    openFolder: (path) => workspace.open(path),
    forgetFolder: (path) => workspace.forget(path),
    createFunction: ({ example, name }) => workspace.create(example, name),
    listFiles: async () => listFiles(await folder()),
    readFile: async (path) => readTextFile(await folder(), path),
    writeFile: async (request) => writeTextFile(await folder(), request),
    createFolder: async (path) => {
      await makeFolder(await folder(), path);
      return null;
    },
    renameFile: async ({ from, to }) => {
      await renameFile(await folder(), from, to);
      return null;
    },
    deleteFile: async (path) => {
      await deleteFile(await folder(), path, (absolute) => shell.trashItem(absolute));
      return null;
    },
    drafts: async () => memory.drafts(await folder()),
    saveDraft: async (draft) => {
      await memory.saveDraft(await folder(), draft);
      return null;
    },
    dropDraft: async (path) => {
      await memory.dropDraft(await folder(), path);
      return null;
    },
    layout: async () => memory.layout(await folder()),
    saveLayout: async (layout) => {
      await memory.saveLayout(await folder(), layout);
      return null;
    },
    typeFiles: async (path) => typeFiles(await folder(), path),
    build: async (path) => buildReport(workbench, await workspace.entryOf(path)),
    savedRequests: (path) => requests.list(path),
    saveRequest: (path, request) => requests.save(path, request),
    deleteRequest: (path, name) => requests.delete(path, name),
    pickFile: async () => {
      const path = await pick(window(), { title: "Choose a file to send", properties: ["openFile"] });
      if (path === null) return null;
      const bytes = await readFile(path).catch((error: unknown) => {
        throw new WorkbenchError("unreadable", `${path} can't be read: look at its permissions`, error);
      });
      return { name: basename(path), contentType: contentTypeOf(path), bytes };
    },
  } satisfies Partial<Handlers>;
}

async function pick(window: BrowserWindow | null, options: Electron.OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}
