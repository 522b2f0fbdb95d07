import type { Pricing } from "../../runtime/cost";
import { formatCount, formatDuration, STARTS } from "../../runtime/model";
import type { Invocation } from "../../runtime/model";
import { percentiles } from "../../runtime/statistics";
import { meanPriceLines } from "./price-line";
import { renderTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

/** What `--repeat` found: wall time's percentiles and the price per start, since each start is another number to its user. */
export function printRepeats(terminal: Terminal, invocations: readonly Invocation[], pricing: Pricing): void {
  const [first] = invocations;
  if (first === undefined) return;
  const rows = [...STARTS, null].flatMap((start) => {
    const found = percentiles(invocations.filter((one) => one.start === start).map((one) => one.usage.wallUs));
    if (found === null) return [];
    const { n, p50, p90, p99, min, max } = found;
    return [[start ?? "never started", String(n), ...[p50, p90, p99, min, max].map(formatDuration)]];
  });
  terminal.print(`${first.functionName} · ${formatCount(invocations.length, "call")} · wall time`);
  const header = ["start", "n", "p50", "p90", "p99", "min", "max"];
  const lines = renderTable(header, rows, ["left", "right", "right", "right", "right", "right", "right"]);
  terminal.print([terminal.colors.dim(lines[0] ?? ""), ...lines.slice(1)].join("\n"));
  for (const line of meanPriceLines(invocations, pricing)) terminal.print(line);
  printFailures(terminal, invocations);
}

function printFailures(terminal: Terminal, invocations: readonly Invocation[]): void {
  const failed = invocations.filter(({ outcome }) => outcome !== "ok");
  const [first] = failed;
  if (first === undefined) return;
  const why = first.error === null ? first.outcome : `${first.error.code}: ${first.error.message}`;
  terminal.print(
    `${terminal.colors.red(`${formatCount(failed.length, "call")} failed`)}, the first with ${visible(why)}\n` +
      terminal.colors.dim(`${first.id}  (coldframe trace ${first.id})`),
  );
}
