import type { Command } from "commander";
import { DEFAULT_PLATFORM } from "../../runtime/cost";
import type { Pricing } from "../../runtime/cost";
import { STARTS } from "../../runtime/model";
import type { Artifact, Invocation, Start } from "../../runtime/model";
import { invocationDocument, invocationsDocument } from "../workbench/documents";
import { homeFolder } from "../workbench/home";
import { invoke, ONE_AT_A_TIME } from "../workbench/invoke";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT } from "./exit-codes";
import { formatBytes, formatDuration } from "../../runtime/model";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { parseChoice, parseInteger } from "./parse-values";
import { addPlatformOption, readCallPricing } from "./pricing-options";
import { printInvocation } from "./print-invocation";
import { printProblems } from "./print-problems";
import { printRepeats } from "./print-repeats";
import { reportBuildFailure } from "./report-build-failure";
import { addRequestOptions, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";
import type { Terminal } from "./terminal";

const MOST_REPEATS = 10_000;

const MODULE_HELP = `
A .wasm file runs when it exports handler() or, with allocate(bytes: i32) -> i32, handler(pointer: i32, bytes: i32): the request is an
HTTP/1.1 message in its memory, and so is the response, whose pointer and bytes it gives back as two i32 or one i64. It may import
env.log and env.memory. The README's "Wasm functions" has it all. One that exports _start is a WASI program.`;

interface InvokeFlags extends GrantFlags, RequestFlags {
  readonly platform: readonly string[];
  readonly start: Start | "auto";
  readonly repeat?: number;
  readonly json?: true;
}

export function addInvokeCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("invoke")
    .summary("call a function once, or many times")
    .description(
      "Builds a function, calls it in a sandbox, prints its answer, where the time went, and what such a call costs.",
    )
    .argument("<entry>", "the function: a file, or a folder with an index.*");
  addPlatformOption(addGrantOptions(addRequestOptions(command)), DEFAULT_PLATFORM)
    .option("--start <start>", "auto, warm, prewarmed or cold", checkStart, "auto")
    .option("--repeat <n>", "call it n times, one after the other", checkRepeat)
    .option("--json", "print one JSON document")
    .addHelpText("after", MODULE_HELP)
    .addHelpText(
      "after",
      examples(
        "invoke build/examples/hello --url '/?name=Ada'",
        `invoke api.ts --data '{"title":"water the tomatoes"}' -H 'accept: application/json'`,
        "invoke api.ts --start cold --repeat 20",
        "invoke api.ts --platform aws-lambda --platform cloudflare-workers --json",
        "invoke handler.ts --event event.json --env STAGE=test --allow-net api.example.com",
        "invoke module.wasm",
      ),
    )
    .action(context.action((entry: string, flags: InvokeFlags) => runInvoke(entry, flags, context)));
}

async function runInvoke(entry: string, flags: InvokeFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const input = await readRequest(flags, terminal);
  const pricing = await readCallPricing(homeFolder(), flags.platform);
  const result = await invoke(context.workbench(ONE_AT_A_TIME), {
    entry,
    input,
    grants: await readGrants(flags),
    start: flags.start,
    repeat: flags.repeat ?? 1,
    signal: terminal.signal,
    onBuilt: (artifact, buildUs, warnings) => {
      if (flags.json !== true) terminal.note(builtLine(terminal, artifact, buildUs));
      printProblems(terminal, warnings);
    },
  });
  if (!result.ok) return reportBuildFailure(terminal, result.problems, flags);
  print(result.invocations, pricing, flags, terminal);
  return result.invocations.every(({ outcome }) => outcome === "ok") ? EXIT.fine : EXIT.failed;
}

function builtLine({ noteColors }: Terminal, artifact: Artifact, buildUs: number): string {
  const bytes = formatBytes(artifact.code.byteLength);
  return noteColors.dim(`built ${artifact.name} in ${formatDuration(buildUs)}, ${bytes}`);
}

function print(invocations: readonly Invocation[], pricing: Pricing, flags: InvokeFlags, terminal: Terminal): void {
  const [first] = invocations;
  if (flags.repeat !== undefined) {
    if (flags.json === true) terminal.print(JSON.stringify(invocationsDocument(invocations, pricing)));
    else printRepeats(terminal, invocations, pricing);
  } else if (first !== undefined) {
    if (flags.json === true) {
      terminal.print(JSON.stringify(invocationDocument(first, pricing)));
    } else {
      printInvocation(terminal, first, pricing);
      terminal.print(terminal.colors.dim(`\n${first.id}  (again: coldframe trace ${first.id})`));
    }
  }
}

function checkStart(text: string): Start | "auto" {
  return parseChoice("--start", text, ["auto", ...STARTS]);
}

function checkRepeat(text: string): number {
  return parseInteger("--repeat", text, { least: 1, most: MOST_REPEATS });
}
