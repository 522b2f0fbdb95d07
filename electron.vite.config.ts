import { defineConfig } from "electron-vite";
import { guestPlugin } from "./build/vite/guest-plugin.ts";

export default defineConfig({
  main: {
    plugins: [guestPlugin()],
    build: {
      target: "node20",
      outDir: "out/main",
      rolldownOptions: {
        input: { cli: "main/cli.ts" },
        output: { format: "es" },
      },
    },
  },
});
