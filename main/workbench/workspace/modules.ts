import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ModuleInspector } from "../../../runtime";
import type { ModuleReport } from "../../../runtime/model";
import { isSystemError } from "../json-file";
import { WorkbenchError } from "../workbench-error";
import { notFound, placeIn, unreadable, unwritable, windowPath } from "./paths";

/** As the build: what is larger is no function. */
const MAX_MODULE_BYTES = 100 * 1024 * 1024;
const MOST_NAMES = 1000;

/** Ready WebAssembly modules of the open folder: brought in, and looked into. Dispose it: the thread that reads them ends. */
export class WorkspaceModules implements AsyncDisposable {
  #inspector: Promise<ModuleInspector> | null = null;

  /** @throws {WorkbenchError} `not-found`, `not-module` */
  async inspect(root: string, path: string): Promise<ModuleReport> {
    const file = await fileOf(root, path);
    const result = await (await this.#opened()).inspect(file);
    if (!result.ok) throw new WorkbenchError("not-module", `${path} is no module that can be read: ${result.message}`);
    return result.value;
  }

  /** @throws {WorkbenchError} `not-found`, `not-module` */
  async disassemble(root: string, path: string, index: number): Promise<string> {
    const file = await fileOf(root, path);
    const result = await (await this.#opened()).disassemble(file, index);
    if (!result.ok) throw new WorkbenchError("not-module", `Function ${index} can't be shown: ${result.message}`);
    return result.value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#inspector?.catch(() => null))?.[Symbol.asyncDispose]();
  }

  #opened(): Promise<ModuleInspector> {
    return (this.#inspector ??= import("../../../runtime").then(({ createInspector }) => createInspector()));
  }
}

/**
 * Puts a module into the open folder, under its own name or a free one like it. Resolves with its path; a module that is there
 * already stays alone.
 * @throws {WorkbenchError} `invalid-name`, `unwritable`
 */
export async function addModule(root: string, name: string, bytes: Uint8Array): Promise<string> {
  const own = basename(name.replaceAll("\\", "/"));
  const stem = own.replace(/\.wasm$/i, "");
  if (!/\.wasm$/i.test(own) || stem === "" || stem.startsWith("."))
    throw new WorkbenchError("invalid-name", `${own} is no module: its name must end in .wasm`);
  for (let number = 1; number <= MOST_NAMES; number += 1) {
    const file = join(root, number === 1 ? `${stem}.wasm` : `${stem}-${number}.wasm`);
    try {
      await writeFile(file, bytes, { flag: "wx" });
      return windowPath(root, file);
    } catch (error) {
      if (!isSystemError(error, "EEXIST")) throw unwritable(own, error);
      if (Buffer.from(bytes).equals(await readFile(file).catch(() => Buffer.alloc(0)))) return windowPath(root, file);
    }
  }
  throw new WorkbenchError("already-exists", `${own} and ${MOST_NAMES} names like it are taken: rename one of them`);
}

/** A module somewhere on the machine, as the user picked it. @throws {WorkbenchError} `unreadable` */
export async function addModuleFile(root: string, file: string): Promise<string> {
  try {
    if ((await stat(file)).size > MAX_MODULE_BYTES)
      throw new WorkbenchError("unreadable", `${file} is larger than 100 MiB, which no function may be`);
    return await addModule(root, basename(file), await readFile(file));
  } catch (error) {
    throw error instanceof WorkbenchError ? error : unreadable(file, error);
  }
}

async function fileOf(root: string, path: string): Promise<string> {
  const place = await placeIn(root, path, { follow: true });
  if (!place.exists) throw notFound(path);
  return place.absolute;
}
