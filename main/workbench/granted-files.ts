import { stat } from "node:fs/promises";
import { basename, posix, resolve } from "node:path";
import { formatBytes } from "../../runtime/model";
import type { GrantedFile } from "../../runtime/model";

/** Files of all grants together may be copied into each process of a program. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Files in the form that grants hold, or one line that says which can't be granted and why. */
export type GrantedFiles =
  { readonly ok: true; readonly files: readonly GrantedFile[] } | { readonly ok: false; readonly message: string };

/** Files as `--allow-file` takes them: `path`, or `path=name` with the name that the program finds it by. */
export function parseGrantedFiles(texts: readonly string[]): Promise<GrantedFiles> {
  return checkGrantedFiles(
    texts.map((text) => {
      const equals = text.lastIndexOf("=");
      const path = resolve(equals < 0 ? text : text.slice(0, equals));
      return { path, name: equals < 0 ? basename(path) : text.slice(equals + 1) };
    }),
  );
}

/** Whether files can be granted as they are now. Names come back absolute; paths are absolute on this machine. */
export async function checkGrantedFiles(wanted: readonly GrantedFile[]): Promise<GrantedFiles> {
  const files: GrantedFile[] = [];
  let bytes = 0;
  for (const { path, name: given } of wanted) {
    const name = posix.join("/", given);
    const size = await sizeOf(path);
    if (typeof size === "string") return { ok: false, message: `${path} ${size}` };
    if (!isName(name))
      return {
        ok: false,
        message: `${path} would be "${given}" in the program, which names no file: write /folder/file`,
      };
    if (files.some((file) => file.name === name))
      return { ok: false, message: `two files would be ${name} in the program: give one of them another name` };
    bytes += size;
    files.push({ name, path });
  }
  if (bytes > MOST_BYTES) {
    const message = `the files have ${formatBytes(bytes)} together, and a program may have ${formatBytes(MOST_BYTES)} of them`;
    return { ok: false, message: `${message}: leave one out` };
  }
  return { ok: true, files };
}

/** Names a file: not the root, which a name of dots would come to as well. */
function isName(name: string): boolean {
  return name !== "/" && !name.endsWith("/") && !name.includes("\0");
}

async function sizeOf(path: string): Promise<number | string> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : "is not a file: name each file that the program may read";
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return code === "ENOENT" ? "does not exist: check the path" : `can't be read (${code})`;
  }
}
