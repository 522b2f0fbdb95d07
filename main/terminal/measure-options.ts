import type { Command } from "commander";
import { formatCount, RUNS, STARTS } from "../../runtime/model";
import type { Profile, Start } from "../../runtime/model";
import { endText } from "../../runtime/profile";
import { UsageError } from "./exit-codes";
import { boundsText, parseChoice, parseInteger } from "./parse-values";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

/** What the options that say what is measured leave in a command's flags; undefined: the usual. */
export interface MeasureFlags {
  readonly runs?: number;
  readonly start?: readonly Start[];
}

/** Adds the options that say what is measured, and how often. `before`: what comes before the usual, in words. */
export function addMeasureOptions(command: Command, before: string): Command {
  const runs = `starts of each kind, ${boundsText(RUNS)} (default: ${before} ${RUNS.usual})`;
  return addStartOption(command.option("--runs <n>", runs, parseRuns), before);
}

/** Adds the option that says which starts are measured. */
export function addStartOption(command: Command, before = ""): Command {
  const usual = `${before === "" ? "" : `${before} `}${STARTS.join(",")}`;
  return command.option("--start <start,…>", `the kinds of starts (default: ${usual})`, parseStarts);
}

export function noteBegin(terminal: Terminal, what: string, starts: readonly Start[], runs: number): void {
  const kinds = starts.length === 1 ? starts.join() : `each of ${starts.join(", ")}`;
  terminal.note(terminal.noteColors.dim(`built ${what}; measuring ${formatCount(runs, "start")}, ${kinds}`));
}

/** Four lines in all, however many rounds there are. `of`: what they are rounds of, in words. */
export function noteProgress(terminal: Terminal, round: number, runs: number, of = ""): void {
  const quarter = (of: number): number => Math.floor((of * 4) / runs);
  if (round === runs || quarter(round) === quarter(round - 1)) return;
  terminal.note(terminal.noteColors.dim(`${round} of ${formatCount(runs, "round")}${of}`));
}

/** Why a profile holds less than was asked for. */
export function noteEnd(terminal: Terminal, profile: Profile): void {
  const text = endText(profile);
  if (text !== null) terminal.note(`${terminal.noteColors.red("coldframe:")} ${visible(text)}`);
}

/** Starts of each kind. Throws UsageError. */
export function parseRuns(text: string): number {
  return parseInteger("--runs", text, RUNS);
}

function parseStarts(text: string): readonly Start[] {
  const starts = text.split(",").map((start) => parseChoice("--start", start.trim(), STARTS));
  const twice = starts.find((start, index) => starts.indexOf(start) !== index);
  if (twice !== undefined) throw new UsageError(`--start names ${twice} twice: once is enough`);
  return starts;
}
