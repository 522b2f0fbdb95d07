import { createHash } from "node:crypto";
import { join } from "node:path";
import { build } from "vite";
import type { Plugin } from "vite";
import { guestPlugin } from "./guest-plugin";

const SUFFIX = "?modulePath";

/**
 * Gives Vitest electron-vite's `?modulePath`: the file is bundled on its own into `cacheDir`, and the import is the
 * absolute path of that bundle. electron-vite does the same in a real build.
 */
export function modulePathPlugin(cacheDir: string): Plugin {
  const built = new Map<string, Promise<string>>();
  return {
    name: "coldframe:module-path",
    enforce: "pre",
    async resolveId(source, importer) {
      if (!source.endsWith(SUFFIX)) return null;
      const resolved = await this.resolve(source.slice(0, -SUFFIX.length), importer, { skipSelf: true });
      return resolved === null ? null : resolved.id + SUFFIX;
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const file = id.slice(0, -SUFFIX.length);
      const path = built.get(file) ?? bundle(file, cacheDir);
      built.set(file, path);
      return `export default ${JSON.stringify(await path)};`;
    },
  };
}

async function bundle(file: string, cacheDir: string): Promise<string> {
  const name = createHash("sha256").update(file).update(String(process.pid)).digest("hex").slice(0, 16);
  await build({
    configFile: false,
    logLevel: "error",
    plugins: [guestPlugin()],
    ssr: { noExternal: true, external: ["better-sqlite3"] },
    build: {
      ssr: file,
      outDir: join(cacheDir, name),
      emptyOutDir: true,
      target: "node24",
      rollupOptions: { output: { entryFileNames: "module.js", format: "es" } },
    },
  });
  return join(cacheDir, name, "module.js");
}
