import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * In a package the program is in an archive that only Electron can look into, and the compiler is a program of its own: it
 * lies beside the archive. To be called before anything is built.
 */
export function findPackagedCompiler(appPath: string): void {
  if (!appPath.endsWith(".asar")) return;
  const name = process.platform === "win32" ? "esbuild.exe" : join("bin", "esbuild");
  const platform = `${process.platform}-${process.arch}`;
  const compiler = join(`${appPath}.unpacked`, "node_modules", "@esbuild", platform, name);
  if (existsSync(compiler)) process.env["ESBUILD_BINARY_PATH"] = compiler;
}
