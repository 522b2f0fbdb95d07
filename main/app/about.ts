import manifest from "../../package.json" with { type: "json" };
import type { About } from "../../preload/contract";

type Component = About["components"][number];
type PackageName = keyof typeof manifest.dependencies | keyof typeof manifest.devDependencies;

/** What the program is made of that a user may ask after, as package.json pins it. */
const PACKAGES: readonly (readonly [title: string, name: PackageName, licence: string])[] = [
  ["QuickJS-ng (quickjs-wasi)", "quickjs-wasi", "MIT"],
  ["better-sqlite3 (SQLite, public domain)", "better-sqlite3", "MIT"],
  ["esbuild", "esbuild", "MIT"],
  ["web-streams-polyfill", "web-streams-polyfill", "MIT"],
  ["Monaco Editor", "monaco-editor", "MIT"],
  ["React", "react", "MIT"],
  ["Dockview", "dockview-react", "MIT"],
  ["TanStack Query", "@tanstack/react-query", "MIT"],
  ["Codicons", "@vscode/codicons", "CC-BY-4.0"],
  ["Zod", "zod", "MIT"],
  ["chokidar", "chokidar", "MIT"],
  ["jsonc-parser", "jsonc-parser", "MIT"],
];

const CARRIERS: readonly (readonly [title: string, key: string, licence: string])[] = [
  ["Electron", "electron", "MIT"],
  ["Chromium", "chrome", "BSD-3-Clause"],
  ["Node.js", "node", "MIT"],
  ["V8", "v8", "BSD-3-Clause"],
];

export function about(home: string, versions: Readonly<Record<string, string | undefined>>): About {
  return { version: manifest.version, components: [...carriers(versions), ...packages()], home };
}

function carriers(versions: Readonly<Record<string, string | undefined>>): Component[] {
  return CARRIERS.map(([name, key, licence]) => ({ name, version: versions[key] ?? "", licence }));
}

function packages(): Component[] {
  const pinned: Readonly<Record<string, string>> = { ...manifest.devDependencies, ...manifest.dependencies };
  return PACKAGES.map(([name, key, licence]) => ({ name, version: pinned[key] ?? "", licence }));
}
