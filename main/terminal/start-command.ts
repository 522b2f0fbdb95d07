import { join } from "node:path";
import type { Command } from "commander";
import { invoke, ONE_AT_A_TIME } from "../workbench/invoke";
import { homeFolder } from "../workbench/home";
import { packageFolder } from "../workbench/package-folder";
import type { CommandContext } from "./command";
import { EXIT } from "./exit-codes";
import { readCallPricing } from "./pricing-options";
import { printInvocation } from "./print-invocation";
import { showPath } from "./print-problems";
import { reportBuildFailure } from "./report-build-failure";

export function addStartCommand(program: Command, context: CommandContext): void {
  program
    .command("start")
    .summary("call the bundled example: the first thing to try")
    .description("Calls the bundled example, prints its answer and its trace, and says what to try next.")
    .action(context.action(() => runStart(context)));
}

async function runStart({ terminal, workbench }: CommandContext): Promise<number> {
  const entry = join(packageFolder(), "build", "examples", "hello");
  const result = await invoke(workbench(ONE_AT_A_TIME), {
    entry,
    input: { trigger: "http", request: { method: "GET", url: "/?name=Coldframe", headers: [], body: null } },
    grants: { env: {}, allowNet: [], memoryMb: 128, timeoutMs: 5_000 },
    start: "cold",
    repeat: 1,
    signal: terminal.signal,
  });
  if (!result.ok) return reportBuildFailure(terminal, result.problems);
  const [invocation] = result.invocations;
  if (invocation === undefined) return EXIT.failed;
  const { colors } = terminal;
  terminal.print(`${colors.bold("A cold start of")} ${showPath(entry)}\n`);
  printInvocation(terminal, invocation, await readCallPricing(homeFolder()));
  const steps = [
    [`npx coldframe trace ${invocation.id}`, "this call again"],
    [`npx coldframe invoke ${showPath(entry)} --start prewarmed`, "the same from a prewarmed sandbox"],
    [`npx coldframe invoke ${showPath(entry)} --repeat 100`, "many calls, with percentiles"],
    [`npx coldframe serve ${showPath(entry)}`, "at http://localhost:8787/, built anew after each edit"],
    ["npx coldframe history", "every call so far"],
    ["npx coldframe --help", "all commands"],
  ];
  terminal.print(colors.bold("\nWhat to do next"));
  for (const [command, what] of steps) terminal.print(`  ${String(command)}\n      ${colors.dim(String(what))}`);
  return invocation.outcome === "ok" ? EXIT.fine : EXIT.failed;
}
