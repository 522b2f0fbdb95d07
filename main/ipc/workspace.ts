import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { buildReport } from "../workbench/build-report";
import { checkUnsaved } from "../workbench/check-unsaved";
import { guessContentType } from "../workbench/content-type";
import type { Running } from "../workbench/running";
import type { Workbench } from "../workbench/workbench";
import { WorkbenchError } from "../workbench/workbench-error";
import { grantFile } from "../workbench/workspace/file-grants";
import { addModule, addModuleFile, type WorkspaceModules } from "../workbench/workspace/modules";
import { typeFiles } from "../workbench/workspace/type-files";
import type { Workspaces } from "../workbench/workspace/workspaces";
import type { FileDialogs } from "./file-dialogs";
import type { Handlers } from "./handle";

export interface WorkspaceParts {
  readonly workbench: Workbench;
  readonly workspaces: Workspaces;
  readonly running: Running;
  readonly dialogs: FileDialogs;
  readonly modules: WorkspaceModules;
}

/** As the contract's schemas: a body that can be sent. */
const MAX_PICKED_BYTES = 256 * 1024 * 1024;

export function workspaceHandlers({ workbench, workspaces, running, dialogs, modules }: WorkspaceParts) {
  const root = async () => (await workspaces.openFolder()).root;
  const files = async () => (await workspaces.openFolder()).files;
  const memory = async () => (await workspaces.openFolder()).memory;
  const requests = async () => (await workspaces.openFolder()).requests;
  return {
    workspace: () => workspaces.current(),
    pickFolder: async () => {
      const path = await dialogs.open({ title: "Open a folder of functions", properties: ["openDirectory"] });
      return path === null ? null : workspaces.open(path);
    },
    openFolder: (path) => workspaces.open(path),
    forgetFolder: (path) => workspaces.forget(path),
    createFunction: (request) => workspaces.createFunction(request),
    listFiles: async () => (await files()).list(),
    readFile: async (path) => (await files()).read(path),
    writeFile: async (request) => (await files()).write(request),
    createFolder: async (path) => (await files()).createFolder(path),
    renameFile: async (request) => (await files()).rename(request),
    deleteFile: async (path) => (await files()).delete(path),
    drafts: async () => (await memory()).drafts(),
    saveDraft: async (draft) => (await memory()).saveDraft(draft),
    dropDraft: async (path) => (await memory()).dropDraft(path),
    layout: async () => (await memory()).layout(),
    saveLayout: async (layout) => (await memory()).saveLayout(layout),
    typeFiles: async (path) => typeFiles((await workspaces.openFolder()).root, path),
    inspectModule: async (path) => modules.inspect(await root(), path),
    disassemble: async ({ path, index }) => modules.disassemble(await root(), path, index),
    addModule: async ({ name, bytes }) => addModule(await root(), name, bytes),
    pickModule: async () => {
      const filters = [{ name: "WebAssembly modules", extensions: ["wasm"] }];
      const file = await dialogs.open({ title: "Open a WebAssembly module", properties: ["openFile"], filters });
      return file === null ? null : addModuleFile(await root(), file);
    },
    build: ({ id, path }) =>
      running.run(id, async (signal) => buildReport(workbench, await workspaces.entryOf(path), signal)),
    checkUnsaved: ({ id, path, texts }) =>
      running.run(id, async (signal) => {
        const check = { root: await root(), entry: await workspaces.entryOf(path), texts };
        return checkUnsaved(workbench, check, signal);
      }),
    savedRequests: async (path) => (await requests()).list(path),
    saveRequest: async (path, request) => (await requests()).save(path, request),
    deleteRequest: async (path, name) => (await requests()).delete(path, name),
    pickFile: async () => {
      const path = await dialogs.open({ title: "Choose a file to send", properties: ["openFile"] });
      return path === null ? null : picked(path);
    },
    pickGrantedFile: async () => {
      const title = "Choose a file that the program may read";
      const file = await dialogs.open({ title, properties: ["openFile"] });
      return file === null ? null : grantFile(await workspaces.openFolder(), file);
    },
  } satisfies Partial<Handlers>;
}

async function picked(path: string) {
  try {
    if ((await stat(path)).size > MAX_PICKED_BYTES) {
      throw new WorkbenchError("unreadable", `${path} is larger than 256 MiB: choose a smaller file`);
    }
    const bytes = await readFile(path);
    return { name: basename(path), contentType: guessContentType(bytes, path), bytes };
  } catch (error) {
    if (error instanceof WorkbenchError) throw error;
    throw new WorkbenchError("unreadable", `${path} can't be read: look at its permissions`, error);
  }
}
