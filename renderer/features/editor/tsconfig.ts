/** Has the checker check by the tsconfig.json that the bundler takes for the file in front. */
import type { FileEntry } from "../../../preload/contract";
import { api } from "../../bridge";
import { editorState } from "./editor-store";
import type { CheckerOptions, ConfigFile } from "./tsconfig-model";
import { extendedBy, nearestConfig, optionsOf } from "./tsconfig-model";

/** All that the workspace has. */
let configs: ReadonlySet<string> = new Set();
/** Circles end, and nobody extends further. */
const MOST_BASES = 16;

export function noteConfigs(files: readonly FileEntry[]): void {
  const paths = files.filter(({ kind, path }) => kind === "file" && /(^|\/)tsconfig\.json$/.test(path));
  configs = new Set(paths.map(({ path }) => path));
}

/** Whether the same configuration holds for a file as for the one in front: the checker has one at a time. */
export function isCheckedNow(path: string): boolean {
  const { activePath } = editorState();
  return activePath === null || nearestConfig(path, configs) === nearestConfig(activePath, configs);
}

export interface Configuration {
  /** Path in the workspace; null: there is none. */
  readonly file: string | null;
  readonly options: CheckerOptions;
}

/** What the user's configuration says about a file. */
export async function configurationOf(path: string): Promise<Configuration> {
  const file = nearestConfig(path, configs);
  const own = file === null ? null : await read([file]);
  return { file, options: own === null ? {} : optionsOf(await withBases(own, MOST_BASES)) };
}

async function withBases(config: ConfigFile, most: number): Promise<readonly ConfigFile[]> {
  if (most === 0) return [config];
  const bases = await Promise.all(extendedBy(config).map(read));
  const chains = await Promise.all(bases.filter((base) => base !== null).map((base) => withBases(base, most - 1)));
  return [...chains.flat(), config];
}

/** The first of these files that is there. */
async function read(paths: readonly string[]): Promise<ConfigFile | null> {
  for (const path of paths) {
    const reply = await api.readFile(path);
    if (reply.ok) return { path, text: reply.value.text };
  }
  return null;
}
