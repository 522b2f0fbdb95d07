/** What the explorer does with files: each tells of its failure, and brings the explorer up to date. */
import type { ExampleInfo, FileEntry } from "../../../preload/contract";
import { api } from "../../bridge";
import { notifyFailure, openPlace, selectFunction, useEditing, withTask } from "../../session";
import { freeName } from "./explorer-model";

/** Makes an empty file and opens it. */
export async function createFile(path: string): Promise<boolean> {
  const reply = await api.writeFile({ path, text: "", basedOn: null });
  if (!reply.ok) {
    notifyFailure(reply.error);
    return false;
  }
  openPlace(path);
  return true;
}

export async function createFolder(path: string): Promise<boolean> {
  const reply = await api.createFolder(path);
  if (!reply.ok) notifyFailure(reply.error);
  return reply.ok;
}

export async function rename(from: string, to: string): Promise<boolean> {
  const reply = await api.renameFile({ from, to });
  if (reply.ok) useEditing.setState({ moved: { from, to } });
  else notifyFailure(reply.error);
  return reply.ok;
}

export async function remove(path: string): Promise<boolean> {
  const reply = await api.deleteFile(path);
  if (reply.ok) useEditing.setState({ moved: { from: path, to: null } });
  else notifyFailure(reply.error);
  return reply.ok;
}

/** Makes a function like the example, under a name that is free, and shows it. */
export async function createFrom({ name: example }: ExampleInfo, files: readonly FileEntry[]): Promise<void> {
  const taken = files.map(({ path }) => path.replace(/\.[^./]+$/, ""));
  const name = freeName(example, taken);
  const reply = await withTask(`Creating ${name}`, () => api.createFunction({ example, name }));
  if (!reply.ok) {
    notifyFailure(reply.error);
    return;
  }
  selectFunction(reply.value.path);
  openPlace(reply.value.entryFile);
}

export async function openRecent(folder: string): Promise<void> {
  const reply = await api.openFolder(folder);
  if (!reply.ok) notifyFailure(reply.error);
}

/** Leaves these folders out of the recent ones; nothing in them is touched. */
export async function forgetRecent(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const reply = await api.forgetFolder(folder);
    if (!reply.ok) {
      notifyFailure(reply.error);
      return;
    }
  }
}
