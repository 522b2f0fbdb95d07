import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { BuildProblem } from "../../../model";
import { problem } from "../../problem";
import { SourceLines } from "./compiler-messages";
import { findExecutables } from "./find-executables";
import { runTool } from "./run-tool";
import type { CompilerProblems, NativeToolchain, Toolchain } from "./toolchain";
import { resolve } from "node:path";

/** Preview 1 has had two names; a toolchain has one of them, or both. */
const PROGRAM_TARGETS = ["wasm32-wasip1", "wasm32-wasi"];
const MODULE_TARGET = "wasm32-unknown-unknown";
const LOOK_MS = 10_000;

interface RustToolchain extends Toolchain {
  readonly programTarget: string | null;
  readonly hasModuleTarget: boolean;
}

/**
 * Rust, one source file: with a `fn main` it is a WASI program, without one a core module of what it exports. Of several compilers
 * the first that has a Wasm target is taken: a rustup without one may stand before a system's own that has it.
 */
export const rust: NativeToolchain<RustToolchain> = {
  name: "Rust",
  installHint:
    "install Rust (https://rustup.rs) and run `rustup target add wasm32-wasip1 wasm32-unknown-unknown`; on Debian: apt install rustc lld libstd-rust-dev-wasm32",
  find,
  command: (toolchain, { file, folder, text, output, dependencies }) => {
    const isProgram = /\bfn\s+main\s*\(/.test(text);
    const target = isProgram ? toolchain.programTarget : toolchain.hasModuleTarget ? MODULE_TARGET : null;
    if (target === null) {
      const wanted = isProgram ? (PROGRAM_TARGETS[0] ?? "") : MODULE_TARGET;
      return { lacking: `${toolchain.version} has no target ${wanted}: run \`rustup target add ${wanted}\`` };
    }
    return {
      args: [
        ...["--edition", "2021", "--target", target, "--crate-type", isProgram ? "bin" : "cdylib"],
        ...["--crate-name", crateName(file), "--error-format", "json"],
        // A panic can't unwind in Wasm.
        ...["-C", "opt-level=2", "-C", "panic=abort"],
        // Lines and inlined calls for stacks. They change no code, and are taken out of the module before it is measured or run.
        ...["-C", "debuginfo=1"],
        ...["--remap-path-prefix", `${folder}=.`],
        ...["--emit", `link=${output},dep-info=${dependencies}`, file],
      ],
    };
  },
  problems: readRustMessages,
};

async function find(): Promise<RustToolchain | null> {
  for (const executable of findExecutables(["rustc"])) {
    const said = await runTool(executable, ["--version"], { timeoutMs: LOOK_MS });
    if (said?.exitCode !== 0) continue;
    const has = await Promise.all([...PROGRAM_TARGETS, MODULE_TARGET].map((target) => hasTarget(executable, target)));
    const programTarget = PROGRAM_TARGETS.find((_, index) => has[index]) ?? null;
    const hasModuleTarget = has.at(-1) === true;
    if (programTarget === null && !hasModuleTarget) continue;
    const lacks = [
      ...(programTarget === null ? [`no target for programs: rustup target add ${PROGRAM_TARGETS[0]}`] : []),
      ...(hasModuleTarget ? [] : [`no target for modules: rustup target add ${MODULE_TARGET}`]),
    ];
    return { executable, version: said.stdout.trim(), lacks, programTarget, hasModuleTarget };
  }
  return null;
}

/** A compiler knows targets that it has no standard library for. */
async function hasTarget(executable: string, target: string): Promise<boolean> {
  const said = await runTool(executable, ["--print", "target-libdir", "--target", target], { timeoutMs: LOOK_MS });
  return said?.exitCode === 0 && existsSync(said.stdout.trim());
}

function crateName(file: string): string {
  const name = basename(file, ".rs").replaceAll(/\W/g, "_");
  return /^[A-Za-z_]/.test(name) ? name : `_${name}`;
}

interface RustMessage {
  readonly message: string;
  readonly level: string;
  readonly code: { readonly code: string } | null;
  readonly spans: readonly {
    readonly file_name: string;
    readonly line_start: number;
    readonly column_start: number;
    readonly is_primary: boolean;
    readonly label: string | null;
  }[];
}

/** One JSON document a line. https://doc.rust-lang.org/rustc/json.html */
function readRustMessages(output: string, folder: string): CompilerProblems {
  const errors: BuildProblem[] = [];
  const warnings: BuildProblem[] = [];
  const sources = new SourceLines();
  for (const line of output.split("\n")) {
    const said = parseMessage(line);
    // The last messages count the ones before them.
    if (said === null || /^aborting due to |^\d+ warnings? emitted/.test(said.message)) continue;
    const isError = said.level.startsWith("error");
    if (!isError && said.level !== "warning") continue;
    const span = said.spans.find(({ is_primary }) => is_primary);
    const label = span?.label == null ? "" : `: ${span.label}`;
    const code = said.code === null ? "" : ` [${said.code.code}]`;
    const location =
      span === undefined ? null : sources.locate(resolve(folder, span.file_name), span.line_start, span.column_start);
    const text = `${said.message}${label}${code}`;
    if (isError) errors.push(problem(location === null ? "build-failed" : "compile-error", text, location));
    else warnings.push(problem("suspicious-code", text, location));
  }
  return { errors, warnings };
}

function parseMessage(line: string): RustMessage | null {
  if (!line.startsWith("{")) return null;
  try {
    const parsed = JSON.parse(line) as Partial<RustMessage>;
    return typeof parsed.message === "string" && Array.isArray(parsed.spans) ? (parsed as RustMessage) : null;
  } catch {
    return null;
  }
}
