import type { Command } from "commander";
import { TRAFFIC_SHAPES } from "../../runtime/cost";
import type { Baseline, TrafficShapeName } from "../../runtime/cost";
import { DEFAULT_POOL, formatBytes, RUNS, STARTS } from "../../runtime/model";
import type { PoolOptions } from "../../runtime/model";
import { profilingRuntime } from "../workbench/profile/profile";
import { readSubjects } from "../workbench/what-if/subjects";
import { reportWhatIf } from "../workbench/what-if/what-if";
import { whatIfDocument } from "../workbench/what-if/what-if-document";
import { examples, repeatable } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { noteBegin, noteEnd, noteProgress, parseRuns } from "./measure-options";
import { parseBaseline } from "./parse-baseline";
import { boundsText, parseAmount, parseChoice, parseInteger, parseSeconds, parseSince } from "./parse-values";
import { parsePool } from "./parse-pool";
import { addPlatformOption, readPricing } from "./pricing-options";
import { printWhatIf } from "./print-what-if";
import { reportBuildFailure } from "./report-build-failure";
import { addRequestOptions, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";
import { readWhatIfTraffic } from "./what-if-traffic";
import type { WhatIfTrafficFlags } from "./what-if-traffic";

interface WhatIfFlags extends RequestFlags, GrantFlags, WhatIfTrafficFlags {
  readonly pool: readonly PoolOptions[];
  readonly repetitions: number;
  readonly runs: number;
  readonly platform: readonly string[];
  readonly baseline?: Baseline;
  readonly json?: true;
}

/** Fewer have no interval to speak of. */
const REPETITIONS = { least: 3, usual: 10, most: 100 };

const DESCRIPTION = [
  "Simulates the pool of sandboxes on a pattern of calls, with the pool's own decisions and the start times of profiles, and says what " +
    "share of the calls starts cold, how long they take, what memory is held and what that costs. Each --pool is held against serve's " +
    "settings on the same calls; a difference inside the noise is called none.",
  "Calls are described by --rps and --shape, counted in a traffic file (coldframe project --help), or those of the history. Several " +
    "functions get described calls in equal parts.",
].join("\n\n");

export function addWhatIfCommand(program: Command, context: CommandContext): void {
  const shapes = Object.keys(TRAFFIC_SHAPES) as TrafficShapeName[];
  const command = program
    .command("what-if")
    .summary("what other settings of the pool would do to a pattern of calls")
    .description(DESCRIPTION)
    .argument(
      "<subjects...>",
      "profiles and functions: a saved profile's name, a profile's .json file, or a function, which is profiled now",
    )
    .option("--rps <n>", "mean calls per second", (text) => parseAmount("--rps", text))
    .option("--shape <name>", `how they spread: ${shapes.join(", ")}; steady without it`, (text) =>
      parseChoice("--shape", text, shapes),
    )
    .option("--for <time>", "how long calls come: 90s, 15m, 2h, 1d (default: 1h; 1d where hours differ)", (text) =>
      parseSeconds("--for", text),
    )
    .option("--traffic <file>", "a shape of your own, or counted calls: .json or .csv")
    .option("--recorded", "the calls of these functions that the history has")
    .option("--since <time>", "of those only the ones since a date, a time, or how long ago", (text) =>
      parseSince(text, Date.now()),
    )
    .addOption(
      repeatable("--pool <name=value,…>", `settings to try, other than ${poolText(DEFAULT_POOL)}`, (text) =>
        parsePool("--pool", text, DEFAULT_POOL),
      ),
    )
    .option(
      "--repetitions <n>",
      "simulations of each setting, with other draws",
      (text) => parseInteger("--repetitions", text, REPETITIONS),
      REPETITIONS.usual,
    )
    .option(
      "--runs <n>",
      `starts of each kind, ${boundsText(RUNS)}, where a function is profiled`,
      parseRuns,
      RUNS.usual,
    );
  addPlatformOption(addGrantOptions(addRequestOptions(command)), "all")
    .option(
      "--baseline <server>",
      "the server of whose memory the pool's is a part (default: the cheapest)",
      parseBaseline,
    )
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      examples(
        "what-if build/examples/hello --rps 5 --pool maxPool=0,idleMs=1000",
        "what-if before --rps 2 --shape bursts --for 2h --pool maxPool=8 --pool maxUses=1",
        "what-if before --recorded --since 1d --json",
      ),
    );
  command.action(
    context.action((operands: readonly string[], flags: WhatIfFlags) => runWhatIf(operands, flags, context)),
  );
}

async function runWhatIf(operands: readonly string[], flags: WhatIfFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const quiet = flags.json === true;
  const workbench = context.workbench(profilingRuntime(1));
  const pricing = await readPricing(workbench.home, flags.platform);
  const traffic = await readWhatIfTraffic(flags, operands.length);
  const { memoryMb, ...access } = await readGrants(flags);
  const subjects = await readSubjects(workbench, {
    ...{ operands, access, memoryMb, runs: flags.runs, signal: terminal.signal },
    input: await readRequest(flags, terminal),
    onBuilt: ({ name, code }) => {
      if (!quiet) noteBegin(terminal, `${name}, ${formatBytes(code.byteLength)}`, STARTS, flags.runs);
    },
    onRound: (round) => {
      if (!quiet) noteProgress(terminal, round, flags.runs);
    },
  });
  if (!subjects.ok) {
    if ("message" in subjects) throw new UsageError(subjects.message);
    return reportBuildFailure(terminal, subjects.problems, flags);
  }
  const { profiles } = subjects;
  const ended = profiles.filter((profile) => profile.ended !== null);
  for (const profile of ended) noteEnd(terminal, profile);
  if (ended.length > 0) return EXIT.failed;
  const names = profiles.map(({ functionName }) => functionName);
  const outcome = await reportWhatIf({
    ...{ profiles, pricing, repetitions: flags.repetitions, timeoutMs: flags.timeout, signal: terminal.signal },
    traffic: await traffic(workbench, names),
    settings: [DEFAULT_POOL, ...flags.pool],
    baseline: flags.baseline ?? null,
    onRun: (done, all) => {
      if (!quiet && terminal.interactive && done < all)
        terminal.note(terminal.noteColors.dim(`${done} of ${all} simulations`));
    },
  });
  if (outcome === null) {
    terminal.note(`${terminal.noteColors.red("coldframe:")} interrupted before all simulations were done`);
    return EXIT.failed;
  }
  if (!outcome.ok) throw new UsageError(outcome.message);
  if (quiet) terminal.print(JSON.stringify(whatIfDocument(outcome.report)));
  else printWhatIf(terminal, outcome.report);
  return EXIT.fine;
}

function poolText(options: PoolOptions): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}
