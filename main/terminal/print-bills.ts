import { calibrationText, Decimal, perMillion, priceListName, shortDecimal } from "../../runtime/cost";
import type { Bill, BillLine, Measure, UnmeasuredField, UnpricedPlatform } from "../../runtime/cost";
import { formatBytes, formatDuration, formatInteger, formatUsd } from "../../runtime/model";
import { monthRequests } from "../workbench/cost/bills";
import type { BilledCall, BillReport, BillSubject, MonthlyCalls } from "../workbench/cost/bills";
import type { OwnPriceList } from "../../preload/contract";
import { printAdvice } from "./print-advice";
import { showPath } from "./print-problems";
import { renderTable } from "./table";
import type { Terminal } from "./terminal";
import { visible } from "./terminal";

interface Shown {
  /** Whether each line says how it was reckoned, and where its price is from. */
  readonly explain: boolean;
  /** Lists that are the user's, and their files. */
  readonly own: readonly OwnPriceList[];
  /** Platforms that are named as having no price. */
  readonly unpriced: readonly UnpricedPlatform[];
}

const MEASURES: Readonly<Record<Measure, string>> = {
  requests: "each call",
  wall: "wall time",
  cpu: "CPU time",
  init: "init",
  "configured-memory": "memory configured",
  "observed-memory": "memory held",
  "fixed-memory": "memory of every function",
  ingress: "bytes in",
  egress: "bytes out",
  month: "each month",
};

/** Enough for every listed price; one per hour, shown by the millisecond, does not end. */
const PRICE_DIGITS = 6;
const CENTS = 2;
const SIDES = ["left", "right", "left", "right", "left", "left"] as const;

/** Bills line by line, in US dollars. */
export function printBills(terminal: Terminal, report: BillReport, shown: Shown): void {
  const { explain, unpriced } = shown;
  const { subject, bills, advice } = report;
  const rendered = renderLines(subject, bills);
  if (subject.per === "month") terminal.print(monthText(subject));
  let told: number | null = null;
  for (const [index, { call, bill }] of bills.entries()) {
    if (call !== null && call !== told) {
      const billed = subject.calls[call];
      if (billed !== undefined) terminal.print((told === null ? "" : "\n") + terminal.colors.bold(callText(billed)));
      told = call;
    }
    printBill(terminal, subject, bill, rendered[index] ?? [], shown);
  }
  printNotes(terminal, report, unpriced, explain);
  if (advice !== null && advice.advice.length > 0) printAdvice(terminal, advice);
}

function printBill(
  terminal: Terminal,
  { per, calls }: BillSubject,
  bill: Bill,
  lines: readonly string[],
  { explain, own }: Shown,
): void {
  const { colors } = terminal;
  const million = per === "call" ? perMillion(bill.usd) : null;
  const total =
    million === null
      ? `${formatUsd(bill.usd)} a month${averageText(bill.usd, calls)}`
      : `${formatUsd(million)} per million calls`;
  const file = own.find(({ name }) => name === priceListName(bill))?.file;
  const list = bill.priceList + (file === undefined ? "" : ` in ${showPath(file)}`);
  const exact = `exactly $${bill.usd}${per === "call" ? " a call" : ""}`;
  terminal.print(
    `\n${colors.bold(priceListName(bill))} · ${colors.bold(total)} · ${[...(explain ? [exact] : []), list].join(" · ")}`,
  );
  for (const [index, line] of bill.lines.entries()) {
    terminal.print(`  ${lines[index] ?? ""}`);
    if (!explain) continue;
    const { source, readOn, confidence } = line.source;
    terminal.print(colors.dim(`    ${visible(line.formula ?? "")} = $${line.usd}`));
    terminal.print(colors.dim(`    ${visible(source)}, read ${readOn} (${confidence})`));
  }
  for (const warning of bill.warnings) terminal.print(`  ${colors.yellow(`would not run there as it is: ${warning}`)}`);
  if (explain) for (const note of bill.notes) terminal.print(colors.dim(`  ${visible(note)}`));
}

/** `, $0.31 per million`; nothing of a month without requests. */
function averageText(usd: string, calls: readonly (BilledCall | MonthlyCalls)[]): string {
  const requests = monthRequests(calls.filter((call) => "requests" in call));
  return requests.isZero() ? "" : `, ${formatUsd(perMillion(new Decimal(usd).div(requests)))} per million`;
}

/** The lines of each bill, in columns that all bills share. */
function renderLines({ per, calls }: BillSubject, bills: BillReport["bills"]): string[][] {
  const rows = bills.flatMap(({ call, bill }) => {
    const billed = call === null ? calls : calls.slice(call, call + 1);
    return bill.lines.map((line) => lineCells(line, bill, per, billed));
  });
  const rendered = renderTable(
    SIDES.map(() => ""),
    rows,
    SIDES,
  ).slice(1);
  let from = 0;
  return bills.map(({ bill }) => rendered.slice(from, (from += bill.lines.length)));
}

