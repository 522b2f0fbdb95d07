import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { guestPlugin } from "./build/vite/guest-plugin";
import { modulePathPlugin } from "./build/vite/module-path-plugin";

const plugins = () => [guestPlugin(), modulePathPlugin(resolve("node_modules/.cache/coldframe"))];

export default defineConfig({
  test: {
    projects: [
      {
        plugins: plugins(),
        test: { name: "unit", include: ["test/{runtime,main,build}/**/*.test.ts"], testTimeout: 20_000 },
      },
      {
        plugins: plugins(),
        test: {
          name: "program",
          include: ["test/{e2e,attack}/**/*.test.ts"],
          globalSetup: ["test/e2e/build-when-stale.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
