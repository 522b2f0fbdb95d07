/**
 * Who may import whom: the design's table, as rules. `npm run layers` checks them.
 */
const npm = "node_modules";
const { builtinModules } = require("node:module");
const node = `^(node:)?(${builtinModules.join("|")})$`;

/** A folder may import only itself, what `allowed` names, Node's own modules where `allowed` says so, and the listed packages. */
function only(name, from, allowed, packages = []) {
  return {
    name,
    severity: "error",
    comment: "See the design: who may import whom.",
    from: { path: from },
    to: { pathNot: [from, ...allowed, ...packages.map((p) => `${npm}/${p}`)] },
  };
}

module.exports = {
  forbidden: [
    {
      name: "no-circular",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["\\?(guest|modulePath|worker|raw|url)$"] },
    },
    only("model-is-a-leaf", "^runtime/model/", []),
    only("statistics-are-a-leaf", "^runtime/statistics/", []),
    only("profile", "^runtime/profile/", ["^runtime/model/", "^runtime/statistics/index\\.ts$"]),
    only("cost", "^runtime/cost/", ["^runtime/model/", "^runtime/statistics/index\\.ts$"], ["decimal.js", "zod"]),
    only("simulation", "^runtime/simulation/", [
      "^runtime/(model|pool/scheduler)/",
      "^runtime/statistics/index\\.ts$",
      "^runtime/sandbox/control-words\\.ts$",
    ]),
    only("guest", "^runtime/web/.*\\.guest\\.ts$", ["^runtime/web/bridge\\.ts$"], ["web-streams-polyfill"]),
    only("web", "^runtime/web/(?!.*\\.guest\\.ts$)", ["^runtime/web/bridge\\.ts$", "^runtime/model/", node]),
    only("wasm-is-pure", "^runtime/wasm/", ["^runtime/model/"]),
    only(
      "sandbox",
      "^runtime/sandbox/",
      ["^runtime/(model|web)/", "^runtime/wasm/index\\.ts$", node],
      ["quickjs-wasi", "@wasmer/sdk"],
    ),
    only(
      "build",
      "^runtime/build/",
      ["^runtime/model/", "^runtime/wasm/index\\.ts$", "^runtime/web/assemblyscript/", node],
      [
        "esbuild",
        "acorn",
        "eslint-scope",
        "assemblyscript",
        "wabt",
        "@jridgewell/sourcemap-codec",
        "@jridgewell/trace-mapping",
        "smol-toml",
        "jsonc-parser",
      ],
    ),
    only("pool", "^runtime/pool/", [
      "^runtime/model/",
      "^runtime/sandbox/(protocol|call-packing|control-words)\\.ts$",
      node,
    ]),
    only("pool-decisions", "^runtime/pool/scheduler/", ["^runtime/model/"]),
    only("store", "^main/store/", ["^runtime/model/", node], ["better-sqlite3"]),
    only(
      "workbench",
      "^main/workbench/",
      [
        "^runtime/(index\\.ts$|model/|(cost/(index|files)|(statistics|profile|simulation)/index)\\.ts$)",
        "^main/store/",
        "^preload/contract/",
        node,
      ],
      ["uuidv7", "zod", "env-paths", "chokidar", "jsonc-parser"],
    ),
    {
      name: "workbench-knows-the-contract's-types",
      severity: "error",
      comment: "What the window is told is declared once; the code behind it stays without the window.",
      from: { path: "^main/workbench/" },
      to: { path: "^preload/contract/", dependencyTypesNot: ["type-only"] },
    },
    only("contract", "^preload/contract/", ["^runtime/model/", "^runtime/(cost|profile)/index\\.ts$"], ["zod"]),
    {
      name: "contract-knows-the-arithmetic's-types",
      severity: "error",
      comment: "What preload carries into every page is names and types, no price lists and no statistics.",
      from: { path: "^preload/contract/" },
      to: { path: "^runtime/(cost|profile)/", dependencyTypesNot: ["type-only"] },
    },
    only("preload", "^preload/(?!contract/)", ["^preload/contract/"], ["electron"]),
    only(
      "ipc",
      "^main/ipc/",
      ["^main/workbench/", "^preload/contract/", "^runtime/(index\\.ts$|model/)", node],
      ["electron", "zod"],
    ),
    only(
      "app",
      "^main/app/",
      ["^main/(ipc/index\\.ts$|workbench/)", "^preload/contract/", "^runtime/model/", "^package\\.json$", node],
      ["electron", "zod"],
    ),
    only(
      "renderer-bridge",
      "^renderer/bridge/",
      ["^preload/contract/(?!schemas)", "^runtime/model/", "^runtime/profile/index\\.ts$"],
      ["@tanstack/react-query", "react"],
    ),
    only(
      "renderer-session",
      "^renderer/session/",
      ["^renderer/bridge/", "^preload/contract/(?!schemas)", "^runtime/model/"],
      ["zustand", "react"],
    ),
    only(
      "renderer-ui",
      "^renderer/ui/",
      ["^preload/contract/(?!schemas)", "^runtime/model/"],
      ["react", "react-dom", "@vscode/codicons", "@tanstack/react-virtual", "monaco-editor", "d3-"],
    ),
    ...["editor", "explorer", "console", "trace", "history", "cost", "pool", "problems", "profile"].map((feature) =>
      only(
        `feature-${feature}`,
        `^renderer/features/${feature}/`,
        [
          "^renderer/(bridge|session|ui)/",
          "^preload/contract/(?!schemas)",
          "^runtime/(model|cost|statistics|profile|simulation|web/types|web/assemblyscript)/",
        ],
        [
          ...["react", "react-dom", "zustand", "@tanstack", "monaco-editor", "@vscode/codicons", "uuidv7"],
          ...["assemblyscript", "jsonc-parser", "statuses", "@types/statuses", "d3-", "@types/d3-"],
        ],
      ),
    ),
    {
      name: "ipc-main-in-ipc-alone",
      severity: "error",
      comment: "Only main/ipc and main/app know Electron; only main/ipc imports ipcMain (checked by the linter).",
      from: { path: "^main/(?!app/|ipc/|index\\.ts$)" },
      to: { path: "node_modules/electron" },
    },
    {
      name: "renderer-knows-no-node",
      severity: "error",
      from: { path: "^(renderer|preload/contract)/" },
      to: { path: [node, "node_modules/electron/", "^main/"] },
    },
    {
      name: "runtime-is-plain-node",
      severity: "error",
      from: { path: "^runtime/" },
      to: { path: ["^main/", "better-sqlite3", "electron"] },
    },
    {
      name: "runtime-loaded-when-needed",
      severity: "error",
      comment:
        "The compiler loads with it: that would hold up every start, and come before a package knows where the compiler is.",
      from: { path: "^main/" },
      to: { path: "^runtime/index\\.ts$", dynamic: false, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "runtime-by-its-index",
      severity: "error",
      from: { path: "^main/" },
      to: {
        path: "^runtime/",
        pathNot: [
          "^runtime/index\\.ts$",
          "^runtime/model/",
          "^runtime/(cost/(index|files)|(statistics|profile|simulation)/index)\\.ts$",
        ],
      },
    },
  ],
  options: {
    doNotFollow: { path: npm },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types"],
    },
  },
};
