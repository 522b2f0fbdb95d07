import { formatBytes, formatCount, formatDuration } from "../../runtime/model";
import type { DeferrableImport, DeferralTrial, Deferrals, Profile } from "../../runtime/model";
import { answerText, cancelledText, savedText, untriedText } from "../../runtime/profile";
import { printTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

const SHOWN_IMPORTS = 8;

/** What the request never needed, and what it saves to load that when it is needed. */
export function printDeferrals(terminal: Terminal, { topLevel, deferrals }: Profile): void {
  if (topLevel === null || deferrals === null) return;
  const { bold, dim } = terminal.colors;
  const cancelled = cancelledText(deferrals);
  if (cancelled !== null) terminal.print(`\n${cancelled}`);
  if (deferrals.cancelled?.of === 0) return;
  if (deferrals.unneeded.length === 0) {
    terminal.print(dim("\nthe request needed every module that the top level loads"));
    return;
  }
  const unneeded = topLevel.modules.filter(({ path }) => deferrals.unneeded.includes(path));
  const bytes = unneeded.reduce((sum, module) => sum + module.bytes, 0);
  const initUs = unneeded.reduce((sum, module) => sum + (module.selfInitUs ?? 0), 0);
  terminal.print(
    `\n${bold("never needed by this request")} · ${formatCount(unneeded.length, "module")}, ${formatBytes(bytes)}, ` +
      `${formatDuration(initUs)} of the top level`,
  );
  printImports(terminal, deferrals);
}

function printImports(terminal: Terminal, { imports, together }: Deferrals): void {
  if (imports.length === 0) return;
  const rows = imports
    .slice(0, SHOWN_IMPORTS)
    .map((found) => [
      visible(found.isPackage ? `${found.name} (${formatCount(found.modules, "module")})` : found.name),
      visible(placesOf(found)),
      formatBytes(found.bytes),
      formatDuration(found.initUs),
      ...(found.trial === null ? ["", "", visible(untriedText(found))] : resultOf(found.trial)),
    ]);
  if (together !== null) rows.push(["all of them that may wait", "", "", "", ...resultOf(together)]);
  const header = ["import", "in", "bytes", "self", "loaded when used", "saves, between", ""];
  printTable(terminal, header, rows, ["left", "left", "right", "right", "left", "left", "left"]);
  const n = together?.n ?? imports.find(({ trial }) => trial !== null)?.trial?.n;
  const more = imports.length > SHOWN_IMPORTS ? `and ${imports.length - SHOWN_IMPORTS} that cost less; ` : "";
  if (n === undefined) return;
  terminal.print(
    terminal.colors.dim(
      `${more}each was built so and started ${n} times in turn with the function, without a snapshot`,
    ),
  );
}

function placesOf({ importers: [first, ...others] }: DeferrableImport): string {
  if (first === undefined) return "";
  const place = first.line === null ? first.file : `${first.file}:${first.line}`;
  return others.length === 0 ? place : `${place} and ${others.length} more`;
}

function resultOf(trial: DeferralTrial): readonly string[] {
  return [trial.verdict ?? "undecided", savedText(trial), `answer: ${answerText(trial)}`];
}