/** `billed`: the calls that the line is of; without a cold one there is no init to be billed. */
function lineCells(
  line: BillLine,
  { calibration }: Bill,
  per: BillSubject["per"],
  billed: readonly Pick<BilledCall, "usage">[],
): string[] {
  const { item, quantity, unit, unitPrice, usd, takes, estimated, source } = line;
  const ofMonth = takes.includes("month");
  const isCold = billed.some(({ usage }) => usage.start === "cold");
  const atMost = billed.flatMap(({ usage }) => usage.atMost ?? []);
  const taken = takes.filter((measure) => measure !== "init" || isCold);
  const measured = taken.map((measure) => measureText(measure, atMost)).join(", ");
  const estimate = calibration === null ? "estimated" : calibrationText(calibration);
  return [
    visible(item),
    ofMonth ? "" : `${shortDecimal(quantity)} ${visible(unit)}`,
    ofMonth ? "" : `× ${unitPriceText(unitPrice)}`,
    formatUsd(per === "call" ? perMillion(usd) : usd),
    estimated ? `${measured} (${estimate})` : measured,
    `${source.confidence} ${source.readOn}`,
  ];
}

/** `$0.0000166667`, `$0.50`. */
function unitPriceText(usd: string): string {
  const shown = new Decimal(usd).toSignificantDigits(PRICE_DIGITS);
  return `$${shown.toFixed(Math.max(CENTS, shown.decimalPlaces()))}`;
}

/** A call that was stopped is billed for the most that it can have taken, where nobody could ask it. */
function measureText(measure: Measure, atMost: readonly UnmeasuredField[]): string {
  const isAtMost =
    (measure === "cpu" && atMost.includes("cpuMs")) ||
    (measure === "observed-memory" && atMost.includes("observedMemoryMb"));
  return isAtMost ? `${MEASURES[measure]} at most (not known)` : MEASURES[measure];
}

function callText({ invocation, usage, missing }: BilledCall): string {
  const most = (field: UnmeasuredField): string =>
    usage.atMost?.includes(field) === true ? " at most (not known)" : "";
  const known = (field: (typeof missing)[number], text: string) => (missing.includes(field) ? [] : [text]);
  const { durationMs, cpuMs, initMs, memoryMb, observedMemoryMb, ingressBytes, egressBytes } = usage;
  return [
    ...(invocation === null ? [] : [visible(invocation.functionName)]),
    ...(invocation === null || invocation.outcome === "ok" ? [] : [invocation.outcome]),
    usage.start,
    ...known("durationMs", `wall ${formatDuration(durationMs * 1000)}`),
    ...known("cpuMs", `CPU ${formatDuration(cpuMs * 1000)}${most("cpuMs")}`),
    ...(usage.start === "cold" ? [`init ${formatDuration(initMs * 1000)}`] : []),
    ...known("memoryMb", `${shortDecimal(String(memoryMb))} MB configured`),
    ...known("observedMemoryMb", `${shortDecimal(String(observedMemoryMb))} MB held${most("observedMemoryMb")}`),
    `in ${formatBytes(ingressBytes)}`,
    `out ${formatBytes(egressBytes)}`,
    ...(usage.arch === "arm64" ? ["arm64"] : []),
  ].join(" · ");
}

function monthText({ calls, freeTier }: BillSubject & { readonly per: "month" }): string {
  const lines = calls.map((call) => `${formatInteger(call.requests.toNumber())} × ${callText(call)}`);
  const requests = formatInteger(monthRequests(calls).toNumber());
  const free = `free tiers ${freeTier ? "taken off" : "left out (--free-tier takes them off)"}`;
  return [`${requests} requests in a month · ${free}`, ...lines].join("\n");
}

function printNotes(
  terminal: Terminal,
  { subject, bills }: BillReport,
  unpriced: readonly UnpricedPlatform[],
  explain: boolean,
): void {
  const estimated = bills.filter(({ bill }) => bill.calibration === null && bill.lines.some((line) => line.estimated));
  const notes = [
    ...(subject.per === "call"
      ? ["Amounts are US dollars for a million such calls, without fees and free tiers."]
      : []),
    ...(estimated.length > 0
      ? ["CPU time is this machine's: an estimate of a platform's until it is calibrated (coldframe calibrate)."]
      : []),
    "Prices: V read in an official page, G from the provider's price API, S seen in a secondary source, M assumed." +
      (explain ? "" : " --explain has the sources and each line in words."),
    ...unpriced.map(({ title, why }) => `Not priced: ${title}. ${why}`),
  ];
  terminal.print(`\n${terminal.colors.dim(notes.join("\n"))}`);
}
