import type { Command } from "commander";
import { OUTCOMES } from "../../runtime/model";
import type { HistoryRow, Outcome } from "../../runtime/model";
import { historyDocument, readHistory } from "../workbench/history";
import { readVersions } from "../workbench/profile/versions";
import { versionsDocument } from "../workbench/profile/versions-document";
import { examples } from "./command";
import type { CommandContext } from "./command";
import { EXIT, UsageError } from "./exit-codes";
import { formatDuration, formatMoment } from "../../runtime/model";
import { parseChoice, parseInteger, parseSince } from "./parse-values";
import { readCallPricing } from "./pricing-options";
import { printVersions } from "./print-versions";
import { renderTable } from "./table";
import { visible } from "./terminal";
import type { Terminal } from "./terminal";

const USUAL_LIMIT = 20;
const MOST_ROWS = 10_000;
/** A URL longer than this would push the id off the screen. */
const WIDEST_URL = 48;

interface HistoryFlags {
  readonly entry?: string;
  readonly outcome?: Outcome | "running";
  readonly since?: number;
  readonly search?: string;
  readonly limit: number;
  readonly versions?: true;
  readonly json?: true;
}

export function addHistoryCommand(program: Command, context: CommandContext): void {
  program
    .command("history")
    .summary("list past calls")
    .description("Lists past calls, the newest first.")
    .option("--entry <entry>", "only calls of this function: its file, its folder, or its name")
    .option("--outcome <outcome>", `only calls that ended so: ${OUTCOMES.join(", ")}, running`, checkOutcome)
    .option("--since <time>", "only calls since a date, a time, or how long ago: 15m, 2h, 3d", checkSince)
    .option("--search <text>", "only calls with these words in URL, console or error")
    .option("--limit <n>", "at most this many", checkLimit, USUAL_LIMIT)
    .option("--versions", "with --entry: its versions over time instead, their size and starts, and what moved them")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      examples(
        "history --limit 5",
        "history --outcome timeout --since 2h",
        "history --entry build/examples/hello --json",
        "history --entry build/examples/hello --versions",
      ),
    )
    .action(context.action((flags: HistoryFlags) => runHistory(flags, context)));
}

function nothingFound({ entry, outcome, since, search }: HistoryFlags): string {
  return [entry, outcome, since, search].every((filter) => filter === undefined)
    ? "no calls yet; make one: coldframe invoke <entry>"
    : "no call matches; leave out a filter, or make one: coldframe invoke <entry>";
}

async function runHistory(flags: HistoryFlags, context: CommandContext): Promise<number> {
  if (flags.versions === true) return runVersions(flags, context);
  const { terminal, workbench } = context;
  const calls = await readHistory(workbench(), {
    entry: flags.entry ?? null,
    outcome: flags.outcome ?? null,
    sinceMs: flags.since ?? null,
    search: flags.search ?? null,
    limit: flags.limit,
  });
  if (flags.json === true) {
    terminal.print(JSON.stringify(historyDocument(calls, await readCallPricing(workbench().home))));
    return EXIT.fine;
  }
  if (calls.length === 0) terminal.note(nothingFound(flags));
  else printCalls(terminal, calls);
  return EXIT.fine;
}

async function runVersions(flags: HistoryFlags, { terminal, workbench }: CommandContext): Promise<number> {
  const { entry, outcome, since, search, limit } = flags;
  if (entry === undefined) throw new UsageError("--versions are of one function: say which with --entry");
  if ([outcome, since, search].some((filter) => filter !== undefined) || limit !== USUAL_LIMIT)
    throw new UsageError("--versions takes no filter but --entry");
  const found = await readVersions(workbench(), entry);
  if (flags.json === true) terminal.print(JSON.stringify(versionsDocument(found)));
  else if (found.versions.length === 0) terminal.note(`no call and no saved profile is of ${visible(entry)}`);
  else printVersions(terminal, found.versions);
  return EXIT.fine;
}

function printCalls(terminal: Terminal, calls: readonly HistoryRow[]): void {
  const rows = calls.map((call) => [
    formatMoment(call.startedAtMs),
    visible(call.functionName),
    call.status === null ? "" : String(call.status),
    call.outcome ?? "running",
    call.start ?? "",
    call.running ? "" : formatDuration(call.wallUs),
    shorten(visible(`${call.method} ${call.url}`)),
    call.id,
  ]);
  const header = ["started", "function", "status", "outcome", "start", "wall", "request", "id"];
  const sides = ["left", "left", "right", "left", "left", "right", "left", "left"] as const;
  const [first = "", ...lines] = renderTable(header, rows, sides);
  terminal.print(terminal.colors.dim(first));
  for (const line of lines) terminal.print(line);
}

function shorten(text: string): string {
  return text.length <= WIDEST_URL ? text : `${text.slice(0, WIDEST_URL - 1)}…`;
}

function checkOutcome(text: string): Outcome | "running" {
  return parseChoice("--outcome", text, [...OUTCOMES, "running"]);
}

function checkSince(text: string): number {
  return parseSince(text, Date.now());
}

function checkLimit(text: string): number {
  return parseInteger("--limit", text, { least: 1, most: MOST_ROWS });
}
