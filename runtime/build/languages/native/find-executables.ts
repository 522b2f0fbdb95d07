import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Where installers put compilers that a window's own PATH need not name: a desktop does not read a shell's settings. */
function usualFolders(): readonly string[] {
  const home = homedir();
  const { WASI_SDK_PATH, CARGO_HOME, ProgramFiles } = process.env;
  return [
    ...(WASI_SDK_PATH === undefined ? [] : [join(WASI_SDK_PATH, "bin")]),
    join(CARGO_HOME ?? join(home, ".cargo"), "bin"),
    "/opt/wasi-sdk/bin",
    "/usr/local/bin",
    "/usr/bin",
    "/opt/homebrew/bin",
    "/opt/homebrew/opt/llvm/bin",
    "/usr/local/opt/llvm/bin",
    "/usr/local/go/bin",
    ...versionedFolders(),
    "/usr/local/tinygo/bin",
    "/snap/bin",
    join(home, ".local", "bin"),
    join(home, "go", "bin"),
    ...(ProgramFiles === undefined ? [] : [join(ProgramFiles, "LLVM", "bin"), join(ProgramFiles, "Go", "bin")]),
  ];
}

/** Where Debian puts versions of Go that are not the usual one, the newest first. */
function versionedFolders(): readonly string[] {
  const minorOf = (name: string): number => Number(/^go-1\.(\d+)$/.exec(name)?.[1] ?? -1);
  try {
    const names = readdirSync("/usr/lib").filter((name) => minorOf(name) >= 0);
    return names.sort((one, other) => minorOf(other) - minorOf(one)).map((name) => join("/usr/lib", name, "bin"));
  } catch {
    return [];
  }
}

/** Every program of one of these names: by the folders of PATH first, then the usual ones, and by the names in each. */
export function findExecutables(names: readonly string[]): readonly string[] {
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const suffix = process.platform === "win32" ? ".exe" : "";
  const folders = [...new Set([...path, ...usualFolders()])];
  return folders.flatMap((folder) => names.map((name) => join(folder, name + suffix))).filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
