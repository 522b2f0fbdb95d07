import { readMessages } from "./compiler-messages";
import { findExecutables } from "./find-executables";
import { runTool } from "./run-tool";
import { sourcesBeside } from "./sources-beside";
import type { NativeToolchain, Toolchain } from "./toolchain";

const LOOK_MS = 10_000;

interface ZigToolchain extends Toolchain {
  /** What makes a module without a start: `-fno-entry` came with 0.12; before, a module was a dynamic library. */
  readonly moduleArgs: readonly string[];
}

/** Zig: with a `main` it is a WASI program, without one a core module of what it exports. Zig brings its own libraries. */
export const zig: NativeToolchain<ZigToolchain> = {
  name: "Zig",
  installHint: "install Zig (https://ziglang.org/download) and put it on the PATH",
  find: async () => {
    for (const executable of findExecutables(["zig"])) {
      const said = await runTool(executable, ["version"], { timeoutMs: LOOK_MS });
      if (said?.exitCode !== 0) continue;
      const version = said.stdout.trim();
      const moduleArgs = /^0\.([0-9]|1[01])\./.test(version) ? ["build-lib", "-dynamic"] : ["build-exe", "-fno-entry"];
      return { executable, version: `zig ${version}`, lacks: [], moduleArgs };
    }
    return null;
  },
  command: ({ moduleArgs }, { file, folder, text, output }) => ({
    args: [
      ...(/\bfn\s+main\s*\(/.test(text)
        ? ["build-exe", "-target", "wasm32-wasi"]
        : [...moduleArgs, "-target", "wasm32-freestanding", "-rdynamic"]),
      ...[file, "-O", "ReleaseSmall", "--color", "off", `-femit-bin=${output}`],
    ],
    inputs: sourcesBeside(folder, [".zig"]),
  }),
  problems: readMessages,
};
