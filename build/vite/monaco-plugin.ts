import type { Plugin } from "vite";

/**
 * Takes out Monaco's own ways to its workers: `renderer/features/editor/monaco.ts` names them all, and the bundler would otherwise put
 * each into the program a second time.
 */
export function monacoPlugin(): Plugin {
  return {
    name: "coldframe:monaco",
    enforce: "pre",
    transform(code, id) {
      if (!/monaco-editor\/esm\/.*\.js(\?|$)/.test(id) || !code.includes("new Worker(")) return null;
      const without = code.replace(/createWorker: \(\) => new Worker\(.*\),?$/gm, "createWorker: undefined,");
      return without === code ? null : { code: without, map: null };
    },
  };
}
