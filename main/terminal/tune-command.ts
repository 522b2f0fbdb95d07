import { Option } from "commander";
import type { Command } from "commander";
import { tuningCsv } from "../../runtime/cost";
import type { TierOutcome } from "../../runtime/cost";
import { formatBytes, formatCount, MEMORY_MB, TUNING } from "../../runtime/model";
import { measuringRuntime } from "../workbench/measure/runs";
import { tune } from "../workbench/cost/tune";
import type { Tuning } from "../workbench/cost/tune";
import { tuningDocument } from "../workbench/cost/tuning-document";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { addAccessOptions, readAccess } from "./grant-options";
import type { AccessFlags } from "./grant-options";
import { boundsText, parseInteger, quote } from "./parse-values";
import { addPlatformOption, readPricing } from "./pricing-options";
import { printTuning } from "./print-tuning";
import { reportBuildFailure } from "./report-build-failure";
import { addRequestOptions, noteStatus, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";
import { visible } from "./terminal";
import type { Terminal } from "./terminal";

interface TuneFlags extends RequestFlags, AccessFlags {
  readonly tiers: readonly number[];
  readonly runs: number;
  readonly platform: readonly string[];
  readonly json?: true;
  readonly csv?: true;
}

export function addTuneCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("tune")
    .summary("find the memory size that fits: time against cost")
    .description(
      "Runs a function at several memory sizes, each really enforced, and shows what each takes and costs. Time and CPU are measured " +
        "on this machine; the share of a processor that a platform gives a memory size is modelled, and said to be.",
    )
    .argument("<entry>", "the function: a file, or a folder with an index.*")
    .addOption(
      new Option("--tiers <MiB,…>", `memory sizes, each ${boundsText(MEMORY_MB)}`)
        .default(TUNING.usualTiers, TUNING.usualTiers.join(","))
        .argParser(parseTiers),
    )
    .option("--runs <n>", `measured runs of each size, ${boundsText(TUNING.runs)}`, parseRuns, TUNING.runs.usual);
  addPlatformOption(addAccessOptions(addRequestOptions(command)), "all")
    .option("--json", "print one JSON document")
    .option("--csv", "print a table, a row for each size and platform")
    .addHelpText(
      "after",
      examples(
        "tune build/examples/json-api",
        "tune api.ts --tiers 128,512,1769 --platform aws-lambda",
        "tune handler.ts --event event.json --runs 50 --csv",
      ),
    )
    .action(context.action((entry: string, flags: TuneFlags) => runTune(entry, flags, context)));
}

async function runTune(entry: string, flags: TuneFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  if (flags.json === true && flags.csv === true) throw new UsageError("--json and --csv exclude each other");
  const workbench = context.workbench(measuringRuntime(flags.tiers.length));
  const pricing = await readPricing(workbench.home, flags.platform);
  const result = await tune(workbench, {
    entry,
    input: await readRequest(flags, terminal),
    access: await readAccess(flags),
    tiers: flags.tiers,
    rounds: flags.runs,
    pricing,
    signal: terminal.signal,
    onBuilt: ({ name, code }) => {
      if (flags.json === true || flags.csv === true) return;
      const calls = formatCount(flags.tiers.length * (flags.runs + 1), "call");
      terminal.note(terminal.noteColors.dim(`built ${name}, ${formatBytes(code.byteLength)}; making ${calls}`));
    },
  });
  if (!result.ok) return reportBuildFailure(terminal, result.problems, flags);
  noteStatus(terminal, result.tuning.tiers.flatMap(({ invocations }) => invocations.at(-1)?.response?.status ?? [])[0]);
  print(terminal, flags, result.tuning);
  return verdict(terminal, result.tuning);
}

function print(terminal: Terminal, flags: TuneFlags, tuning: Tuning): void {
  if (flags.json === true) terminal.print(JSON.stringify(tuningDocument(tuning)));
  else if (flags.csv === true) terminal.print(tuningCsv(outcomesOf(tuning), tuning.platforms).trimEnd());
  else printTuning(terminal, tuning);
}

function outcomesOf({ tiers }: Tuning): readonly TierOutcome[] {
  return tiers.map(({ memoryMb, invocations, failure }) => ({
    memoryMb,
    outcome: failure?.outcome ?? "ok",
    n: invocations.length,
  }));
}

/** Sizes that are too small are what `tune` is about; a function that fails otherwise, or at every size, has failed. */
function verdict(terminal: Terminal, { tiers }: Tuning): number {
  const failed = tiers.find(({ failure }) => failure !== null && failure.outcome !== "out-of-memory");
  if (failed?.failure != null) {
    const { outcome, error } = failed.failure;
    const why = error === null ? outcome : `${error.code}: ${error.message}`;
    terminal.note(
      `${terminal.noteColors.red("coldframe:")} the function failed at ${failed.memoryMb} MB with ${visible(why)}`,
    );
    return EXIT.failed;
  }
  if (tiers.some(({ failure }) => failure === null)) return EXIT.fine;
  terminal.note(
    `${terminal.noteColors.red("coldframe:")} the function ran out of memory at every size: add larger ones with --tiers`,
  );
  return EXIT.failed;
}

function parseTiers(text: string): readonly number[] {
  const tiers = text.split(",").map((tier) => parseInteger("--tiers", tier.trim(), MEMORY_MB, "MiB"));
  const unique = [...new Set(tiers)].sort((a, b) => a - b);
  if (unique.length > TUNING.mostTiers)
    throw new UsageError(`--tiers ${quote(text)}: use at most ${TUNING.mostTiers} sizes`);
  return unique;
}

function parseRuns(text: string): number {
  return parseInteger("--runs", text, TUNING.runs);
}
