import { priceListName, profilePrices } from "../../runtime/cost";
import { functionRows, comparisonsCsv } from "../../runtime/profile";
import { compareFunctions } from "../workbench/profile/compare-functions";
import { comparisonsDocument } from "../workbench/profile/comparisons-document";
import type { MeasureRequest, Operand } from "../workbench/profile/measure-operands";
import type { Workbench } from "../workbench/workbench";
import { EXIT, UsageError } from "./exit-codes";
import { noteEnd } from "./measure-options";
import { readCallPricing } from "./pricing-options";
import { printFunctions } from "./print-functions";
import { printProblems } from "./print-problems";
import { buildExitCode } from "./report-build-failure";
import type { Terminal } from "./terminal";

export interface TableFlags {
  readonly platform: readonly string[];
  readonly csv?: true;
  readonly json?: true;
}

/** Sets several functions side by side. Those that do not build, or fail, are rows with their reason; the exit code says it, too. */
export async function compareInTable(
  workbench: Workbench,
  operands: readonly Operand[],
  request: MeasureRequest,
  flags: TableFlags,
  terminal: Terminal,
): Promise<number> {
  if (flags.json === true && flags.csv === true) throw new UsageError("--json and --csv exclude each other");
  const pricing = await readCallPricing(workbench.home, flags.platform);
  const compared = await compareFunctions(workbench, operands, request);
  const rows = functionRows(compared.functions, (profile) => profilePrices(profile, pricing));
  const platforms = pricing.lists.map(priceListName);
  if (flags.json === true) terminal.print(JSON.stringify(comparisonsDocument(compared, rows, pricing.lists)));
  else if (flags.csv === true) terminal.print(comparisonsCsv(rows, platforms).trimEnd());
  else printFunctions(terminal, rows, { platforms, interleaved: compared.interleaved });
  const codes = compared.functions.map(({ result }): number => {
    if (result.type === "build-failed") {
      printProblems(terminal, result.problems);
      return buildExitCode(result.problems);
    }
    // A person reads it below the table.
    if (flags.json === true || flags.csv === true) noteEnd(terminal, result.profile);
    return result.profile.ended === null ? EXIT.fine : EXIT.failed;
  });
  return [EXIT.build, EXIT.usage, EXIT.failed].find((code) => codes.includes(code)) ?? EXIT.fine;
}
