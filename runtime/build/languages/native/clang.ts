import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { readMessages } from "./compiler-messages";
import { findExecutables } from "./find-executables";
import { runTool } from "./run-tool";
import type { NativeToolchain, Toolchain } from "./toolchain";

/** WASI's target for clang, and the folder of its libraries; newer versions of wasi-libc have the second only. */
const TARGETS = ["wasm32-wasi", "wasm32-wasip1"];
const LOOK_MS = 10_000;
const NO_CPP_LIBRARY = "no C++ library for WASI: on Debian, apt install libc++-14-dev-wasm32 libc++abi-14-dev-wasm32";
/** What a core module may export to Coldframe (see runtime/wasm); other exports are marked in the source. */
const MODULE_EXPORTS = ["handler", "allocate"];

interface ClangToolchain extends Toolchain {
  /** Where WASI's C library is; null: its own, which wasi-sdk's clang knows by itself. */
  readonly sysroot: string | null;
  readonly target: string;
}

/** C: with a `main` it is a WASI program, without one a core module of what it exports. */
export const c = clangOf(
  "C",
  ["clang"],
  [],
  "install clang with WASI's C library: wasi-sdk in /opt/wasi-sdk or WASI_SDK_PATH (https://github.com/WebAssembly/wasi-sdk); on Debian: apt install clang lld wasi-libc libclang-rt-14-dev-wasm32",
);

/** WASI has no exceptions to unwind. */
export const cpp = clangOf(
  "C++",
  ["clang++"],
  ["-fno-exceptions"],
  "install clang++ with WASI's libraries: wasi-sdk in /opt/wasi-sdk or WASI_SDK_PATH (https://github.com/WebAssembly/wasi-sdk); on Debian: apt install clang lld wasi-libc libclang-rt-14-dev-wasm32 libc++-14-dev-wasm32 libc++abi-14-dev-wasm32",
);

function clangOf(
  name: string,
  executables: readonly string[],
  options: readonly string[],
  installHint: string,
): NativeToolchain<ClangToolchain> {
  return {
    name,
    installHint,
    find: () => find(executables, name === "C++"),
    command: ({ target, sysroot }, { file, folder, text, output, dependencies }) => ({
      args: [
        `--target=${target}`,
        ...(sysroot === null ? [] : [`--sysroot=${sysroot}`]),
        // Not to the driver: told to optimise, it runs the wasm-opt that it finds on the PATH, if any, on what it linked.
        ...["-Xclang", "-O2", ...options],
        ...(/\bmain\s*\(/.test(text) ? [] : moduleOptions()),
        // Lines and inlined calls for stacks. They change no code, and are taken out of the module before it is measured or run.
        ...["-gline-tables-only", `-ffile-prefix-map=${folder}=.`],
        ...["-fno-color-diagnostics", "-fno-caret-diagnostics", "-fdiagnostics-format=clang"],
        ...["-MMD", "-MF", dependencies, "-o", output, file],
      ],
    }),
    problems: readMessages,
  };
}

function moduleOptions(): readonly string[] {
  return ["-nostartfiles", "-Wl,--no-entry", ...MODULE_EXPORTS.map((name) => `-Wl,--export-if-defined=${name}`)];
}

async function find(names: readonly string[], needsCpp: boolean): Promise<ClangToolchain | null> {
  for (const executable of findExecutables(names)) {
    const [version, targets] = await Promise.all(
      ["--version", "--print-targets"].map((option) => runTool(executable, [option], { timeoutMs: LOOK_MS })),
    );
    if (version?.exitCode !== 0 || targets?.stdout.includes("wasm32") !== true) continue;
    const libraries = librariesOf(executable);
    if (libraries === null) continue;
    const lacks = needsCpp && !hasCppLibrary(executable, libraries) ? [NO_CPP_LIBRARY] : [];
    return { executable, version: version.stdout.split("\n")[0]?.trim() ?? "", lacks, ...libraries };
  }
  return null;
}

/** C++ can do without its library, but few functions do. */
function hasCppLibrary(executable: string, { sysroot, target }: Pick<ClangToolchain, "sysroot" | "target">): boolean {
  return existsSync(join(sysroot ?? ownSysroot(executable), "lib", target, "libc++.a"));
}

function ownSysroot(executable: string): string {
  return join(dirname(dirname(executable)), "share", "wasi-sysroot");
}

/** WASI's C library: beside the compiler where it is wasi-sdk's, or the system's. */
function librariesOf(executable: string): Pick<ClangToolchain, "sysroot" | "target"> | null {
  const own = ownSysroot(executable);
  const sysroots = [own, "/usr", "/usr/share/wasi-sysroot", "/opt/homebrew/share/wasi-sysroot"];
  for (const sysroot of sysroots) {
    for (const target of TARGETS) {
      const hasLibrary =
        existsSync(join(sysroot, "lib", target, "libc.a")) && existsSync(join(sysroot, "include", target, "stdio.h"));
      const isFlat = sysroot !== "/usr" && existsSync(join(sysroot, "include", "stdio.h"));
      if (hasLibrary || (isFlat && existsSync(join(sysroot, "lib", target, "libc.a"))))
        return { sysroot: sysroot === own ? null : sysroot, target };
    }
  }
  return null;
}
