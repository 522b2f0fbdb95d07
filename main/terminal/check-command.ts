import type { Command } from "commander";
import { DEFAULT_PLATFORM, priceListName } from "../../runtime/cost";
import { formatInteger, formatUsd } from "../../runtime/model";
import { check } from "../workbench/cost/check";
import type { Budgets, BudgetVerdict, Check } from "../workbench/cost/check";
import { checkDocument } from "../workbench/cost/check-document";
import { measuringRuntime } from "../workbench/measure/runs";
import { msBeside, usdBeside } from "./beside-limit";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { addGrantOptions, readGrants } from "./grant-options";
import type { GrantFlags } from "./grant-options";
import { parseInteger, quote } from "./parse-values";
import { addPlatformOption, readCallPricing } from "./pricing-options";
import { reportBuildFailure } from "./report-build-failure";
import { addRequestOptions, noteStatus, readRequest } from "./request-options";
import type { RequestFlags } from "./request-options";
import { visible } from "./terminal";
import type { Terminal } from "./terminal";

const MOST = Number.MAX_SAFE_INTEGER;

interface CheckFlags extends RequestFlags, GrantFlags {
  readonly maxBytes?: number;
  readonly maxColdMs?: number;
  readonly maxUsdPerMillion?: string;
  readonly platform: readonly string[];
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
    .option("--max-bytes <n>", "the bundle's size, bytes", (text) => parseInteger("--max-bytes", text, 0, MOST))
    .option("--max-cold-ms <n>", "the median cold start, milliseconds", (text) =>
      parseInteger("--max-cold-ms", text, 0, MOST),
    )
    .option("--max-usd-per-million <n>", "a million warm calls, US dollars", parseUsd);
  addPlatformOption(addGrantOptions(addRequestOptions(command)), DEFAULT_PLATFORM)
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      examples(
        "check build/examples/hello --max-bytes 2000 --max-usd-per-million 1",
        "check api.ts --max-usd-per-million 0.80 --platform aws-lambda --memory 512",
        "check api.ts --max-cold-ms 400 --json",
      ),
    )
    .action(context.action((entry: string, flags: CheckFlags) => runCheck(entry, flags, context)));
}

async function runCheck(entry: string, flags: CheckFlags, context: CommandContext): Promise<number> {
  const { terminal } = context;
  const budgets = readBudgets(flags);
  const workbench = context.workbench(measuringRuntime(1));
  const pricing = await readCallPricing(workbench.home, flags.platform);
  const { memoryMb, ...access } = await readGrants(flags);
  const input = await readRequest(flags, terminal);
  const result = await check(workbench, { entry, input, access, memoryMb, budgets, pricing, signal: terminal.signal });
  if (!result.ok) return reportBuildFailure(terminal, result.problems, flags);
  noteStatus(terminal, result.check.status);
  const document = checkDocument(result.check);
  if (flags.json === true) terminal.print(JSON.stringify(document));
  else printCheck(terminal, result.check);
  return document.ok ? EXIT.fine : EXIT.failed;
}

function readBudgets({ maxBytes, maxColdMs, maxUsdPerMillion, platform }: CheckFlags): Budgets {
  const given = [maxBytes, maxColdMs, maxUsdPerMillion].some((budget) => budget !== undefined);
  if (!given) throw new UsageError("give a budget: --max-bytes, --max-cold-ms or --max-usd-per-million");
  if (platform.length > 0 && maxUsdPerMillion === undefined) {
    throw new UsageError("--platform says where --max-usd-per-million holds: give that budget too");
  }
  return { maxBytes: maxBytes ?? null, maxColdMs: maxColdMs ?? null, maxUsdPerMillion: maxUsdPerMillion ?? null };
}

function printCheck(terminal: Terminal, { artifact, verdicts, failed }: Check): void {
  const { colors } = terminal;
  for (const verdict of verdicts) {
    const mark = verdict.ok ? colors.green("within") : colors.red("exceeded");
    terminal.print(`${artifact.name}: ${verdict.budget} ${mark}: ${verdictText(verdict)}`);
  }
  if (failed === null) return;
  const why = failed.error === null ? failed.outcome : `${failed.error.code}: ${failed.error.message}`;
  terminal.print(
    `${artifact.name}: ${colors.red("failed")}: a ${failed.start ?? "call"} start ended with ${visible(why)}`,
  );
}

/** What was found, what is allowed, and of how many runs the figure is. */
function verdictText(verdict: BudgetVerdict): string {
  switch (verdict.budget) {
    case "max-bytes":
      return `${formatInteger(verdict.found)} bytes, budget ${formatInteger(verdict.limit)}`;
    case "max-cold-ms":
      return `${msBeside(verdict.found, verdict.limit)}, budget ${formatInteger(verdict.limit)} ms (median of ${verdict.n} cold starts)`;
    case "max-usd-per-million": {
      const { found, limit, n, basis } = verdict;
      const [low, high] = verdict.interval.map(formatUsd);
      const runs = `mean of ${n} warm runs, 95 % between ${low} and ${high}, time ${basis}`;
      const warnings = verdict.warnings.map((warning) => `; ${warning}`).join("");
      return `${usdBeside(found, limit)} on ${priceListName(verdict)}, budget ${usdBeside(limit, limit)} (${runs})${warnings}`;
    }
  }
}

/** A decimal that is not negative, kept as text so that it stays exact. */
function parseUsd(text: string): string {
  if (!/^(\d{1,12}(\.\d{1,12})?|\.\d{1,12})$/.test(text)) {
    throw new UsageError(`--max-usd-per-million ${quote(text)}: use US dollars that are not negative, like 0.80`);
  }
  return text;
}
