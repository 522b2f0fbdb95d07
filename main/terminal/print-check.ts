import { priceListName } from "../../runtime/cost";
import { formatBytes, formatDuration, formatInteger, formatUsd } from "../../runtime/model";
import type { BudgetVerdict, Check } from "../workbench/cost/check";
import type { Growth } from "../workbench/cost/growth";
import { msBeside, usdBeside } from "./beside-limit";
import type { JunitCase } from "./junit";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

export function printCheck(terminal: Terminal, { artifact, verdicts, failed }: Check): void {
  const { colors } = terminal;
  for (const verdict of verdicts) {
    const mark = verdict.ok ? colors.green("within") : colors.red("exceeded");
    terminal.print(`${artifact.name}: ${verdict.budget} ${mark}: ${verdictText(verdict)}${blame(verdict)}`);
  }
  if (failed !== null) terminal.print(`${artifact.name}: ${colors.red("failed")}: ${visible(failureText(failed))}`);
}

/** A verdict is a case; so is a run that failed, for the budgets that needed it. */
export function casesOf({ verdicts, failed }: Check): readonly JunitCase[] {
  const cases = verdicts.map((verdict): JunitCase => {
    const output = verdictText(verdict);
    const name = verdict.budget === "max-usd-per-million" ? `${verdict.budget} ${verdict.platform}` : verdict.budget;
    return { name, failure: verdict.ok ? null : `${output}${blame(verdict)}`, output };
  });
  if (failed === null) return cases;
  return [...cases, { name: "runs", failure: failureText(failed), output: failed.error?.stack ?? "" }];
}

function failureText({ start, outcome, error }: NonNullable<Check["failed"]>): string {
  const why = error === null ? outcome : `${error.code}: ${error.message}`;
  return `a ${start ?? "call"} start ended with ${why}`;
}

const MEDIAN_OF = {
  "max-cold-ms": "cold starts",
  "max-prewarmed-ms": "prewarmed starts",
  "max-init-ms": "runs of the top level",
} as const;

/** What was found, what is allowed, and of how many runs the figure is. */
function verdictText(verdict: BudgetVerdict): string {
  switch (verdict.budget) {
    case "max-bytes":
      return `${formatInteger(verdict.found)} bytes, budget ${formatInteger(verdict.limit)}`;
    case "max-cold-ms":
    case "max-prewarmed-ms":
    case "max-init-ms": {
      const { budget, found, limit, n, interval } = verdict;
      const between =
        interval === null ? "" : `, 95 % between ${interval.map((ms) => formatDuration(ms * 1000)).join(" and ")}`;
      const limitText = Number.isInteger(limit) ? formatInteger(limit) : String(limit);
      return `${msBeside(found, limit)}, budget ${limitText} ms (median of ${n} ${MEDIAN_OF[budget]}${between})`;
    }
    case "max-usd-per-million": {
      const { found, limit, n, basis } = verdict;
      const [low, high] = verdict.interval.map(formatUsd);
      const runs = `mean of ${n} warm runs, 95 % between ${low} and ${high}, time ${basis}`;
      const warnings = verdict.warnings.map((warning) => `; ${warning}`).join("");
      return `${usdBeside(found, limit)} on ${priceListName(verdict)}, budget ${usdBeside(limit, limit)} (${runs})${warnings}`;
    }
  }
}

/** What grew most, where a budget is exceeded and a baseline tells. */
function blame(verdict: BudgetVerdict): string {
  if (verdict.ok || verdict.budget === "max-usd-per-million" || verdict.growth === null) return "";
  return `; ${growthText(verdict.growth)}`;
}

function growthText({ kind, name, unit, before, after }: Growth): string {
  const format = unit === "bytes" ? formatBytes : formatDuration;
  const from = before === 0 ? "it is new" : `from ${format(before)} to ${format(after)}`;
  return `the ${kind} ${visible(name)} grew most since the baseline, by ${format(after - before)}: ${from}`;
}
