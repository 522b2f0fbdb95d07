import { transform } from "esbuild";
import type { Plugin } from "vite";

/** What runs in a sandbox's thread. */
const THREAD = /[\\/]runtime[\\/]sandbox[\\/]\w+[\\/]thread\.ts$/;

/**
 * Makes the sandboxes' scripts small: each thread holds its script's text for as long as it lives, comments and all, and two bytes for
 * each character where one is not ASCII. Names stay, for the stack of an error in it.
 */
export function threadScriptPlugin(): Plugin {
  return {
    name: "coldframe:thread-script",
    // Last: what comes after `renderChunk` lays the code out anew.
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk" || chunk.facadeModuleId === null || !THREAD.test(chunk.facadeModuleId)) continue;
        const options = { format: "esm", minifyWhitespace: true, legalComments: "none", charset: "ascii" } as const;
        chunk.code = (await transform(chunk.code, options)).code;
      }
    },
  };
}
