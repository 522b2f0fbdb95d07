import { transform } from "esbuild";
import type { Plugin } from "vite";

/** What runs in a sandbox's thread. */
const THREAD = /[\\/]runtime[\\/]sandbox[\\/]\w+[\\/]thread\.ts$/;

/**
 * Makes the sandboxes' scripts small: each thread holds its script's text for as long as it lives, comments and all, and two bytes for
 * each character where one is not ASCII. Names stay, for the stack of an error in it. They are CommonJS: a thread without Node's loader
 * of ES modules is there sooner, and takes 0.2 MB less.
 */
export function threadScriptPlugin(): Plugin {
  return {
    name: "coldframe:thread-script",
    outputOptions(output) {
      const { chunkFileNames, entryFileNames } = output;
      return { ...output, chunkFileNames: named(chunkFileNames), entryFileNames: named(entryFileNames) };
    },
    // Last: what comes after `renderChunk` lays the code out anew.
    async generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk" || !isThread(chunk)) continue;
        const options = { format: "cjs", minifyWhitespace: true, legalComments: "none", charset: "ascii" } as const;
        chunk.code = (await transform(chunk.code, options)).code;
      }
    },
  };
}

interface Chunk {
  readonly facadeModuleId?: string | null;
}

function isThread({ facadeModuleId }: Chunk): boolean {
  return THREAD.test(facadeModuleId ?? "");
}

/** Node takes a script for CommonJS by its name. */
function named<C extends Chunk>(names: string | ((chunk: C) => string) | undefined): (chunk: C) => string {
  return (chunk) => {
    const name = typeof names === "function" ? names(chunk) : (names ?? "[name]-[hash].js");
    return isThread(chunk) ? name.replace(/\.js$/, ".cjs") : name;
  };
}
