import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { listFunctions } from "../gateway/functions";
import { nameInside } from "./inside";

export interface FunctionInfo {
  readonly name: string;
  /** The file or folder that is the function, relative to the workspace; "." where the workspace is one function. */
  readonly path: string;
  /** Its entry file, relative to the workspace. */
  readonly entryFile: string;
  readonly url: string;
  /** Whether its entry exports a Lambda-style `handler`; guessed from the source. */
  readonly takesEvents: boolean;
}

const EXPORTS_HANDLER = /\bexport\s+(?:const|let|var|(?:async\s+)?function)\s+handler\b|\bexport\s*\{[^}]*\bhandler\b/;

/** The functions of a folder; the folder itself where it is one. Rejects when it can't be read. */
export async function findFunctions(folder: string): Promise<readonly FunctionInfo[]> {
  const { hasEntry, localHost, resolveEntry } = await import("../../../runtime");
  const whole = hasEntry(folder);
  const found = whole
    ? [{ name: basename(folder), entry: folder }]
    : (await listFunctions(folder, hasEntry)).map(({ name, entry }) => ({ name, entry }));
  return Promise.all(
    found.map(async ({ name, entry }) => {
      const { result } = resolveEntry(entry);
      const file = result.ok ? result.value.entry : entry;
      const known = result.ok ? result.value.name : name;
      return {
        name: known,
        path: nameInside(folder, entry),
        entryFile: nameInside(folder, file),
        url: `http://${localHost(known)}/`,
        takesEvents: EXPORTS_HANDLER.test(await readFile(file, "utf8").catch(() => "")),
      };
    }),
  );
}
