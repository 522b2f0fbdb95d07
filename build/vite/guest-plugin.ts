import { build } from "esbuild";
import type { Plugin } from "vite";

const SUFFIX = "?guest";

/**
 * Makes `import source from "./x.guest?guest"` the text of one script: the guest program, bundled for QuickJS.
 * The script's completion value is what the entry file's default export is; it leaves nothing on the global object.
 */
export function guestPlugin(): Plugin {
  return {
    name: "coldframe:guest",
    enforce: "pre",
    async resolveId(source, importer) {
      if (!source.endsWith(SUFFIX)) return null;
      const resolved = await this.resolve(source.slice(0, -SUFFIX.length), importer, { skipSelf: true });
      return resolved === null ? null : resolved.id + SUFFIX;
    },
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const result = await build({
        entryPoints: [id.slice(0, -SUFFIX.length)],
        bundle: true,
        write: false,
        metafile: true,
        format: "iife",
        globalName: "guest",
        platform: "neutral",
        mainFields: ["module", "main"],
        target: "es2023",
        minifySyntax: true,
        minifyWhitespace: true,
        legalComments: "none",
        banner: { js: "(() => {" },
        footer: { js: "return guest.default })();" },
      });
      for (const path of Object.keys(result.metafile.inputs)) this.addWatchFile(path);
      return `export default ${JSON.stringify(result.outputFiles[0]?.text)};`;
    },
  };
}
