import { readMessages } from "./compiler-messages";
import { findExecutables } from "./find-executables";
import { runTool } from "./run-tool";
import type { NativeToolchain, Toolchain } from "./toolchain";

const LOOK_MS = 10_000;
/** The first version of Go with the port `wasip1`. */
const FIRST_MINOR = 21;

interface GoToolchain extends Toolchain {
  readonly isTinyGo: boolean;
}

/** Go: a WASI program. TinyGo first: its programs are a twentieth as large, and start as much sooner. */
export const go: NativeToolchain<GoToolchain> = {
  name: "Go",
  installHint: "install TinyGo (https://tinygo.org/getting-started/install) or Go 1.21 or newer (https://go.dev/dl)",
  find: async () => (await findTinyGo()) ?? (await findGo()),
  command: ({ isTinyGo }, { file, output }) =>
    isTinyGo
      ? { args: ["build", "-target=wasip1", "-no-debug", "-o", output, file] }
      : {
          args: ["build", "-trimpath", "-ldflags=-s -w", "-o", output, file],
          env: { GOOS: "wasip1", GOARCH: "wasm", GOFLAGS: "-mod=mod" },
        },
  problems: readMessages,
};

async function findTinyGo(): Promise<GoToolchain | null> {
  for (const executable of findExecutables(["tinygo"])) {
    const said = await runTool(executable, ["version"], { timeoutMs: LOOK_MS });
    if (said?.exitCode === 0) return { executable, version: said.stdout.trim(), lacks: [], isTinyGo: true };
  }
  return null;
}

async function findGo(): Promise<GoToolchain | null> {
  for (const executable of findExecutables(["go"])) {
    const said = await runTool(executable, ["version"], { timeoutMs: LOOK_MS });
    const minor = /\bgo1\.(\d+)/.exec(said?.stdout ?? "")?.[1];
    if (said?.exitCode !== 0 || minor === undefined || Number(minor) < FIRST_MINOR) continue;
    return { executable, version: said.stdout.trim(), lacks: [], isTinyGo: false };
  }
  return null;
}
