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
      to: { couldNotResolve: true, pathNot: ["\\?(guest|modulePath)$"] },
    },
    only("model-is-a-leaf", "^runtime/model/", []),
    only("cost", "^runtime/cost/", ["^runtime/model/"], ["decimal.js"]),
    only("guest", "^runtime/web/.*\\.guest\\.ts$", ["^runtime/web/bridge\\.ts$"], ["web-streams-polyfill"]),
    only("web", "^runtime/web/(?!.*\\.guest\\.ts$)", ["^runtime/web/bridge\\.ts$", "^runtime/model/", node]),
    only("sandbox", "^runtime/sandbox/", ["^runtime/(model|web)/", node], ["quickjs-wasi"]),
    only(
      "build",
      "^runtime/build/",
      ["^runtime/model/", node],
      ["esbuild", "@jridgewell/trace-mapping", "smol-toml", "jsonc-parser"],
    ),
    only("pool", "^runtime/pool/", ["^runtime/model/", "^runtime/sandbox/protocol\\.ts$", node]),
    only("store", "^main/store/", ["^runtime/model/", node], ["better-sqlite3"]),
    only(
      "workbench",
      "^main/workbench/",
      ["^runtime/index\\.ts$", "^main/store/", node],
      ["uuidv7", "zod", "env-paths"],
    ),
    {
      name: "runtime-is-plain-node",
      severity: "error",
      from: { path: "^runtime/" },
      to: { path: ["^main/", "better-sqlite3", "electron"] },
    },
    {
      name: "runtime-by-its-index",
      severity: "error",
      from: { path: "^main/" },
      to: { path: "^runtime/", pathNot: ["^runtime/index\\.ts$", "^runtime/model/"] },
    },
    {
      name: "no-electron-in-the-terminal",
      severity: "error",
      from: { path: "^main/(cli|terminal|workbench|store)" },
      to: { path: "electron" },
    },
  ],
  options: {
    doNotFollow: { path: npm },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".js"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types"],
    },
  },
};
