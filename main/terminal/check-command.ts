import type { Command } from "commander";
import { DEFAULT_PLATFORM } from "../../runtime/cost";
import type { Profile } from "../../runtime/model";
import { check } from "../workbench/cost/check";
import type { Budgets } from "../workbench/cost/check";
import { checkDocument } from "../workbench/cost/check-document";
import { profilingRuntime } from "../workbench/profile/profile";
import { findProfile } from "../workbench/profile/saved-profiles";
import type { Workbench } from "../workbench/workbench";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { junitXml } from "./junit";
import { parseInteger, quote } from "./parse-values";
import { addPlatformOption, readCallPricing } from "./pricing-options";
import { casesOf, printCheck } from "./print-check";
import { reportBuildFailure } from "./report-build-failure";
import { addRequestOptions, noteStatus, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";
import { writeOptionFile } from "./write-file";

const MOST = Number.MAX_SAFE_INTEGER;

interface CheckFlags extends RequestFlags, GrantFlags {
  readonly maxBytes?: number;
  readonly maxColdMs?: number;
  readonly maxPrewarmedMs?: number;
  readonly maxInitMs?: number;
  readonly maxUsdPerMillion?: string;
  readonly platform: readonly string[];
  readonly baseline?: string;
  readonly junit?: string;
  readonly json?: true;
}

export function addCheckCommand(program: Command, context: CommandContext): void {
  const command = program
    .command("check")
    .summary("hold a function against its budgets, for CI")
    .description(
      "Builds and runs a function, and exits with 1 where a budget is exceeded. Says of how many runs each figure is.",
    )
    .argument("<entry>", "the function: a file, or a folder with an index.*")
    .option("--max-bytes <n>", "the bundle's size, bytes", (text) =>
      parseInteger("--max-bytes", text, { least: 0, most: MOST }),
    )
    .option("--max-cold-ms <n>", "the median cold start, milliseconds", parseMilliseconds)
    .option("--max-prewarmed-ms <n>", "the median prewarmed start, milliseconds", parseMilliseconds)
    .option("--max-init-ms <n>", "the median run of the top level, milliseconds", parseMilliseconds)
    .option("--max-usd-per-million <n>", "a million warm calls, US dollars", parseUsd);
  addPlatformOption(addGrantOptions(addRequestOptions(command)), DEFAULT_PLATFORM)
    .option("--baseline <profile>", "a saved profile or its .json file: says what grew most since")
    .option("--junit <file>", "write the verdicts as JUnit XML, too")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      examples(
        "check build/examples/hello --max-bytes 2000 --max-usd-per-million 1",
        "check api.ts --max-usd-per-million 0.80 --platform aws-lambda --memory 512",
        "check api.ts --max-cold-ms 400 --max-init-ms 20 --baseline main.json --junit check.xml",
      ),
    )
    .action(context.action((entry: string, flags: CheckFlags) => runCheck(entry, flags, context)));
}

async function runCheck(entry: string, flags: CheckFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const budgets = readBudgets(flags);
  const workbench = context.workbench(profilingRuntime(1));
  const pricing = await readCallPricing(workbench.home, flags.platform);
  const { memoryMb, ...access } = await readGrants(flags);
  const input = await readRequest(flags, terminal);
  const baseline = flags.baseline === undefined ? null : await readBaseline(workbench, flags.baseline);
  const { signal } = terminal;
  const result = await check(workbench, { entry, input, access, memoryMb, budgets, pricing, baseline, signal });
  if (!result.ok) {
    const [problem] = result.problems;
    const why = problem === undefined ? "it does not build" : problem.message;
    if (flags.junit !== undefined)
      await writeOptionFile("--junit", flags.junit, junitXml(entry, [{ name: "build", failure: why, output: "" }]));
    return reportBuildFailure(terminal, result.problems, flags);
  }
  if (flags.junit !== undefined)
    await writeOptionFile("--junit", flags.junit, junitXml(result.check.artifact.name, casesOf(result.check)));
  noteStatus(terminal, result.check.status);
  const document = checkDocument(result.check);
  if (flags.json === true) terminal.print(JSON.stringify(document));
  else printCheck(terminal, result.check);
  return document.ok ? EXIT.fine : EXIT.failed;
}

async function readBaseline(workbench: Workbench, text: string): Promise<Profile> {
  const found = await findProfile(workbench, text);
  if (found === null) {
    throw new UsageError(
      `--baseline ${quote(text)}: no such profile is saved (coldframe profiles lists them); a file is named ….json`,
    );
  }
  if ("message" in found) throw new UsageError(`--baseline ${found.message}`);
  return found;
}

function readBudgets(flags: CheckFlags): Budgets {
  const { maxBytes, maxColdMs, maxPrewarmedMs, maxInitMs, maxUsdPerMillion, platform } = flags;
  const given = [maxBytes, maxColdMs, maxPrewarmedMs, maxInitMs, maxUsdPerMillion];
  if (given.every((budget) => budget === undefined)) {
    throw new UsageError(
      "give a budget: --max-bytes, --max-cold-ms, --max-prewarmed-ms, --max-init-ms or --max-usd-per-million",
    );
  }
  if (platform.length > 0 && maxUsdPerMillion === undefined) {
    throw new UsageError("--platform says where --max-usd-per-million holds: give that budget too");
  }
  return {
    maxBytes: maxBytes ?? null,
    maxColdMs: maxColdMs ?? null,
    maxPrewarmedMs: maxPrewarmedMs ?? null,
    maxInitMs: maxInitMs ?? null,
    maxUsdPerMillion: maxUsdPerMillion ?? null,
  };
}

/** A prewarmed start takes about one: fractions count. */
function parseMilliseconds(text: string): number {
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text)) {
    throw new UsageError(`a budget of ${quote(text)}: use milliseconds from 0 on, like 400 or 1.5`);
  }
  return Number(text);
}

/** A decimal that is not negative, kept as text so that it stays exact. */
function parseUsd(text: string): string {
  if (!/^(\d{1,12}(\.\d{1,12})?|\.\d{1,12})$/.test(text)) {
    throw new UsageError(`--max-usd-per-million ${quote(text)}: use US dollars that are not negative, like 0.80`);
  }
  return text;
}
