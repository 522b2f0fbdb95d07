import { existsSync } from "node:fs";
import type { Command } from "commander";
import { adviseCall, builtInPriceLists, callUsage } from "../../runtime/cost";
import type { Pricing } from "../../runtime/cost";
import { STARTS } from "../../runtime/model";
import type { Invocation, Start } from "../../runtime/model";
import { adviceFacts } from "../workbench/cost/advice-facts";
import { reportBills } from "../workbench/cost/bills";
import type { BillReport } from "../workbench/cost/bills";
import { reportCsv } from "../workbench/cost/bills-csv";
import { billsDocument } from "../workbench/cost/bills-document";
import { invoke, ONE_AT_A_TIME } from "../workbench/invoke";
import { homeFolder } from "../workbench/home";
import type { Workbench } from "../workbench/workbench";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { isIdBeginning, isWholeId, namedInvocation } from "./find-invocation";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { parseChoice } from "./parse-values";
import { addPlatformOption, readPricing } from "./pricing-options";
import { printBills } from "./print-bills";
import { reportBuildFailure } from "./report-build-failure";
import { readBillSubject } from "./read-bill-subject";
import { addRequestOptions, noteStatus, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";
import { visible } from "./terminal";
import type { Terminal } from "./terminal";

interface CostFlags extends RequestFlags, GrantFlags {
  readonly usage?: string;
  readonly start: Start;
  readonly platform: readonly string[];
  readonly freeTier?: true;
  readonly explain?: true;
  readonly json?: true;
  readonly csv?: true;
}

/** A priced call, and the exit code that it leaves. */
interface Priced {
  readonly report: BillReport;
  readonly code: number;
}

// Commander breaks lines at the terminal's width.
const DESCRIPTION = [
  "Bills a recorded call, a function (built, and called once), or the usage that a file describes, line by line on each platform: what " +
    "one more call costs, without fees, free tiers and included usage, which belong to a month.",
  'A usage file is one JSON object, or a list of them: {"durationMs", "cpuMs", "initMs", "start", "memoryMb", "observedMemoryMb", ' +
    '"ingressBytes", "egressBytes", "arch", "requests"}. With "requests" the bill is of that many in one month, fees, minimums and ' +
    "ladders included; several kinds of call make one month together.",
  `Platforms: ${platformNames().join(", ")}. Another region is named like vercel-functions:sfo1. Price lists of your own, and what is in ` +
    "them: see the README.",
].join("\n\n");

export function addCostCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("cost")
    .summary("what one call costs, line by line, on each platform")
    .description(DESCRIPTION)
    .argument("[call]", "a recorded call's id, or a function: a file, or a folder with an index.*")
    .option("--usage <file>", "JSON: a call's usage, or a list of them, instead");
  addPlatformOption(command, "all")
    .option("--free-tier", "take the free tiers off a month's bill")
    .option("--explain", "say in words how each line was reckoned, and where its price is from")
    .option("--json", "print one JSON document")
    .option("--csv", "print a table, a row for each line of each bill");
  addGrantOptions(addRequestOptions(command))
    .option("--start <start>", "warm, prewarmed or cold: how a function is called", checkStart, "warm")
    .addHelpText(
      "after",
      examples(
        "cost 01930e4f --platform aws-lambda --explain",
        "cost build/examples/hello --platform cloudflare-workers --platform aws-lambda",
        "cost build/examples/lambda --start cold --json",
        "cost --usage usage.json --free-tier --csv",
      ),
    )
    .action(
      context.action((call: string | undefined, flags: CostFlags, self: Command) =>
        runCost(call ?? null, flags, self, context),
      ),
    );
}

async function runCost(
  call: string | null,
  flags: CostFlags,
  command: Command,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context;
  if (flags.json === true && flags.csv === true) throw new UsageError("--json and --csv exclude each other");
  const isEntry = call !== null && !namesInvocation(call);
  if (!isEntry) refuseCallOptions(command);
  const pricing = await readPricing(homeFolder(), flags.platform);
  const priced = await price(call, isEntry, flags, pricing, context);
  if (typeof priced === "number") return priced;
  const { report, code } = priced;
  if (flags.freeTier === true && report.subject.per === "call") {
    terminal.note('--free-tier changes nothing: free tiers are of a month, which takes "requests" in a usage file');
  }
  if (flags.json === true) terminal.print(JSON.stringify(billsDocument(report, pricing)));
  else if (flags.csv === true) terminal.print(reportCsv(report).trimEnd());
  else
    printBills(terminal, report, {
      explain: flags.explain === true,
      own: pricing.known.own,
      unpriced: flags.platform.length === 0 ? pricing.unpriced : [],
    });
  return code;
}

