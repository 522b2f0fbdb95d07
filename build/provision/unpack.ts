import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { extract } from "tar";
import { openPromise } from "yauzl";

/** Unpacks one file of an npm tarball into `folder` and gives its path. */
export async function unpackFromTarball(
  tarball: string,
  path: string,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const unpacked = extract({ cwd: folder, strict: true, filter: (entry) => entry === path });
  await pipeline(createReadStream(tarball), unpacked, { signal });
  return join(folder, path);
}

/**
 * Unpacks those files of a zip that `target` gives a place (a path relative to `folder`), with their modes.
 */
export async function unpackZip(
  file: string,
  folder: string,
  target: (path: string) => string | null,
  signal: AbortSignal,
): Promise<void> {
  const zip = await openPromise(file, { lazyEntries: true });
  try {
    for await (const entry of zip.eachEntry()) {
      const place = target(entry.fileName);
      if (place === null || entry.fileName.endsWith("/")) continue;
      const path = join(folder, place);
      await mkdir(dirname(path), { recursive: true });
      const mode = (entry.externalFileAttributes >>> 16) & 0o777;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { mode }), { signal });
    }
  } finally {
    zip.close();
  }
}
