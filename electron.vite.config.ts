import { existsSync } from "node:fs";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { guestPlugin } from "./build/vite/guest-plugin.ts";
import { monacoPlugin } from "./build/vite/monaco-plugin.ts";
import { threadScriptPlugin } from "./build/vite/thread-script-plugin.ts";

/** The entries that are there: the window is put together beside the terminal, and either builds without the other. */
function present(entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));
}

const preload = present({ index: "preload/index.ts" });
const renderer = present({ index: resolve("renderer/index.html") });

export default defineConfig({
  main: {
    plugins: [guestPlugin(), threadScriptPlugin()],
    build: {
      // The oldest Node that the program runs in: that of the fallback Electron (build/provision).
      target: "node20",
      outDir: "out/main",
      // Taken in, for the window or a sandbox's thread waits for them: a package is files to find and read.
      externalizeDeps: { exclude: ["zod", "quickjs-wasi"] },
      rolldownOptions: {
        input: present({ index: "main/index.ts", cli: "main/cli.ts" }),
        output: { format: "es" },
      },
    },
  },
  ...(Object.keys(preload).length > 0 && {
    preload: {
      build: {
        target: "node20",
        outDir: "out/preload",
        // A sandboxed preload is one CommonJS file that can require "electron" and nothing else: all it imports is put into it.
        externalizeDeps: false,
        rolldownOptions: {
          input: preload,
          output: { format: "cjs", entryFileNames: "[name].cjs", codeSplitting: false },
        },
      },
    },
  }),
  ...(Object.keys(renderer).length > 0 && {
    renderer: {
      root: "renderer",
      plugins: [monacoPlugin(), react()],
      worker: { format: "es" },
      build: {
        target: "chrome130",
        outDir: "out/renderer",
        minify: true,
        rolldownOptions: { input: renderer },
      },
    },
  }),
});
