import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { homeFolder } from "../workbench/home";
import { openWorkbench } from "../workbench/workbench";
import type { Workbench } from "../workbench/workbench";
import { addBuildCommand } from "./build-command";
import { addCalibrateCommand } from "./calibrate-command";
import { addCheckCommand } from "./check-command";
import type { AddCommand, CommandContext } from "./command";
import { addCostCommand } from "./cost-command";
import { addCompareCommand } from "./compare-command";
import { EXIT, UsageError } from "./exit-codes";
import { addHistoryCommand } from "./history-command";
import { addInvokeCommand } from "./invoke-command";
import { addProfileCommand } from "./profile-command";
import { addProfilesCommand } from "./profiles-command";
import { addProjectCommand } from "./project-command";
import { addServeCommand } from "./serve-command";
import { addStartCommand } from "./start-command";
import type { Terminal } from "./terminal";
import { addToolchainsCommand } from "./toolchains-command";
import { addTraceCommand } from "./trace-command";
import { addTuneCommand } from "./tune-command";
import { addWhatIfCommand } from "./what-if-command";

const COMMANDS: readonly AddCommand[] = [
  addInvokeCommand,
  addBuildCommand,
  addToolchainsCommand,
  addHistoryCommand,
  addTraceCommand,
  addCostCommand,
  addProfileCommand,
  addCompareCommand,
  addProfilesCommand,
  addTuneCommand,
  addWhatIfCommand,
  addCheckCommand,
  addCalibrateCommand,
  addProjectCommand,
  addServeCommand,
  addStartCommand,
];

/** Errors whose message already says what is wrong and what to do: a history or a port that can't be opened. */
const EXPECTED = ["StoreError", "GatewayError"];

/**
 * Runs one command line (without `node` and the script) and returns its exit code. Never throws: every error becomes one
 * line on stderr.
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  const opened: Workbench[] = [];
  let code: number = EXIT.fine;
  const notKept: string[] = [];
  const onStoreProblem = (message: string) => {
    notKept.push(message);
    complain(terminal, oneLine(message), EXIT.internal);
  };
  const context: CommandContext = {
    terminal,
    workbench: (runtime = {}) => {
      const workbench = opened[0] ?? openWorkbench({ home: homeFolder(), runtime, onStoreProblem });
      opened[0] = workbench;
      return workbench;
    },
    action:
      (run) =>
      async (...args) => {
        code = await run(...args);
      },
  };
  const program = createProgram(context);
  const help = helpFor(program, argv);
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(understood(program, argv), { from: "user" });
  } catch (error) {
    code = report(error, help, terminal);
  }
  try {
    await opened[0]?.[Symbol.asyncDispose]();
  } catch (error) {
    code = report(error, help, terminal);
  }
  return notKept.length > 0 && code === EXIT.fine ? EXIT.internal : code;
}

function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command("coldframe")
    .description(
      "A workbench for edge functions: call them in a local sandbox, see where the time went, and what a call costs.",
    )
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      // Commander's own error text can be several lines; `report` says it in one.
      writeErr: () => undefined,
      getOutHelpWidth: () => terminal.columns,
      getOutHasColors: () => false,
    })
    .addHelpText(
      "after",
      `
Exit codes: 0 fine · 1 the function or a budget failed · 2 the command line is wrong, or names what is not there · 3 the source did not build · 4 Coldframe failed
COLDFRAME_HOME names the folder of the history, the cache, and price lists of your own (price-lists/*.json). NO_COLOR=1 turns colours off.`,
    );
  for (const add of COMMANDS) add(program, context);
  return program;
}

/** One line on stderr; returns the exit code. */
function report(error: unknown, help: string, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.fine;
    return complain(
      terminal,
      `${oneLine(error.message.replace(/^error: /, "")).replace(/\.$/, "")}; see ${help}`,
      EXIT.usage,
    );
  }
  if (error instanceof UsageError) return complain(terminal, oneLine(error.message), EXIT.usage);
  const expected = error instanceof Error && EXPECTED.includes(error.name);
  const message = oneLine(error instanceof Error ? error.message : String(error));
  if ((process.env["COLDFRAME_DEBUG"] ?? "") !== "" && error instanceof Error) terminal.note(error.stack ?? "");
  if (expected) return complain(terminal, message, EXIT.internal);
  return complain(terminal, `internal error: ${message} (COLDFRAME_DEBUG=1 shows the stack)`, EXIT.internal);
}

function complain(terminal: Terminal, message: string, code: number): number {
  terminal.note(`${terminal.noteColors.red("coldframe:")} ${message}`);
  return code;
}

/** The help of the command that the line names, or the program's. */
function helpFor(program: Command, argv: readonly string[]): string {
  const command = commandOf(program, nameOf(argv));
  return command === undefined ? "coldframe --help" : `coldframe ${command.name()} --help`;
}

/** The line as Commander is to read it: beside a command that there is not, it would take `--help` for the program's own. */
function understood(program: Command, argv: readonly string[]): string[] {
  const name = nameOf(argv);
  return name === undefined || commandOf(program, name) !== undefined ? [...argv] : [name];
}

/** No option before the command takes a value: what is no option is the command. */
function nameOf(argv: readonly string[]): string | undefined {
  return argv.find((argument) => !argument.startsWith("-"));
}

function commandOf(program: Command, name: string | undefined): Command | undefined {
  return program.commands.find((candidate) => candidate.name() === name);
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}
