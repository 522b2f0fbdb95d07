import { resolve } from "node:path";

/**
 * The folder that the command line asks to open, as an absolute path; null where it names none. What begins with a dash is
 * Electron's or Chromium's; without a package of its own, the program's first argument is the program's folder.
 */
export function folderArgument(argv: readonly string[], isPackaged: boolean, workingFolder: string): string | null {
  const names = argv.slice(1).filter((argument) => !argument.startsWith("-"));
  const folder = isPackaged ? names[0] : names[1];
  return folder === undefined ? null : resolve(workingFolder, folder);
}
