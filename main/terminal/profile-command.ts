import type { Command } from "commander";
import { formatBytes, RUNS, STARTS } from "../../runtime/model";
import { profile, profilingRuntime, topLevelRounds } from "../workbench/profile/profile";
import { profileDocument } from "../workbench/profile/profile-document";
import { STAGES } from "../workbench/profile/stages";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { addCpuOptions, readRuns, runCpuProfile, wantsCpuProfile } from "./cpu-profile-options";
import type { CpuFlags } from "./cpu-profile-options";
import { EXIT } from "./exit-codes";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { keepProfile, noteNotKept, refuseTakenName } from "./keep-profile";
import { addStartOption, noteBegin, noteEnd, noteProgress } from "./measure-options";
import type { MeasureFlags } from "./measure-options";
import { parseProfileName } from "./parse-profile-name";
import { printProfile } from "./print-profile";
import { reportBuildFailure } from "./report-build-failure";
import { addRequestOptions, noteStatus, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";

interface ProfileFlags extends RequestFlags, GrantFlags, Pick<MeasureFlags, "start">, CpuFlags {
  readonly save?: string;
  readonly json?: true;
}

export function addProfileCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("profile")
    .summary("see how long a function takes to start, and where that goes")
    .description(
      "Forces many starts of each kind, one after the other and in turn, and shows how their times are distributed, with 95 % " +
        "confidence intervals, and what they go into. The first rounds are counted apart. Ctrl+C ends it with what was measured.",
    )
    .argument("<entry>", "the function: a file, or a folder with an index.*");
  addStartOption(addCpuOptions(addGrantOptions(addRequestOptions(command))))
    .option(
      "--save <name>",
      "keep it under this name; with --cpu, also with a profile of the same version",
      parseProfileName,
    )
    .option("--json", "print one JSON document, with every start")
    .addHelpText(
      "after",
      examples(
        "profile build/examples/hello",
        "profile api.ts --url /items --runs 300 --start prewarmed,warm",
        "profile api.ts --save before",
        "profile api.ts --cpu --cpuprofile api.cpuprofile",
        "profile api.ts --cpu --save before",
      ),
    )
    .action(context.action((entry: string, flags: ProfileFlags) => runProfile(entry, flags, context)));
}

async function runProfile(entry: string, flags: ProfileFlags, context: CommandContext): Promise<number> {
  if (wantsCpuProfile(flags)) return runCpuProfile(entry, flags, context);
  const runs = readRuns(flags) ?? RUNS.usual;
  const { terminal } = context;
  const { memoryMb, ...access } = await readGrants(flags);
  const input = await readRequest(flags, terminal);
  const { start: starts = STARTS } = flags;
  const quiet = flags.json === true;
  const workbench = context.workbench(profilingRuntime(1));
  if (flags.save !== undefined) await refuseTakenName(workbench, flags.save);
  const result = await profile(workbench, {
    ...{ entry, input, access, memoryMb, starts, runs },
    signal: terminal.signal,
    onBuilt: ({ name, code }) => {
      if (!quiet) noteBegin(terminal, `${name}, ${formatBytes(code.byteLength)}`, starts, runs);
    },
    onRound: (round) => {
      if (!quiet) noteProgress(terminal, round, runs);
    },
    onTopLevel: (round) => {
      if (!quiet) noteProgress(terminal, round, topLevelRounds(runs), `: ${STAGES.topLevel}`);
    },
    onTrial: (round, of) => {
      if (!quiet && round > 0) noteProgress(terminal, round, of, `: ${STAGES.imports}`);
    },
  });
  if (!result.ok) return reportBuildFailure(terminal, result.problems, flags);
  noteStatus(terminal, result.profile.status);
  if (flags.json === true) terminal.print(JSON.stringify(profileDocument(result.profile)));
  else printProfile(terminal, result.profile);
  if (result.profile.ended !== null) {
    noteEnd(terminal, result.profile);
    if (flags.save !== undefined) noteNotKept(terminal, flags.save);
    return EXIT.failed;
  }
  if (flags.save !== undefined) await keepProfile(terminal, workbench, flags.save, result.profile);
  return EXIT.fine;
}
