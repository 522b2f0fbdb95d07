#!/usr/bin/env node
// Starts the terminal entry under a Node that can run it. Plain JavaScript for any Node from 18 on: where the running one is
// older than the project's own (the npm package `node`), it hands over to that.
import { existsSync } from "node:fs";
import { fail, handOver, newerNode, OWN_MAJOR, runningMajor } from "./own-node.js";

/** Below it better-sqlite3's and quickjs-wasi's binaries can't be loaded. */
const OLDEST_MAJOR = 22;

const program = new URL("../../out/main/cli.js", import.meta.url);
const own = newerNode();

if (!existsSync(program)) fail("Coldframe is not built yet: run npm run build");
else if (own !== null) handOver(own, program);
else if (runningMajor() < OLDEST_MAJOR)
  fail(`Coldframe needs Node ${OWN_MAJOR}, and this is ${process.version}: run npm ci`);
else await import(program.href);
