import type { Command } from "commander";
import { STARTS } from "../../runtime/model";
import type { Artifact, CallInput, HeaderPair, Invocation, Start } from "../../runtime/model";
import { buildFailureDocument, invocationDocument, invocationsDocument } from "../workbench/documents";
import { invoke, ONE_AT_A_TIME } from "../workbench/invoke";
import { examples, repeatable } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { formatBytes, formatDuration } from "../../runtime/model";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { parseChoice, parseHeader, parseInteger, parseMethod, parseUrl } from "./parse-values";
import { printInvocation } from "./print-invocation";
import { printProblems } from "./print-problems";
import { printRepeats } from "./print-repeats";
import { readBody, readEvent } from "./request-body";
import type { Terminal } from "./terminal";

const MOST_REPEATS = 10_000;
/** Only for checking: the function's name, and with it its local address, is known once it is built. */
const ANY_LOCAL_ADDRESS = "http://function.local/";

interface InvokeFlags extends GrantFlags {
  readonly url?: string;
  readonly method?: string;
  readonly header: readonly HeaderPair[];
  readonly data?: string;
  readonly event?: string;
  readonly start: Start | "auto";
  readonly repeat?: number;
  readonly json?: true;
}

export function addInvokeCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("invoke")
    .summary("call a function once, or many times")
    .description("Builds a function, calls it in a sandbox, prints its answer and where the time went.")
    .argument("<entry>", "the function: a file, or a folder with an index.*")
    .option("--url <url>", "path (/hello?name=Ada) or whole URL", checkUrl, "/")
    .option("--method <method>", "GET, or POST with --data", parseMethod)
    .addOption(repeatable("-H, --header <line>", "a header as 'name: value'", parseHeader))
    .option("--data <data>", "request body: text, @file, or @- for stdin")
    .option("--event <file>", "JSON event for a Lambda-style handler, instead of a request");
  addGrantOptions(command)
    .option("--start <start>", "auto, warm, prewarmed or cold", checkStart, "auto")
    .option("--repeat <n>", "call it n times, one after the other", checkRepeat)
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      examples(
        "invoke build/examples/hello --url '/?name=Ada'",
        `invoke api.ts --data '{"title":"water the tomatoes"}' -H 'accept: application/json'`,
        "invoke api.ts --start cold --repeat 20",
        "invoke handler.ts --event event.json --env STAGE=test --allow-net api.example.com",
      ),
    )
    .action(context.action((entry: string, flags: InvokeFlags) => runInvoke(entry, flags, context)));
}

async function runInvoke(entry: string, flags: InvokeFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const input = await readInput(flags, terminal);
  const result = await invoke(context.workbench(ONE_AT_A_TIME), {
    entry,
    input,
    grants: await readGrants(flags),
    start: flags.start,
    repeat: flags.repeat ?? 1,
    signal: terminal.signal,
    onBuilt: (artifact, buildUs) => {
      if (flags.json !== true) terminal.note(builtLine(terminal, artifact, buildUs));
    },
  });
  if (!result.ok) {
    if (flags.json === true) terminal.print(JSON.stringify(buildFailureDocument(result.problems)));
    printProblems(terminal, result.problems);
    return EXIT.build;
  }
  print(result.invocations, flags, terminal);
  return result.invocations.every(({ outcome }) => outcome === "ok") ? EXIT.fine : EXIT.failed;
}

function builtLine({ noteColors }: Terminal, artifact: Artifact, buildUs: number): string {
  const bytes = formatBytes(artifact.code.byteLength);
  return noteColors.dim(`built ${artifact.name} in ${formatDuration(buildUs)}, ${bytes}`);
}

function print(invocations: readonly Invocation[], flags: InvokeFlags, terminal: Terminal): void {
  const [first] = invocations;
  if (flags.repeat !== undefined) {
    if (flags.json === true) terminal.print(JSON.stringify(invocationsDocument(invocations)));
    else printRepeats(terminal, invocations);
  } else if (first !== undefined) {
    if (flags.json === true) {
      terminal.print(JSON.stringify(invocationDocument(first)));
    } else {
      printInvocation(terminal, first);
      terminal.print(terminal.colors.dim(`\n${first.id}  (again: coldframe trace ${first.id})`));
    }
  }
}

async function readInput(flags: InvokeFlags, terminal: Terminal): Promise<CallInput> {
  if (flags.event !== undefined) {
    const other = [
      ["--data", flags.data],
      ["--method", flags.method],
      ["-H", flags.header[0]],
      ["--url", flags.url === "/" ? undefined : flags.url],
    ].find(([, value]) => value !== undefined);
    if (other !== undefined) {
      throw new UsageError(`--event and ${String(other[0])} exclude each other: the event is all the handler gets`);
    }
    return { trigger: "event", event: await readEvent(flags.event) };
  }
  const method = flags.method ?? (flags.data === undefined ? "GET" : "POST");
  if (flags.data !== undefined && (method === "GET" || method === "HEAD")) {
    throw new UsageError(`a ${method} request can't have a body: leave out --data, or use --method POST`);
  }
  const body = flags.data === undefined ? null : await readBody(flags.data, terminal.readInput);
  const hasType = flags.header.some(([name]) => name.toLowerCase() === "content-type");
  const headers: HeaderPair[] = [...flags.header];
  if (body !== null && !hasType) headers.push(["content-type", body.contentType]);
  return { trigger: "http", request: { method, url: flags.url ?? "/", headers, body: body?.bytes ?? null } };
}

function checkUrl(text: string): string {
  parseUrl(text, ANY_LOCAL_ADDRESS);
  return text;
}

function checkStart(text: string): Start | "auto" {
  return parseChoice("--start", text, ["auto", ...STARTS]);
}

function checkRepeat(text: string): number {
  return parseInteger("--repeat", text, 1, MOST_REPEATS);
}
