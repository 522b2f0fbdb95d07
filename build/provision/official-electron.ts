import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { downloadArtifact } from "@electron/get";
import { ProvisionError } from "./provision-error.ts";
import { run } from "./run.ts";
import type { Work } from "./work.ts";

export interface OfficialElectron {
  readonly executable: string;
  readonly version: string;
}

/** How long the download may say nothing. A slow network is waited for; a network that drops what it refuses is not. */
const SILENCE_MS = 20_000;
const MEBIBYTE = 1024 * 1024;

/**
 * The Electron that the package `electron` has downloaded, or the one in `ELECTRON_OVERRIDE_DIST_PATH`, which the package
 * would use as well. Null where there is none of this version.
 */
export function installedElectron(project: string, version: string): OfficialElectron | null {
  const override = process.env["ELECTRON_OVERRIDE_DIST_PATH"] ?? "";
  if (override !== "") return overridden(override, version);
  const dist = join(packageFolder(project), "dist");
  const executable = join(dist, executableName());
  return existsSync(executable) && versionIn(dist) === version ? { executable, version } : null;
}

function overridden(dist: string, version: string): OfficialElectron {
  const executable = join(dist, executableName());
  if (existsSync(executable)) return { executable, version: versionIn(dist) ?? version };
  throw new ProvisionError(`ELECTRON_OVERRIDE_DIST_PATH is ${dist}, and there is no ${executableName()} in it`);
}

/**
 * Downloads as the package itself does (same address, mirror settings, cache and checksums), then lets it unpack. Fails within
 * seconds where the network doesn't answer.
 */
export async function installElectron(project: string, version: string, work: Work): Promise<OfficialElectron> {
  const folder = packageFolder(project);
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new Error(`no answer in ${SILENCE_MS / 1000} s`));
  }, SILENCE_MS);
  try {
    await downloadArtifact({
      version,
      artifactName: "electron",
      platform: process.platform,
      arch: process.arch,
      checksums: createRequire(join(folder, "package.json"))("./checksums.json") as Record<string, string>,
      downloadOptions: {
        quiet: true,
        signal: AbortSignal.any([work.signal, silence.signal]),
        getProgressCallback: progressInLines(version, work, () => timer.refresh()),
      },
    });
  } catch (error) {
    if (silence.signal.aborted) throw silence.signal.reason;
    throw asOneLine(error);
  } finally {
    clearTimeout(timer);
  }
  await run(process.execPath, [join(folder, "install.js")], { signal: work.signal });
  const installed = installedElectron(project, version);
  if (installed === null) throw new ProvisionError(`Electron ${version} was downloaded but is not in ${folder}`);
  return installed;
}

interface Progress {
  readonly transferred: number;
  readonly total: number | null;
}

/** A line at the start and at each quarter. */
function progressInLines(version: string, work: Work, heard: () => void): (progress: Progress) => Promise<void> {
  let quarters = -1;
  return ({ transferred, total }) => {
    heard();
    const done = total === null ? 0 : Math.floor((4 * transferred) / total);
    if (done > quarters) {
      quarters = done;
      const of = total === null ? "" : ` of ${Math.round(total / MEBIBYTE)}`;
      work.say(`downloading Electron ${version}: ${Math.round(transferred / MEBIBYTE)}${of} MiB`);
    }
    return Promise.resolve();
  };
}

/** `fetch failed` says nothing: the reason is in its cause. */
function asOneLine(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const { cause } = error;
  const reason = cause instanceof Error ? cause.message || ("code" in cause ? String(cause.code) : "") : "";
  return new Error(reason === "" ? error.message : reason, { cause: error });
}

function packageFolder(project: string): string {
  try {
    return dirname(createRequire(join(project, "package.json")).resolve("electron/package.json"));
  } catch {
    throw new ProvisionError("the package electron is not installed: run npm ci");
  }
}

function versionIn(dist: string): string | null {
  try {
    return readFileSync(join(dist, "version"), "utf8").trim().replace(/^v/, "");
  } catch {
    return null;
  }
}

function executableName(): string {
  if (process.platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
  return process.platform === "win32" ? "electron.exe" : "electron";
}
