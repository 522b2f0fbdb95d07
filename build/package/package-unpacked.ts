import { copyFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build, Platform } from "electron-builder";
import { PROJECT } from "../provision/provision-electron.ts";
import type { ProvisionedElectron } from "../provision/provision-electron.ts";

/**
 * Makes the Linux package's folder (what an AppImage or a deb holds) in `output` from an Electron that is here already, and gives
 * its executable. With the fallback Electron it is for tests: what users get has the official one.
 */
export async function packageUnpacked(electron: ProvisionedElectron, output: string): Promise<string> {
  const dist = dirname(electron.executable);
  await build({
    projectDir: PROJECT,
    targets: Platform.LINUX.createTarget("dir"),
    config: {
      extends: join(PROJECT, "build", "package", "electron-builder.yml"),
      electronDist: dist,
      electronVersion: electron.version,
      directories: { output },
      async afterPack({ appOutDir }) {
        const resources = join(appOutDir, "resources");
        // The fallback's stand-in for `electron <folder>`.
        await rm(join(resources, "app"), { recursive: true, force: true });
        if (electron.nativeBinding === null) return;
        const sqlite = join(resources, "app.asar.unpacked", "node_modules", "better-sqlite3");
        await copyFile(electron.nativeBinding, join(sqlite, "prebuilds", `linux-${process.arch}.node`));
      },
    },
  });
  return join(output, "linux-unpacked", "coldframe-workbench");
}
