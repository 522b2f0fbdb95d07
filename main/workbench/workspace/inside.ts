import { realpath } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { WorkbenchError } from "../workbench-error";

/**
 * The absolute path of what the window names. A link that leads out of the folder is refused like a step up: what the window
 * can name, it can overwrite. What is not there yet is judged by the nearest folder that is.
 * @throws {WorkbenchError} outside-workspace
 */
export async function pathInside(folder: string, path: string): Promise<string> {
  const absolute = resolve(folder, path);
  if (!isInside(folder, absolute) || !isInside(await realpath(folder), await realpathOfNearest(absolute))) {
    throw new WorkbenchError("outside-workspace", `${path} leads out of the open folder: open the folder it is in`);
  }
  return absolute;
}

/** As the window names it: relative, with `/`; "." is the folder itself. */
export function nameInside(folder: string, absolute: string): string {
  const path = relative(folder, absolute);
  return path === "" ? "." : path.split(sep).join("/");
}

function isInside(folder: string, absolute: string): boolean {
  return absolute === folder || absolute.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

async function realpathOfNearest(absolute: string): Promise<string> {
  try {
    return await realpath(absolute);
  } catch {
    const above = dirname(absolute);
    return above === absolute ? absolute : resolve(await realpathOfNearest(above), relative(above, absolute));
  }
}
