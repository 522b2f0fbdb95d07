import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** What the built program is made of. */
const SOURCES = ["main", "runtime", "build/vite", "electron.vite.config.ts", "package.json"];
const BUILT = "out/main/cli.js";

/** Tests in this folder drive the built program: builds it once before them where a source is newer. */
export default function buildWhenStale(): void {
  const builtMs = statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Math.max(...SOURCES.map(newestMs)) <= builtMs) return;
  execFileSync("npm", ["run", "build"], { stdio: ["ignore", "ignore", "inherit"] });
}

function newestMs(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}
