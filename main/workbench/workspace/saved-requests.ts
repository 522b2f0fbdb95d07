import { join } from "node:path";
import type { z } from "zod";
import { fileError } from "./file-errors";
import { read, write } from "./kept";

/**
 * Requests saved for one function, in `.coldframe/requests/` of the workspace: beside the functions, so that they go into
 * version control and to colleagues with them. Sorted by name and one key a line, so that a diff shows what changed.
 */
export class SavedRequests<Request extends { readonly name: string }> {
  readonly #folder: () => Promise<string>;
  readonly #schema: z.ZodType<readonly Request[]>;

  /** `schema`: what a list of them is; the window's own. */
  constructor(folder: () => Promise<string>, schema: z.ZodType<readonly Request[]>) {
    this.#folder = folder;
    this.#schema = schema;
  }

  async list(path: string): Promise<readonly Request[]> {
    return (await read(await this.#file(path), this.#schema)) ?? [];
  }

  /** Replaces the one of the same name. */
  save(path: string, request: Request): Promise<readonly Request[]> {
    return this.#change(path, (known) => [...known.filter(({ name }) => name !== request.name), request]);
  }

  delete(path: string, dropped: string): Promise<readonly Request[]> {
    return this.#change(path, (known) => known.filter(({ name }) => name !== dropped));
  }

  async #change(path: string, edit: (known: readonly Request[]) => Request[]): Promise<readonly Request[]> {
    const file = await this.#file(path);
    const sorted = edit(await this.list(path)).sort((a, b) => (a.name < b.name ? -1 : 1));
    try {
      await write(file, sorted);
    } catch (error) {
      throw fileError(error, "save", file);
    }
    return sorted;
  }

  async #file(path: string): Promise<string> {
    const name = path === "." ? "index" : path.replaceAll("/", "__");
    return join(await this.#folder(), ".coldframe", "requests", `${name}.json`);
  }
}
