import { stat } from "node:fs/promises";
import { basename, posix, resolve } from "node:path";
import type { GrantedFile } from "../../runtime/model";

/** Files of all grants together may be copied into each process of a program. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Files in the form that grants hold, or one line that says which can't be granted and why. */
export type GrantedFiles =
  { readonly ok: true; readonly files: readonly GrantedFile[] } | { readonly ok: false; readonly message: string };

/** Files as `--allow-file` takes them: `path`, or `path=name` with the name that the program finds it by. */
export async function parseGrantedFiles(texts: readonly string[]): Promise<GrantedFiles> {
  const files: GrantedFile[] = [];
  let bytes = 0;
  for (const text of texts) {
    const { path, name } = parse(text);
    const size = await sizeOf(path);
    if (typeof size === "string") return { ok: false, message: `${path} ${size}` };
    if (!isName(name)) return { ok: false, message: `${text} names no file in the program: write path=/folder/file` };
    if (files.some((file) => file.name === name))
      return { ok: false, message: `two files would be ${name} in the program: name one by path=/folder/file` };
    bytes += size;
    files.push({ name, path });
  }
  if (bytes > MOST_BYTES)
    return { ok: false, message: `the files have ${bytes} bytes together: ${MOST_BYTES} at most` };
  return { ok: true, files };
}

function parse(text: string): GrantedFile {
  const equals = text.lastIndexOf("=");
  const path = resolve(equals < 0 ? text : text.slice(0, equals));
  return { path, name: posix.join("/", equals < 0 ? basename(path) : text.slice(equals + 1)) };
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
    return `can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`;
  }
}
