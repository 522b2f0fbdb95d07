import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { guestPlugin } from "./build/vite/guest-plugin.ts";
import { displayProblem } from "./build/start/display.ts";
import { modulePathPlugin } from "./build/vite/module-path-plugin.ts";

// Of this run alone: several may be under way at once.
const threads = resolve(`node_modules/.cache/coldframe/vitest-${process.pid}`);
process.on("exit", () => {
  rmSync(threads, { recursive: true, force: true });
});
const plugins = () => [guestPlugin(), modulePathPlugin(threads)];

/** Tests below the units' folders that take their time: whole processes, compilers, many real threads, or thousands of mutants. */
const SLOW = [
  "test/main/gateway/serve.test.ts",
  "test/main/store/{files,processes}.test.ts",
  "test/main/workbench/{replay,cost/tune-call,profile/cancel}.test.ts",
  "test/runtime/build/{examples,inspect/inspect,languages/assemblyscript,languages/native/native}.test.ts",
  "test/runtime/pool/{limits,model,offers,real-engine,starts,upkeep}.test.ts",
  "test/runtime/wasm/{engine,dwarf/fuzz}.test.ts",
];
/** Tests of code that keeps nothing between calls: they share one process, which takes half the time of one for each file. */
const PURE = ["test/{runtime/{cost,model,profile,simulation,statistics},renderer,main/terminal}/**/*.test.ts"];

export default defineConfig({
  test: {
    // A module may hold a whole bundle (`?guest`, `?modulePath`), and the cache knows only the module's own file.
    fsModuleCache: false,
    // Vitest leaves a core to itself, which is half of a small machine.
    maxWorkers: "100%",
    projects: [
      {
        plugins: plugins(),
        test: {
          name: "unit",
          include: ["test/{runtime,main,build,renderer}/**/*.test.ts"],
          exclude: [...SLOW, ...PURE],
          testTimeout: 20_000,
        },
      },
      {
        plugins: plugins(),
        test: {
          name: "unit-pure",
          include: PURE,
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        plugins: plugins(),
        test: {
          name: "program",
          include: ["test/{e2e,attack}/**/*.test.ts", ...SLOW],
          exclude: ["test/e2e/desktop/**"],
          globalSetup: ["test/e2e/build-when-stale.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: plugins(),
        test: {
          name: "desktop",
          include: ["test/e2e/desktop/**/*.test.ts"],
          globalSetup: ["test/e2e/electron/desktop-setup.ts"],
          // Each worker has a virtual display of its own, but windows on the system's one would share the focus.
          fileParallelism: (await displayProblem()) !== null,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
