import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { z } from "zod";
import type { SavedRequest } from "../../../preload/contract";
import { readJsonFile, writeFileAtomic } from "../json-file";
import { Serial } from "../serial";
import { WorkbenchError } from "../workbench-error";
import { MAX_FILE_BYTES } from "./files";
import { placeIn, unreadable, unwritable } from "./paths";

/** As any file of a project: it goes into version control, and to colleagues. */
const MODE = 0o644;

/**
 * Requests saved for each function, in `.coldframe/requests/` of the open folder. Sorted by name, with keys in one order and one a
 * line, so that a diff shows what changed. A file that is damaged, by a merge perhaps, is put aside and never overwritten.
 */
export class SavedRequests {
  readonly #root: string;
  readonly #schema: z.ZodType<SavedRequest[]>;
  readonly #changes = new Serial();

  /** `schema`: what a file of them is, and in which order its keys are written; the contract's own. */
  constructor(root: string, schema: z.ZodType<SavedRequest[]>) {
    this.#root = root;
    this.#schema = schema;
  }

  /** `path`: a function's. */
  async list(path: string): Promise<readonly SavedRequest[]> {
    const file = await this.#file(path);
    await refusePipes(file);
    try {
      return sorted((await readJsonFile(file, this.#schema)) ?? []);
    } catch (error) {
      throw unreadable(file, error);
    }
  }

  /** Replaces the one of the same name. */
  save(path: string, request: SavedRequest): Promise<readonly SavedRequest[]> {
    return this.#change(path, (known) => [...known.filter(({ name }) => name !== request.name), request]);
  }

  delete(path: string, dropped: string): Promise<readonly SavedRequest[]> {
    return this.#change(path, (known) => known.filter(({ name }) => name !== dropped));
  }

  settled(): Promise<void> {
    return this.#changes.settled();
  }

  #change(
    path: string,
    edit: (known: readonly SavedRequest[]) => readonly SavedRequest[],
  ): Promise<readonly SavedRequest[]> {
    return this.#changes.run(async () => {
      const requests = sorted(edit(await this.list(path)));
      const file = await this.#file(path);
      try {
        await mkdir(dirname(file), { recursive: true });
        // Parsing puts the keys into the schema's order, whatever order they came in.
        await writeFileAtomic(file, `${JSON.stringify(this.#schema.parse(requests), null, 2)}\n`, MODE);
      } catch (error) {
        throw unwritable(file, error);
      }
      return requests;
    });
  }

  async #file(path: string): Promise<string> {
    const name = path === "." ? "index" : path.replaceAll("/", "__");
    const place = await placeIn(this.#root, `.coldframe/requests/${name}.json`, { follow: true });
    return place.absolute;
  }
}

/** The folder may have come from elsewhere: reading a pipe would never end. @throws {WorkbenchError} `unreadable` */
async function refusePipes(file: string): Promise<void> {
  const stats = await stat(file).catch(() => null);
  if (stats === null || (stats.isFile() && stats.size <= MAX_FILE_BYTES)) return;
  throw new WorkbenchError("unreadable", `${file} is no file of saved requests, or too long to be one: remove it`);
}

function sorted(requests: readonly SavedRequest[]): readonly SavedRequest[] {
  return [...requests].sort((a, b) => (a.name < b.name ? -1 : 1));
}
