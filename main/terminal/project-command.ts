import type { Command } from "commander";
import {
  BASELINES,
  callUsage,
  Decimal,
  DEFAULT_UTILISATION,
  measuredStart,
  projectionCsv,
  TRAFFIC_SHAPES,
} from "../../runtime/cost";
import type { Baseline, MonthTraffic, TrafficShapeName, UsageMix } from "../../runtime/cost";
import { isStartUnknown } from "../../runtime/model";
import { reportProjection, projectionDocument } from "../workbench/cost/projection";
import { homeFolder } from "../workbench/home";
import { examples, repeatable } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { namedInvocation } from "./find-invocation";
import { parseBaseline } from "./parse-baseline";
import { parseAmount, parseChoice, parseShare } from "./parse-values";
import { addPlatformOption, readPricing } from "./pricing-options";
import { printProjection } from "./print-projection";
import { readTraffic } from "./read-traffic";
import { chooseMix, readUsage } from "./read-usage";

interface ProjectFlags {
  readonly usage?: string;
  readonly rps?: Decimal;
  readonly shape?: TrafficShapeName;
  readonly traffic?: string;
  readonly coldShare?: Decimal;
  readonly prewarmedShare?: Decimal;
  readonly responseBytes?: Decimal;
  readonly platform: readonly string[];
  readonly baseline: readonly Baseline[];
  readonly utilisation: Decimal;
  readonly freeTier: boolean;
  readonly json?: true;
  readonly csv?: true;
}

// Commander breaks lines at the terminal's width.
const DESCRIPTION = [
  "Says what a month of calls costs: on each platform with its fees, ladders and free tier, on always-on servers, and from which rate " +
    "on servers cost less. The calls are those of a usage file, or a recorded one.",
  'A month at a rate has 730 hours. A traffic file is JSON of schema coldframe/traffic@1, with "hours" (24 weights, UTC), "weekdays" ' +
    '(7, from Monday) and "bursts" ({factor, seconds, perDay}), or with "requests" counted in steps of "stepSeconds" from "startsAt"; ' +
    "or CSV of lines time,requests. What has dates is billed by calendar months of UTC.",
].join("\n\n");

export function addProjectCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("project")
    .summary("what a month costs: platforms, servers, break-even")
    .description(DESCRIPTION)
    .argument("[invocation-id]", "a recorded call to take the usage of, instead of --usage")
    .option("--usage <file>", "JSON: one call's usage, or a list of them, each with its requests")
    .option("--rps <n>", "mean requests per second", rateOf("--rps"))
    .option("--shape <name>", `how they spread: ${shapeNames().join(", ")}; steady without it`, shapeOf)
    .option("--traffic <file>", "a shape of your own, or counted requests: .json or .csv")
    .option("--cold-share <share>", "share of cold starts: 2% or 0.02", shareOf("--cold-share"))
    .option("--prewarmed-share <share>", "share of prewarmed starts", shareOf("--prewarmed-share"))
    .option("--response-bytes <n>", "size of a response, instead of the measured one", rateOf("--response-bytes"));
  addPlatformOption(command, "all")
    .addOption(
      repeatable("--baseline <server>", "compare with this always-on server", parseBaseline).default([], "all"),
    )
    .option(
      "--utilisation <share>",
      "most of a server's vCPUs in use at the peak",
      shareOf("--utilisation"),
      new Decimal(DEFAULT_UTILISATION),
    )
    .option("--no-free-tier", "leave the platforms' free tiers out")
    .option("--json", "print one JSON document")
    .option("--csv", "print a table, a row for each platform and server in each month")
    .addHelpText(
      "after",
      examples(
        "project --rps 40 --usage usage.json",
        "project 01930e4f --rps 2.5 --shape office-hours --cold-share 2%",
        "project --traffic year.csv --usage usage.json --platform aws-lambda --csv",
      ),
    )
    .action(context.action((id: string | undefined, flags: ProjectFlags) => runProject(id, flags, context)));
}

async function runProject(id: string | undefined, flags: ProjectFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  if (flags.json === true && flags.csv === true) throw new UsageError("--json and --csv exclude each other");
  if (flags.utilisation.isZero())
    throw new UsageError("--utilisation 0: use more than 0 %, or no server does anything");
  const traffic = await readMonths(flags);
  const pricing = await readPricing(homeFolder(), flags.platform);
  const call = await readCalls(id, flags, context);
  const report = reportProjection({
    traffic,
    mix: chooseMix(call.mix, flags),
    pricing,
    baselines: flags.baseline.length === 0 ? BASELINES : flags.baseline,
    freeTier: flags.freeTier,
    utilisation: flags.utilisation,
    measuredStart: call.start,
  });
  if (flags.json === true) terminal.print(JSON.stringify(projectionDocument(report)));
  else if (flags.csv === true) terminal.print(projectionCsv(report.months).trimEnd());
  else printProjection(terminal, report, { platforms: flags.platform.length > 0, servers: flags.baseline.length > 0 });
  return EXIT.fine;
}

function readMonths({ rps, shape, traffic }: ProjectFlags): Promise<readonly MonthTraffic[]> {
  if (shape !== undefined && traffic !== undefined) {
    throw new UsageError("--shape and --traffic exclude each other: the file says how requests spread");
  }
  return readTraffic({ rps: rps ?? null, shape: TRAFFIC_SHAPES[shape ?? "steady"], file: traffic ?? null });
}

async function readCalls(id: string | undefined, { usage }: ProjectFlags, { workbench }: CommandContext) {
  if ((id === undefined) === (usage === undefined)) {
    throw new UsageError(
      "give the calls once: --usage file.json, or the id of a recorded call (coldframe history lists them)",
    );
  }
  if (usage !== undefined) return { mix: await readUsage(usage), start: null };
  const invocation = await namedInvocation(id ?? "", workbench);
  const called = callUsage(invocation);
  if (called === null) {
    const why = isStartUnknown(invocation.error)
      ? "was cut off when Coldframe ended: what it used is not known"
      : "never reached a sandbox: it used nothing to bill";
    throw new UsageError(`the call ${invocation.id} ${why}`);
  }
  const mix: UsageMix = [{ usage: called, share: new Decimal(1) }];
  return { mix, start: measuredStart(invocation) };
}

function shapeNames(): TrafficShapeName[] {
  return Object.keys(TRAFFIC_SHAPES) as TrafficShapeName[];
}

function shapeOf(text: string): TrafficShapeName {
  return parseChoice("--shape", text, shapeNames());
}

function rateOf(flag: string): (text: string) => Decimal {
  return (text) => parseAmount(flag, text);
}

function shareOf(flag: string): (text: string) => Decimal {
  return (text) => parseShare(flag, text);
}
