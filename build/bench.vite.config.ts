/** Bundles the benchmark as the program itself is bundled, so that it measures what users run. */
import { resolve } from "node:path";
import { defineConfig } from "vite";
import { guestPlugin } from "./vite/guest-plugin.ts";
import { modulePathPlugin } from "./vite/module-path-plugin.ts";

export default defineConfig({
  plugins: [guestPlugin(), modulePathPlugin(resolve("out/bench/threads"))],
  logLevel: "warn",
  build: { ssr: "test/bench/index.ts", outDir: "out/bench", target: "node24", emptyOutDir: false },
});
