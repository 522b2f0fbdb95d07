import { readMessages } from "./compiler-messages";
import { findExecutables } from "./find-executables";
import { runTool } from "./run-tool";
import type { NativeToolchain } from "./toolchain";

const LOOK_MS = 10_000;

/** Zig: with a `main` it is a WASI program, without one a core module of what it exports. Zig brings its own libraries. */
export const zig: NativeToolchain = {
  name: "Zig",
  installHint: "install Zig (https://ziglang.org/download) and put it on the PATH",
  find: async () => {
    for (const executable of findExecutables(["zig"])) {
      const said = await runTool(executable, ["version"], { timeoutMs: LOOK_MS });
      if (said?.exitCode === 0) return { executable, version: `zig ${said.stdout.trim()}`, lacks: [] };
    }
    return null;
  },
  command: (_, { file, text, output }) => {
    const isProgram = /\bfn\s+main\s*\(/.test(text);
    return {
      args: [
        ...["build-exe", file, "-O", "ReleaseSmall", "--color", "off", `-femit-bin=${output}`],
        ...(isProgram ? ["-target", "wasm32-wasi"] : ["-target", "wasm32-freestanding", "-fno-entry", "-rdynamic"]),
      ],
    };
  },
  problems: readMessages,
};
