import { createHash } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Draft } from "../../../preload/contract";
import { isSystemError, readJsonFile, writeJsonFile } from "../json-file";
import { Serial } from "../serial";

const DRAFT = z.object({ path: z.string(), text: z.string(), basedOn: z.string().nullable() });
const GRANTED = z.object({ files: z.array(z.string()) });
const LAYOUT = z.object({ layout: z.string() });

/** What Coldframe remembers of one folder, outside of it: unsaved text, granted files, and how the window was laid out. */
export class WorkspaceMemory {
  readonly #folder: string;
  readonly #changes = new Serial();

  constructor(home: string, root: string) {
    this.#folder = join(home, "workspaces", digest(root).slice(0, 32));
  }

  async drafts(): Promise<readonly Draft[]> {
    const names = await readdir(this.#draftsFolder).catch((error: unknown) => {
      if (isSystemError(error, "ENOENT")) return [];
      throw error;
    });
    const files = names.filter((name) => name.endsWith(".json")).sort();
    const drafts = await Promise.all(files.map((name) => readJsonFile(join(this.#draftsFolder, name), DRAFT)));
    return drafts.filter((draft) => draft !== null).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  saveDraft({ path, text, basedOn }: Draft): Promise<null> {
    return this.#change(() => writeJsonFile(this.#draftFile(path), { path, text, basedOn }));
  }

  dropDraft(path: string): Promise<null> {
    return this.#change(() => rm(this.#draftFile(path), { force: true }));
  }

  /** Absolute paths of files outside of the folder that its user chose to grant. */
  async grantedFiles(): Promise<readonly string[]> {
    return (await readJsonFile(this.#grantedFile, GRANTED))?.files ?? [];
  }

  saveGrantedFile(path: string): Promise<null> {
    return this.#change(async () => {
      const files = await this.grantedFiles();
      if (!files.includes(path)) await writeJsonFile(this.#grantedFile, { files: [...files, path] });
    });
  }

  async layout(): Promise<string | null> {
    return (await readJsonFile(this.#layoutFile, LAYOUT))?.layout ?? null;
  }

  saveLayout(layout: string | null): Promise<null> {
    return this.#change(() =>
      layout === null ? rm(this.#layoutFile, { force: true }) : writeJsonFile(this.#layoutFile, { layout }),
    );
  }

  /** Resolves when all that was handed over is on disk. */
  settled(): Promise<void> {
    return this.#changes.settled();
  }

  get #draftsFolder(): string {
    return join(this.#folder, "drafts");
  }

  get #grantedFile(): string {
    return join(this.#folder, "granted-files.json");
  }

  get #layoutFile(): string {
    return join(this.#folder, "layout.json");
  }

  /** Paths may be long, and hold what no file name may. */
  #draftFile(path: string): string {
    return join(this.#draftsFolder, `${digest(path).slice(0, 32)}.json`);
  }

  #change(work: () => Promise<void>): Promise<null> {
    return this.#changes.run(async () => {
      await work();
      return null;
    });
  }
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
