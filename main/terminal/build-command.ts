import type { Command } from "commander";
import { build } from "../workbench/build";
import { artifactDocument } from "../workbench/documents";
import type { ArtifactDocument } from "../workbench/documents";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT } from "./exit-codes";
import { formatBytes, formatCount, formatDuration, formatShare } from "../../runtime/model";
import { printProblems, showPath } from "./print-problems";
import { reportBuildFailure } from "./report-build-failure";
import { renderTable } from "./table";
import type { Terminal } from "./terminal";

/** Modules shown to a person; `--json` has them all. */
const SHOWN_MODULES = 20;

interface BuildFlags {
  readonly json?: true;
}

export function addBuildCommand(program: Command, context: CommandContext): void {
  program
    .command("build")
    .summary("build a function without calling it")
    .description("Builds a function and says what went in: hash, bytes, modules, build time.")
    .argument("<entry>", "the function: a file, or a folder with an index.*")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `\nJavaScript, TypeScript, AssemblyScript (.as), WebAssembly text (.wat) and .wasm need nothing but Coldframe. Rust, C, C++, Zig and Go need a\ncompiler: coldframe toolchains lists those of this machine.\n${examples("build build/examples/hello", "build api.ts --json", "build main.rs")}`,
    )
    .action(context.action((entry: string, flags: BuildFlags) => runBuild(entry, flags, context)));
}

async function runBuild(entry: string, flags: BuildFlags, { terminal, workbench }: CommandContext): Promise<number> {
  const result = await build(workbench(), entry);
  if (!result.ok) return reportBuildFailure(terminal, result.problems, flags);
  const document = artifactDocument(result.artifact, result.buildUs, result.warnings);
  if (flags.json === true) terminal.print(JSON.stringify(document));
  else printArtifact(terminal, document);
  printProblems(terminal, result.warnings);
  return EXIT.fine;
}

function printArtifact(terminal: Terminal, artifact: ArtifactDocument): void {
  const { colors } = terminal;
  const { modules } = artifact;
  terminal.print(
    [
      colors.bold(artifact.function),
      artifact.engine,
      formatBytes(artifact.bytes),
      formatCount(modules.length, "module"),
      `built in ${formatDuration(artifact.buildUs)}`,
    ].join(colors.dim(" · ")),
  );
  terminal.print(colors.dim(`${artifact.version}\n${showPath(artifact.entry)}`));
  const rows = modules
    .slice(0, SHOWN_MODULES)
    .map(({ path, bytes }) => [formatBytes(bytes), formatShare(bytes, artifact.bytes), path]);
  const [header = "", ...lines] = renderTable(["bytes", "share", "module"], rows, ["right", "right", "left"]);
  if (rows.length > 0) terminal.print([colors.dim(`\n${header}`), ...lines].join("\n"));
  const rest = modules.slice(SHOWN_MODULES);
  if (rest.length > 0) {
    const bytes = rest.reduce((sum, module) => sum + module.bytes, 0);
    terminal.print(colors.dim(`and ${formatCount(rest.length, "smaller module")}, ${formatBytes(bytes)}`));
  }
}
