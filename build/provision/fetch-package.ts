import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { cacheFolder } from "./cache.ts";
import { ProvisionError } from "./provision-error.ts";
import { run } from "./run.ts";

/** A package of the npm registry, pinned to its bytes. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** Its tarball's, as the registry gives it: `sha512-` and Base64. */
  readonly integrity: string;
}

/**
 * Fetches the package's tarball into `folder` by npm itself, which knows the user's registry, proxy and credentials, and
 * gives its path. Nothing of the package is run.
 */
export async function fetchPackage(pinned: PinnedPackage, folder: string, signal: AbortSignal): Promise<string> {
  const { name, version } = pinned;
  const args = ["pack", `${name}@${version}`, "--pack-destination", folder, "--loglevel", "error", "--ignore-scripts"];
  const printed = await run("npm", args, { signal }).catch((error: unknown) => {
    // npm names the error alone, and keeps a copy in its own cache.
    if (!(error instanceof ProvisionError && error.message.includes("ENOSPC"))) throw error;
    throw new ProvisionError(`there is no room for ${name}@${version} in ${cacheFolder()} or npm's cache: make some`);
  });
  const file = join(folder, printed.trim().split("\n").at(-1) ?? "");
  const hash = createHash("sha512");
  await pipeline(createReadStream(file), hash, { signal });
  if (`sha512-${hash.digest("base64")}` !== pinned.integrity) {
    throw new ProvisionError(`${name}@${version} is not what it should be: its checksum differs, so it is not used`);
  }
  return file;
}
