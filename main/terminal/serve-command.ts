import { once } from "node:events";
import type { Command } from "commander";
import type { CallLine } from "../workbench/gateway/gateway-types";
import { serve } from "../workbench/serve";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { formatDuration } from "../../runtime/model";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { NoteBatch } from "./note-batch";
import { parseInteger, quote } from "./parse-values";
import { printProblems } from "./print-problems";
import { visible } from "./terminal";
import type { Terminal } from "./terminal";

interface ServeFlags extends GrantFlags {
  readonly port?: number;
}

export function addServeCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("serve")
    .summary("answer HTTP requests on this machine")
    .description("A gateway on the loopback address: one function at /, or each function of a folder at /<name>/….")
    .argument("[path]", "a function, or a folder of functions", ".");
  addGrantOptions(command)
    .option("--port <n>", "where to listen; 0 picks a free port (default: 8787)", checkPort)
    .addHelpText("after", examples("serve build/examples/hello", "serve build/examples --port 0"))
    .action(context.action((path: string, flags: ServeFlags) => runServe(path, flags, context)));
}

async function runServe(path: string, flags: ServeFlags, { terminal, workbench }: CommandContext): Promise<number> {
  const grants = await readGrants(flags);
  using log = new NoteBatch(terminal);
  await using gateway = await open(() =>
    serve(workbench(), {
      path,
      ...(flags.port === undefined ? {} : { port: flags.port }),
      grants,
      onCall: (line) => {
        log.add(callLine(terminal, line));
      },
      onWarnings: (warnings) => {
        printProblems(terminal, warnings);
      },
      onError: (error) => {
        terminal.note(`coldframe: internal error: ${error instanceof Error ? error.message : String(error)}`);
      },
    }),
  );
  const functions = await gateway.functions();
  const [url = ""] = gateway.urls;
  if (functions.length === 0) terminal.note(`${quote(path)} holds no functions yet; add one and it is served`);
  for (const { name, prefix } of functions)
    terminal.print(`${name}  ${url}${prefix === "" ? "" : `${prefix.slice(1)}/`}`);
  terminal.note(terminal.noteColors.dim("Ctrl-C ends it; coldframe history lists its calls"));
  if (!terminal.signal.aborted) await once(terminal.signal, "abort");
  return EXIT.fine;
}

/** `GET /hello 200 · warm · 0.31 ms`, and why where it failed. */
function callLine({ noteColors }: Terminal, line: CallLine): string {
  const paint = line.status >= 500 ? noteColors.red : line.status >= 400 ? noteColors.yellow : noteColors.green;
  const parts = [
    `${visible(`${line.method} ${line.path}`)} ${paint(String(line.status))}`,
    ...(line.start === null ? [] : [line.start]),
    formatDuration(line.wallUs),
    ...(line.outcome === "ok" ? [] : [line.outcome]),
    ...(line.error === null ? [] : [visible(line.error)]),
  ];
  return parts.join(noteColors.dim(" · "));
}

async function open<Opened>(start: () => Promise<Opened>): Promise<Opened> {
  try {
    return await start();
  } catch (error) {
    const isUsers = error instanceof Error && "code" in error && error.code === "folder-unreadable";
    if (isUsers) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function checkPort(text: string): number {
  return parseInteger("--port", text, { least: 0, most: 65_535 });
}