/** The exit code where the function did not build. */
async function price(
  call: string | null,
  isEntry: boolean,
  flags: CostFlags,
  pricing: Pricing,
  context: CommandContext,
): Promise<Priced | number> {
  const { usage, freeTier = false, explain = false } = flags;
  if ((call === null) === (usage === undefined)) {
    throw new UsageError(
      "give the call once: its id (coldframe history lists them), a function to call, or --usage file.json",
    );
  }
  if (usage !== undefined) {
    const report = reportBills(await readBillSubject(usage, pricing, freeTier), pricing, explain);
    return { report, code: EXIT.fine };
  }
  const named = call ?? "";
  const invocation = isEntry ? await makeCall(named, flags, context) : await namedInvocation(named, context.workbench);
  if (typeof invocation === "number") return invocation;
  const report = await reportInvocation(invocation, pricing, explain, context.workbench());
  return { report, code: isEntry && invocation.outcome !== "ok" ? EXIT.failed : EXIT.fine };
}

async function reportInvocation(
  invocation: Invocation,
  pricing: Pricing,
  explain: boolean,
  { artifacts }: Workbench,
): Promise<BillReport> {
  const usage = callUsage(invocation);
  if (usage === null)
    throw new UsageError(`the call ${invocation.id} never reached a sandbox: it used nothing to bill`);
  const facts = await adviceFacts(invocation, await artifacts.find(invocation.version));
  const advice = facts === null ? null : adviseCall(facts, pricing);
  return reportBills({ per: "call", calls: [{ invocation, usage, missing: [] }] }, pricing, explain, advice);
}

/** Calls the function once, as `invoke` does; the exit code where it did not build. */
async function makeCall(entry: string, flags: CostFlags, context: CommandContext): Promise<Invocation | number> {
  const { terminal } = context;
  const input = await readRequest(flags, terminal);
  const result = await invoke(context.workbench(ONE_AT_A_TIME), {
    entry,
    input,
    grants: await readGrants(flags),
    start: flags.start,
    repeat: 1,
    signal: terminal.signal,
  });
  if (!result.ok) return reportBuildFailure(terminal, result.problems, flags);
  const [invocation] = result.invocations;
  if (invocation === undefined) return EXIT.failed;
  noteFailure(terminal, invocation);
  noteStatus(terminal, invocation.response?.status);
  return invocation;
}

function noteFailure(terminal: Terminal, { outcome, error }: Invocation): void {
  if (outcome === "ok") return;
  const why = error === null ? outcome : `${error.code}: ${error.message}`;
  terminal.note(
    `${terminal.noteColors.red("coldframe:")} the call failed with ${visible(why)}, and the bill is of what it used until then`,
  );
}

/** A whole id is one whatever the folder holds; of a beginning, a file or folder of that name is meant rather. */
function namesInvocation(call: string): boolean {
  return isWholeId(call) || (isIdBeginning(call) && !existsSync(call));
}

/** @throws {UsageError} for an option of a call that is not made. */
function refuseCallOptions(command: Command): void {
  const calling = addGrantOptions(addRequestOptions(command.createCommand())).options;
  const given = [...calling.map((option) => option.attributeName()), "start"].find(
    (name) => command.getOptionValueSource(name) === "cli",
  );
  if (given === undefined) return;
  const flag = command.options.find((option) => option.attributeName() === given)?.long ?? given;
  throw new UsageError(
    `${flag} says how a function is called: a recorded call and a usage file are billed as they are`,
  );
}

function platformNames(): readonly string[] {
  return [...new Set(builtInPriceLists.map(({ platform }) => platform))];
}

function checkStart(text: string): Start {
  return parseChoice("--start", text, STARTS);
}
