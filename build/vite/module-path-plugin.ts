import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import type { Plugin } from "vite";
import { guestPlugin } from "./guest-plugin.ts";
import { threadScriptPlugin } from "./thread-script-plugin.ts";

const SUFFIX = "?modulePath";

/** Shared by all instances of the plugin in a process: Vitest makes one for each project. */
const built = new Map<string, Promise<string>>();

/**
 * Gives Vitest electron-vite's `?modulePath`: the file is bundled on its own into `cacheDir`, and the import is the
 * absolute path of that bundle. electron-vite does the same in a real build.
 */
export function modulePathPlugin(cacheDir: string): Plugin {
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
      const outDir = join(cacheDir, createHash("sha256").update(file).digest("hex").slice(0, 16));
      const path = built.get(outDir) ?? bundle(file, outDir, cacheDir);
      built.set(outDir, path);
      return `export default ${JSON.stringify(await path)};`;
    },
  };
}

/** A bundle may itself import the path of another. */
async function bundle(file: string, outDir: string, cacheDir: string): Promise<string> {
  // As the project's own package.json says it of a real build: an older Node doesn't look for itself.
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(join(cacheDir, "package.json"), '{ "type": "module" }');
  const result = await build({
    configFile: false,
    logLevel: "error",
    plugins: [guestPlugin(), modulePathPlugin(cacheDir), threadScriptPlugin()],
    ssr: {
      noExternal: true,
      external: ["@wasmer/sdk", "assemblyscript", "better-sqlite3", "electron", "esbuild", "wabt"],
    },
    build: {
      ssr: file,
      outDir,
      emptyOutDir: true,
      // As the real build: the fallback Electron runs it too.
      target: "node20",
      rolldownOptions: { output: { entryFileNames: "module.js", format: "es" } },
    },
  });
  if (!("output" in result)) throw new Error(`${file} was not bundled once`);
  return join(outDir, result.output[0].fileName);
}
