import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../provision/provision-electron.ts";
import { run } from "../provision/run.ts";
import type { Work } from "../provision/work.ts";

/** What the built program is made of. */
const SOURCES = ["main", "runtime", "preload", "renderer", "build/vite", "electron.vite.config.ts", "package.json"];

/** A build writes all of these, the last one last: a build that failed half-way leaves an old one. */
const BUILT = {
  "main/cli.ts": "out/main/cli.js",
  "main/index.ts": "out/main/index.js",
  "preload/index.ts": "out/preload/index.cjs",
  "renderer/index.html": "out/renderer/index.html",
};

/** Builds the program where a source is newer than what is built. */
export async function buildWhenStale(work: Work): Promise<void> {
  const built = Object.entries(BUILT).filter(([source]) => newestMs(source) > 0);
  const oldestMs = Math.min(...built.map(([, output]) => newestMs(output)));
  if (Math.max(...SOURCES.map(newestMs)) <= oldestMs) return;
  work.say("building Coldframe");
  const builder = join(PROJECT, "node_modules", "electron-vite", "bin", "electron-vite.js");
  await run(process.execPath, [builder, "build", "--logLevel", "warn"], { cwd: PROJECT, signal: work.signal });
}

/** When the newest file at or below the path was written; 0 where there is none. */
function newestMs(path: string): number {
  const absolute = join(PROJECT, path);
  const stats = statSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(absolute).map((name) => newestMs(join(path, name))));
}
