import type { Plugin } from "vite";

/**
 * Takes out of Monaco what would come into the program behind its back. `renderer/ui/monaco/monaco.ts` names the workers and the
 * features that the editor has; Monaco's own ways to its workers would put each in a second time, and the helper that starts them
 * imports every feature there is, too late for those to find their services.
 */
export function monacoPlugin(): Plugin {
  return {
    name: "coldframe:monaco",
    enforce: "pre",
    transform(code, id) {
      if (!/monaco-editor\/esm\/.*\.js(\?|$)/.test(id)) return null;
      const isHelper = /\/internal\/common\/workers\.js(\?|$)/.test(id);
      const without = isHelper
        ? code.replace(/^import '[^']+';$/gm, "")
        : code.replace(/createWorker: \(\) => new Worker\(.*\),?$/gm, "createWorker: undefined,");
      return without === code ? null : { code: without, map: null };
    },
  };
}
