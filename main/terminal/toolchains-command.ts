import type { Command } from "commander";
import { listToolchains } from "../workbench/toolchains";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT } from "./exit-codes";
import { printTable } from "./table";

export function addToolchainsCommand(program: Command, context: CommandContext): void {
  program
    .command("toolchains")
    .summary("list the compilers that functions can be built with")
    .description(
      "Looks for the compilers of Rust, C, C++, Zig and Go on this machine, and says what to install where one is missing. JavaScript, TypeScript, AssemblyScript and WebAssembly text need none: Coldframe brings their compilers.",
    )
    .option("--json", "print one JSON document")
    .addHelpText("after", examples("toolchains", "build main.rs"))
    .action(context.action((flags: { readonly json?: true }) => list(flags.json === true, context)));
}

async function list(asJson: boolean, { terminal }: CommandContext): Promise<number> {
  const toolchains = await listToolchains();
  if (asJson) {
    terminal.print(JSON.stringify({ schema: "coldframe/toolchains@1", toolchains }));
    return EXIT.fine;
  }
  const rows = toolchains.map(({ language, found }) =>
    found === null ? [language, "not installed", ""] : [language, found.version, found.executable],
  );
  printTable(terminal, ["language", "compiler", "path"], rows, ["left", "left", "left"]);
  for (const { language, found, installHint } of toolchains) {
    if (found === null) terminal.print(terminal.colors.dim(`${language}: ${installHint}`));
    for (const lack of found?.lacks ?? []) terminal.print(terminal.colors.dim(`${language}: ${lack}`));
  }
  return EXIT.fine;
}
