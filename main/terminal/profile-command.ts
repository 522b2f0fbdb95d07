import { Option } from "commander";
import type { Command } from "commander";
import { formatBytes, formatCount, STARTS } from "../../runtime/model";
import type { Profile, Start } from "../../runtime/model";
import { buildFailureDocument } from "../workbench/documents";
import { profile, profilingRuntime } from "../workbench/profile/profile";
import { profileDocument } from "../workbench/profile/profile-document";
import { nameIsTaken, saveProfile } from "../workbench/profile/saved-profiles";
import type { Workbench } from "../workbench/workbench";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { parseProfileName } from "./parse-profile-name";
import { parseChoice, parseInteger } from "./parse-values";
import { printProblems } from "./print-problems";
import { printProfile } from "./print-profile";
import { addRequestOptions, noteStatus, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

const RUNS = { least: 1, usual: 100, most: 2000 };

interface ProfileFlags extends RequestFlags, GrantFlags {
  readonly runs: number;
  readonly start: readonly Start[];
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
  addMeasureOptions(addGrantOptions(addRequestOptions(command)))
    .option("--save <name>", "keep it under this name, for coldframe compare and check", parseProfileName)
    .option("--json", "print one JSON document, with every start")
    .addHelpText(
      "after",
      examples(
        "profile build/examples/hello",
        "profile api.ts --url /items --runs 300 --start prewarmed,warm",
        "profile api.ts --save before",
      ),
    )
    .action(context.action((entry: string, flags: ProfileFlags) => runProfile(entry, flags, context)));
}

/** Adds the options that say what is measured, and how often. */
export function addMeasureOptions(command: Command): Command {
  return command
    .option("--runs <n>", "starts of each kind", parseRuns, RUNS.usual)
    .addOption(
      new Option("--start <start,…>", "the kinds of starts").default(STARTS, STARTS.join(",")).argParser(parseStarts),
    );
}

async function runProfile(entry: string, flags: ProfileFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const { memoryMb, ...access } = await readGrants(flags);
  const input = await readRequest(flags, terminal);
  const quiet = flags.json === true;
  const workbench = context.workbench(profilingRuntime(1));
  if (flags.save !== undefined) await refuseTakenName(workbench, flags.save);
  const result = await profile(workbench, {
    ...{ entry, input, access, memoryMb },
    starts: flags.start,
    runs: flags.runs,
    signal: terminal.signal,
    onBuilt: ({ name, code }) => {
      if (!quiet) noteBegin(terminal, `${name}, ${formatBytes(code.byteLength)}`, flags.start, flags.runs);
    },
    onRound: (round) => {
      if (!quiet) noteProgress(terminal, round, flags.runs);
    },
  });
  if (!result.ok) {
    if (flags.json === true) terminal.print(JSON.stringify(buildFailureDocument(result.problems)));
    printProblems(terminal, result.problems);
    return EXIT.build;
  }
  noteStatus(terminal, result.profile.status);
  if (flags.json === true) terminal.print(JSON.stringify(profileDocument(result.profile)));
  else printProfile(terminal, result.profile);
  if (result.profile.ended !== null) {
    noteEnd(terminal, result.profile);
    if (flags.save !== undefined) terminal.note(`not saved as ${flags.save}: only whole profiles are`);
    return EXIT.failed;
  }
  if (flags.save !== undefined) await save(terminal, workbench, flags.save, result.profile);
  return EXIT.fine;
}

/** Before anything is measured for nothing. */
async function refuseTakenName(workbench: Workbench, name: string): Promise<void> {
  const store = await workbench.store();
  if (store.profiles().some((row) => row.name === name)) throw new UsageError(`--save: ${nameIsTaken(name)}`);
}

async function save(terminal: Terminal, workbench: Workbench, name: string, measured: Profile): Promise<void> {
  const problem = await saveProfile(workbench, name, measured);
  if (problem !== null) throw new UsageError(`--save: ${problem}`);
  terminal.note(terminal.noteColors.dim(`saved as ${name}  (coldframe compare ${name} <entry>)`));
}

export function noteBegin(terminal: Terminal, what: string, starts: readonly Start[], runs: number): void {
  const kinds = starts.length === 1 ? starts.join() : `each of ${starts.join(", ")}`;
  terminal.note(terminal.noteColors.dim(`built ${what}; measuring ${formatCount(runs, "start")}, ${kinds}`));
}

/** Four lines in all, however many rounds there are. */
export function noteProgress(terminal: Terminal, round: number, runs: number): void {
  const quarter = (of: number): number => Math.floor((of * 4) / runs);
  if (round === runs || quarter(round) === quarter(round - 1)) return;
  terminal.note(terminal.noteColors.dim(`${round} of ${formatCount(runs, "round")}`));
}

/** Why a profile holds less than was asked for. */
export function noteEnd(terminal: Terminal, { ended, functionName, samples }: Profile): void {
  if (ended === null) return;
  const measured = `what was measured until then is of ${formatCount(samples.filter(({ first }) => !first).length, "start")}`;
  const why =
    ended.error === null || ended.outcome === "interrupted"
      ? ended.outcome
      : `${ended.error.code}: ${ended.error.message}`;
  terminal.note(
    `${terminal.noteColors.red("coldframe:")} the profile of ${functionName} ended in round ${ended.round}, at a ${ended.start} start: ${visible(why)}; ${measured}`,
  );
}

function parseRuns(text: string): number {
  return parseInteger("--runs", text, RUNS.least, RUNS.most);
}

function parseStarts(text: string): readonly Start[] {
  const starts = text.split(",").map((start) => parseChoice("--start", start.trim(), STARTS));
  const twice = starts.find((start, index) => starts.indexOf(start) !== index);
  if (twice !== undefined) throw new UsageError(`--start names ${twice} twice: once is enough`);
  return starts;
}
