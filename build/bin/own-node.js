// Plain JavaScript for any Node from 18 on: finds the project's own Node (the npm package `node`) and hands over to it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const OWN_MAJOR = 24;

/** @returns {number} the major version of the Node that runs this */
export function runningMajor() {
  return Number(process.versions.node.split(".")[0]);
}

/** @returns {string | null} the project's own Node, where the running one is older and the other is installed */
export function newerNode() {
  if (runningMajor() >= OWN_MAJOR) return null;
  try {
    const manifest = createRequire(import.meta.url).resolve("node/package.json");
    const file = join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/**
 * Runs the program in the other Node, passes signals on, and ends as it ends. Where this process is killed by a signal that can't be
 * passed on, the other can see it by the channel between them.
 */
export function handOver(node, program) {
  const args = [fileURLToPath(program), ...process.argv.slice(2)];
  const child = spawn(node, args, { stdio: ["inherit", "inherit", "inherit", "ipc"] });
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

export function fail(message) {
  process.stderr.write(`coldframe: ${message}\n`);
  process.exitCode = 4;
}
