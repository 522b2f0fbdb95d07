import type { Command } from "commander";
import { STARTS } from "../../runtime/model";
import { RUNS } from "../../runtime/profile";
import { compare } from "../workbench/profile/compare-operands";
import { comparisonDocument } from "../workbench/profile/comparison-document";
import { profilingRuntime } from "../workbench/profile/profile";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { addMeasureOptions, noteBegin, noteEnd, noteProgress } from "./measure-options";
import type { MeasureFlags } from "./measure-options";
import { printComparison } from "./print-comparison";
import { reportBuildFailure } from "./report-build-failure";
import { addRequestOptions, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";

interface CompareFlags extends RequestFlags, GrantFlags, MeasureFlags {
  readonly json?: true;
}

export function addCompareCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("compare")
    .summary("tell whether one version starts faster than another")
    .description(
      "Holds a second function or saved profile against a first, and says for each kind of start whether it is faster, slower, or no " +
        "different, by how much, and how sure that is. Functions are measured in turn, and so is a saved version beside one; two saved " +
        "profiles are compared as they are. From too few starts there is no verdict: it says how many are needed.",
    )
    .argument("<first>", "a saved profile's name, a profile's .json file, or a function")
    .argument("<second>", "the same; a function beside a profile of that name is ./name");
  addMeasureOptions(addGrantOptions(addRequestOptions(command)), "as in the profile, or")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      examples("compare before api.ts", "compare old.ts new.ts --runs 300", "compare before after --json"),
    )
    .action(
      context.action((first: string, second: string, flags: CompareFlags) =>
        runCompare([first, second], flags, context),
      ),
    );
}

async function runCompare(
  operands: readonly [string, string],
  flags: CompareFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context;
  const { memoryMb, ...access } = await readGrants(flags);
  const quiet = flags.json === true;
  const result = await compare(context.workbench(profilingRuntime(2)), {
    ...{ operands, access, memoryMb },
    input: await readRequest(flags, terminal),
    starts: flags.start ?? null,
    runs: flags.runs ?? null,
    usual: { starts: STARTS, runs: RUNS.usual },
    signal: terminal.signal,
    onBegin: (measured, starts, runs) => {
      const names = measured.map(({ artifact }) => artifact.name);
      if (!quiet) noteBegin(terminal, names.join(" and "), starts, runs);
    },
    onRound: (round, runs) => {
      if (!quiet) noteProgress(terminal, round, runs);
    },
  });
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
