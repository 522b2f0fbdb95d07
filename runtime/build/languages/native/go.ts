import { existsSync } from "node:fs";
import { join } from "node:path";
import { readMessages } from "./compiler-messages";
import { findExecutables } from "./find-executables";
import { runTool } from "./run-tool";
import { sourcesBeside } from "./sources-beside";
import type { NativeToolchain, Toolchain } from "./toolchain";

/** A build fetches nothing: no packages, no newer compiler that a `go.mod` asks for. Packages of the module cache are there. */
const OFFLINE = { GOPROXY: "off", GOTOOLCHAIN: "local", GOFLAGS: "" };
const WASIP1 = { GOOS: "wasip1", GOARCH: "wasm" };
const LOOK_MS = 10_000;
/** The first version of Go with the port `wasip1`. */
const FIRST_MINOR = 21;

interface GoToolchain extends Toolchain {
  /** TinyGo's name of the target; null: it is Go itself. */
  readonly tinyTarget: string | null;
}

/** Go: a WASI program. TinyGo first: its programs are a twentieth as large, and start as much sooner. */
export const go: NativeToolchain<GoToolchain> = {
  name: "Go",
  installHint: "install TinyGo (https://tinygo.org/getting-started/install) or Go 1.21 or newer (https://go.dev/dl)",
  find: async () => (await findTinyGo()) ?? (await findGo()),
  command: ({ tinyTarget }, { file, folder, output }) => {
    // A module's package is all its files; a file without a module stands for itself.
    const what = existsSync(join(folder, "go.mod")) ? "." : file;
    const inputs = sourcesBeside(folder, [".go", "go.mod", "go.sum"]);
    return tinyTarget === null
      ? { args: ["build", "-trimpath", "-ldflags=-s -w", "-o", output, what], env: { ...OFFLINE, ...WASIP1 }, inputs }
      : { args: ["build", `-target=${tinyTarget}`, "-no-debug", "-o", output, what], env: OFFLINE, inputs };
  },
  problems: readMessages,
};

async function findTinyGo(): Promise<GoToolchain | null> {
  for (const executable of findExecutables(["tinygo"])) {
    const said = await runTool(executable, ["version"], { timeoutMs: LOOK_MS });
    if (said?.exitCode !== 0) continue;
    const version = said.stdout.trim();
    // Before 0.33, preview 1 was the only WASI.
    const tinyTarget = /\b0\.([0-9]|[12][0-9]|3[0-2])\./.test(version) ? "wasi" : "wasip1";
    return { executable, version, lacks: [], tinyTarget };
  }
  return null;
}

async function findGo(): Promise<GoToolchain | null> {
  for (const executable of findExecutables(["go"])) {
    const said = await runTool(executable, ["version"], { timeoutMs: LOOK_MS });
    const minor = /\bgo1\.(\d+)/.exec(said?.stdout ?? "")?.[1];
    if (said?.exitCode !== 0 || minor === undefined || Number(minor) < FIRST_MINOR) continue;
    return { executable, version: said.stdout.trim(), lacks: [], tinyTarget: null };
  }
  return null;
}
