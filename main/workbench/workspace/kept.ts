import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";

const draft = z.object({ path: z.string(), text: z.string(), basedOn: z.string().nullable() });

const SCHEMAS = {
  recent: z.array(z.string()),
  layout: z.string().nullable(),
  drafts: z.array(draft),
} as const;

type Kept = { readonly [Name in keyof typeof SCHEMAS]: z.infer<(typeof SCHEMAS)[Name]> };
export type Draft = Kept["drafts"][number];

const MOST_RECENT = 12;

/**
 * What Coldframe remembers of folders, as small JSON files of its home: recent ones, and for each its layout and unsaved text.
 * A file that a hand or a crash has spoilt is set aside under another name, never deleted, and counts as empty.
 */
export class WorkspaceMemory {
  readonly #home: string;
  /** Writes follow one another: a slow earlier one must not overwrite a later one. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(home: string) {
    this.#home = home;
  }

  async recentFolders(): Promise<readonly string[]> {
    return (await read(this.#recentFile, SCHEMAS.recent)) ?? [];
  }

  /** Puts a folder at the head of the recent ones. */
  openedFolder(folder: string): Promise<void> {
    return this.#change(this.#recentFile, SCHEMAS.recent, [], (known) =>
      [folder, ...known.filter((other) => other !== folder)].slice(0, MOST_RECENT),
    );
  }

  forgetFolder(folder: string): Promise<void> {
    return this.#change(this.#recentFile, SCHEMAS.recent, [], (known) => known.filter((other) => other !== folder));
  }

  async layout(folder: string): Promise<string | null> {
    return (await read(this.#fileOf(folder, "layout"), SCHEMAS.layout)) ?? null;
  }

  saveLayout(folder: string, layout: string | null): Promise<void> {
    return this.#change(this.#fileOf(folder, "layout"), SCHEMAS.layout, null, () => layout);
  }

  async drafts(folder: string): Promise<readonly Draft[]> {
    await this.#last;
    return (await read(this.#fileOf(folder, "drafts"), SCHEMAS.drafts)) ?? [];
  }

  saveDraft(folder: string, saved: Draft): Promise<void> {
    return this.#changeDrafts(folder, (drafts) => [...drafts.filter(({ path }) => path !== saved.path), saved]);
  }

  dropDraft(folder: string, dropped: string): Promise<void> {
    return this.#changeDrafts(folder, (drafts) => drafts.filter(({ path }) => path !== dropped));
  }

  /** Resolves when all that was handed over is in its file. */
  async settled(): Promise<void> {
    await this.#last;
  }

  get #recentFile(): string {
    return join(this.#home, "recent-folders.json");
  }

  #changeDrafts(folder: string, edit: (drafts: Draft[]) => Draft[]): Promise<void> {
    return this.#change(this.#fileOf(folder, "drafts"), SCHEMAS.drafts, [], edit);
  }

  /** A folder's files are named by its path's digest: any path makes a name, and no name tells it. */
  #fileOf(folder: string, name: keyof Kept): string {
    const digest = createHash("sha256").update(folder).digest("hex").slice(0, 16);
    return join(this.#home, "workspaces", `${basename(folder) || "root"}-${digest}`, `${name}.json`);
  }

  #change<T>(file: string, schema: z.ZodType<T>, empty: T, edit: (before: T) => T): Promise<void> {
    const work = async (): Promise<void> => {
      await write(file, edit((await read(file, schema)) ?? empty));
    };
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

/** The file's content; null where there is none. What does not fit the schema is set aside. */
export async function read<T>(file: string, schema: z.ZodType<T>): Promise<T | null> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return null;
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  await rename(file, `${file}.damaged-${Date.now()}`).catch(() => undefined);
  return null;
}

/** Replaces a JSON file in one step. */
export async function write(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`);
  await rename(temporary, file);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
