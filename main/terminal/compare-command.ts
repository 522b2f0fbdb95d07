import type { Command } from "commander";
import { RUNS, STARTS } from "../../runtime/model";
import { compareOperands, readOperands } from "../workbench/profile/compare-operands";
import { comparisonDocument } from "../workbench/profile/comparison-document";
import type { MeasureRequest, Operand } from "../workbench/profile/measure-operands";
import { profilingRuntime } from "../workbench/profile/profile";
import type { Workbench } from "../workbench/workbench";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { compareInTable } from "./compare-table";
import type { TableFlags } from "./compare-table";
import { EXIT, UsageError } from "./exit-codes";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { addMeasureOptions, noteBegin, noteEnd, noteProgress } from "./measure-options";
import type { MeasureFlags } from "./measure-options";
import { addPlatformOption } from "./pricing-options";
import { printComparison } from "./print-comparison";
import { reportBuildFailure } from "./report-build-failure";
import { addRequestOptions, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";

interface CompareFlags extends RequestFlags, GrantFlags, MeasureFlags, TableFlags {
  readonly table?: true;
}

export function addCompareCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("compare")
    .summary("tell whether one version starts faster than another, or set several side by side")
    .description(
      "Holds a second function or saved profile against a first, and says for each kind of start whether it is faster, slower, or no " +
        "different, by how much, and how sure that is. Functions are measured in turn, and so is a saved version beside one; two saved " +
        "profiles are compared as they are. From too few starts there is no verdict: it says how many are needed. Three or more, such " +
        "as one function in several languages, are set side by side: bytes, starts, memory, and dollars per million calls.",
    )
    .argument("<first>", "a saved profile's name, a profile's .json file, or a function")
    .argument("<second>", "the same; a function beside a profile of that name is ./name")
    .argument("[more...]", "more of the same, held against the first, too");
  addMeasureOptions(addGrantOptions(addRequestOptions(command)), "as in the profile, or")
    .option("--table", "set two side by side as well")
    .option("--csv", "print that as a table for programs, a row for each function");
  addPlatformOption(command, "the reference model")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      examples(
        "compare before api.ts",
        "compare old.ts new.ts --runs 300",
        "compare before after --json",
        "compare build/examples/hello build/examples/hello-assemblyscript build/examples/hello-wat",
        "compare api.ts api.wat --table --platform cloudflare-workers",
      ),
    )
    .action(
      context.action((first: string, second: string, more: readonly string[], flags: CompareFlags) =>
        runCompare([first, second, ...more], flags, context),
      ),
    );
}

async function runCompare(texts: readonly string[], flags: CompareFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const workbench = context.workbench(profilingRuntime(texts.length));
  const asTable = texts.length > 2 || flags.table === true || flags.csv === true;
  if (!asTable && flags.platform.length > 0)
    throw new UsageError("--platform prices functions side by side: add --table, or name a third function");
  const read = await readOperands(workbench, texts);
  if (!read.ok) throw new UsageError(read.message);
  const request = await measureRequest(flags, context);
  if (asTable) return compareInTable(workbench, read.operands, request, flags, terminal);
  const [first, second] = read.operands;
  if (first === undefined || second === undefined) throw new Error("a comparison takes two operands");
  return compareTwo(workbench, [first, second], request, flags, context);
}

async function measureRequest(flags: CompareFlags, { terminal }: CommandContext): Promise<MeasureRequest> {
  const { memoryMb, ...access } = await readGrants(flags);
  const quiet = flags.json === true || flags.csv === true;
  return {
    ...{ access, memoryMb },
    input: await readRequest(flags, terminal),
    starts: flags.start ?? null,
    runs: flags.runs ?? null,
    usual: { starts: STARTS, runs: RUNS.usual },
    signal: terminal.signal,
    onBegin: (measured, starts, runs) => {
      const names = new Intl.ListFormat("en").format(measured.map(({ artifact }) => artifact.name));
      if (!quiet) noteBegin(terminal, names, starts, runs);
    },
    onRound: (round, runs) => {
      if (!quiet) noteProgress(terminal, round, runs);
    },
  };
}

async function compareTwo(
  workbench: Workbench,
  operands: readonly [first: Operand, second: Operand],
  request: MeasureRequest,
  flags: CompareFlags,
  { terminal }: CommandContext,
): Promise<number> {
  const result = await compareOperands(workbench, operands, request);
  if (!result.ok) {
    if ("message" in result) throw new UsageError(result.message);
    return reportBuildFailure(terminal, result.problems, flags);
  }
  const { comparison } = result;
  if (flags.json === true) terminal.print(JSON.stringify(comparisonDocument(comparison)));
  else printComparison(terminal, comparison);
  const ended = [comparison.first, comparison.second].filter((profile) => profile.ended !== null);
  for (const profile of ended) noteEnd(terminal, profile);
  return ended.length > 0 ? EXIT.failed : EXIT.fine;
}
