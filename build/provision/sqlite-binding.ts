import { readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { cached } from "./cache.ts";
import { isDebianRoot, installPackages } from "./debian.ts";
import { ProvisionError } from "./provision-error.ts";
import { isInstalled, run } from "./run.ts";
import type { Work } from "./work.ts";

/** From this one on Electron has Node 22.14, whose Node-API 10 is what better-sqlite3's own binaries ask for. */
const FIRST_WITH_NODE_API_10 = 35;
/** Changes whenever how it is compiled does: the cache is shared with older and newer checkouts. */
const RECIPE = 3;

export function bringsOldNodeApi(electronVersion: string): boolean {
  return Number(electronVersion.split(".")[0]) < FIRST_WITH_NODE_API_10;
}

/**
 * Compiles better-sqlite3 from its own source for an Electron with Node-API 9, once, and gives the addon's path. The two
 * files are given to the compiler as they are: node-gyp would ask for Python, make and Node's headers from the network,
 * and Node-API's headers alone come from npm.
 */
export async function provisionSqliteBinding(project: string, work: Work): Promise<string> {
  const require = createRequire(join(project, "package.json"));
  const sqlite = dirname(require.resolve("better-sqlite3/package.json"));
  const addonApi = dirname(createRequire(join(sqlite, "package.json")).resolve("node-addon-api/package.json"));
  const headers = dirname(require.resolve("node-api-headers/package.json"));
  const versions = await Promise.all([sqlite, addonApi, headers].map(versionOf));
  const name = `better-sqlite3-${versions.join("-")}-napi9-${process.platform}-${process.arch}-${RECIPE}`;
  const file = "better_sqlite3.node";
  const folder = await cached(name, work, async (place) => {
    await needCompiler(work);
    work.say("compiling better-sqlite3 for this Electron (a minute, once)");
    await compile({ sqlite, include: [addonApi, join(headers, "include")], place, file, signal: work.signal });
  });
  return join(folder, file);
}

interface Compilation {
  readonly sqlite: string;
  readonly include: readonly string[];
  readonly place: string;
  readonly file: string;
  readonly signal: AbortSignal;
}

/** With the settings of better-sqlite3's binding.gyp. */
async function compile({ sqlite, include, place, file, signal }: Compilation): Promise<void> {
  const amalgamation = join(sqlite, "deps", "sqlite3");
  const defines = await definesOf(join(sqlite, "deps", "defines.gypi"));
  const common = ["-c", "-O3", "-fPIC", "-w", "-DNDEBUG", ...defines];
  const parts = { sqlite: join(place, "sqlite3.o"), addon: join(place, "addon.o") };
  const [c, cpp] = [
    [...common, "-std=gnu99", join(amalgamation, "sqlite3.c"), "-o", parts.sqlite],
    [
      ...common,
      ...["-std=c++20", "-fno-exceptions", "-fno-rtti", "-fvisibility=hidden", "-fvisibility-inlines-hidden"],
      ...["-DNODE_GYP_MODULE_NAME=better_sqlite3", "-DBUILDING_NODE_EXTENSION", "-DNAPI_DISABLE_CPP_EXCEPTIONS"],
      "-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS",
      ...["-DNAPI_VERSION=9", "-include", join(import.meta.dirname, "string-references.h")],
      ...[...include, amalgamation].map((folder) => `-I${folder}`),
      ...[join(sqlite, "src", "better_sqlite3.cpp"), "-o", parts.addon],
    ],
  ];
  await Promise.all([run("gcc", c, { signal }), run("g++", cpp, { signal })]);
  const link = ["-shared", "-Wl,-Bsymbolic", "-Wl,--exclude-libs,ALL", parts.sqlite, parts.addon, "-ldl"];
  await run("g++", [...link, "-o", join(place, file)], { signal });
  await Promise.all(Object.values(parts).map((part) => rm(part)));
}

/** The package keeps SQLite's options as a list of strings for gyp. */
async function definesOf(gypi: string): Promise<readonly string[]> {
  const found = (await readFile(gypi, "utf8")).matchAll(/'((?:HAVE|SQLITE)_\w+(?:=[^']*)?)'/g);
  return Array.from(found, ([, define]) => `-D${String(define)}`);
}

async function needCompiler(work: Work): Promise<void> {
  if (await isInstalled("g++", work.signal)) return;
  if (await isDebianRoot()) return installPackages(["g++"], work);
  throw new ProvisionError("better-sqlite3 must be compiled for this Electron: run sudo apt-get install g++");
}

async function versionOf(folder: string): Promise<string> {
  return (JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { readonly version: string }).version;
}
