#!/usr/bin/env node
// Starts the terminal entry under a Node that can run it. Plain JavaScript for any Node from 18 on: where the running one is
// older than the project's own (the npm package `node`), it hands over to that.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OWN_MAJOR = 24;
/** Below it better-sqlite3's and quickjs-wasi's binaries can't be loaded. */
const OLDEST_MAJOR = 22;

const program = new URL("../../out/main/cli.js", import.meta.url);
const major = Number(process.versions.node.split(".")[0]);
const own = major < OWN_MAJOR ? ownNode() : null;

if (!existsSync(program)) fail("Coldframe is not built yet: run npm run build");
else if (own !== null) handOver(own);
else if (major < OLDEST_MAJOR) fail(`Coldframe needs Node ${OWN_MAJOR}, and this is ${process.version}: run npm ci`);
else await import(program.href);

function fail(message) {
  process.stderr.write(`coldframe: ${message}\n`);
  process.exitCode = 4;
}

function ownNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve("node/package.json");
    const file = join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

function handOver(node) {
  const child = spawn(node, [fileURLToPath(program), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(`can't run ${node}: ${error.message}; run npm ci`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exitCode = code;
    else {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
  });
}
