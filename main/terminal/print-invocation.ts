import { STATUS_CODES } from "node:http";
import { startText, unaccountedUs } from "../../runtime/model";
import type { Pricing } from "../../runtime/cost";
import type { HeaderPair, Invocation, LogLine, RecordedResponse } from "../../runtime/model";
import { activeCpuText, formatBytes, formatCount, formatDuration, formatShare, memoryText } from "../../runtime/model";
import { priceLine } from "./price-line";
import { visible } from "./terminal";
import type { Terminal } from "./terminal";
import { renderWaterfall } from "./waterfall";
import type { Paint } from "./waterfall";

/** Everything about one call, for a person: answer and trace on stdout, the function's console on stderr. */
export function printInvocation(terminal: Terminal, invocation: Invocation, pricing: Pricing): void {
  printLogs(terminal, invocation.logs, invocation.droppedLogLines);
  terminal.print(statusLine(terminal, invocation));
  if (invocation.error !== null) printFailure(terminal, invocation.error);
  if (invocation.response !== null) printResponse(terminal, invocation.response);
  terminal.print("");
  printWaterfall(terminal, invocation);
  const price = priceLine(invocation, pricing);
  if (price !== "") terminal.print(price);
}

/** `200 OK · 1.24 ms · prewarmed · 312 B`; the outcome instead of the status where the call failed. */
function statusLine(terminal: Terminal, invocation: Invocation): string {
  const { colors } = terminal;
  const { outcome, response, usage } = invocation;
  const parts = [
    headline(outcome, response),
    formatDuration(usage.wallUs),
    startText(invocation),
    ...(response === null ? [] : [formatBytes(response.body.bytes)]),
  ];
  const [first = "", ...rest] = parts;
  const good = outcome === "ok" && (response?.status ?? 200) < 400;
  const paint = good ? colors.green : outcome === "ok" ? colors.yellow : colors.red;
  return [paint(colors.bold(first)), ...rest].join(colors.dim(" · "));
}

/** Spans as bars, then how much of the call they leave unexplained. */
function printWaterfall(terminal: Terminal, invocation: Invocation): void {
  for (const line of renderWaterfall(invocation.spans, terminal.columns, painter(terminal))) terminal.print(line);
  const { usage } = invocation;
  const gap = unaccountedUs(invocation.spans);
  terminal.print(
    [
      `wall ${formatDuration(usage.wallUs)}`,
      `unaccounted ${formatShare(gap, usage.wallUs)}`,
      `active CPU ${activeCpuText(usage)}`,
      `memory ${memoryText(usage)}`,
      `in ${formatBytes(usage.ingressBytes)}`,
      `out ${formatBytes(usage.egressBytes)}`,
    ].join(terminal.colors.dim(" · ")),
  );
}

/** The function's console, on stderr. */
function printLogs(terminal: Terminal, logs: readonly LogLine[], dropped: number): void {
  const { noteColors } = terminal;
  const paints = {
    debug: noteColors.gray,
    log: noteColors.white,
    info: noteColors.cyan,
    warn: noteColors.yellow,
    error: noteColors.red,
  };
  for (const { level, atUs, text } of logs) {
    const [first = "", ...rest] = visible(text).split("\n");
    const prefix = `${noteColors.dim(formatDuration(atUs).padStart(8))}  ${paints[level](level.padEnd(5))}  `;
    terminal.note(prefix + [first, ...rest.map((line) => " ".repeat(17) + line)].join("\n"));
  }
  if (dropped > 0) terminal.note(noteColors.dim(`${formatCount(dropped, "more console line")} dropped after the cap`));
}

function headline(outcome: Invocation["outcome"], response: RecordedResponse | null): string {
  if (outcome !== "ok" || response === null) return outcome;
  const text = response.statusText === "" ? (STATUS_CODES[response.status] ?? "") : response.statusText;
  return visible(`${response.status} ${text}`.trim());
}

function printFailure(terminal: Terminal, error: NonNullable<Invocation["error"]>): void {
  const { colors } = terminal;
  terminal.print(`${colors.red(error.code)}: ${visible(error.message)}`);
  if (error.stack !== null) terminal.print(colors.dim(visible(error.stack.trimEnd())));
}

function printResponse(terminal: Terminal, response: RecordedResponse): void {
  for (const header of response.headers) terminal.print(terminal.colors.dim(visible(header.join(": "))));
  const body = showBody(response, terminal.interactive);
  if (body !== "") terminal.print(`\n${body}`);
}

/** The body as text, JSON indented where a person reads; a line about it where it is not text, or was not kept. */
function showBody(response: RecordedResponse, pretty: boolean): string {
  const { content, bytes } = response.body;
  if (content === null) return bytes === 0 ? "" : `(${formatBytes(bytes)}, too long to be kept)`;
  const type = headerOf(response.headers, "content-type");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return `(${formatBytes(bytes)}${type === "" ? "" : ` of ${visible(type)}`}, not text)`;
  }
  return visible(pretty && /json/i.test(type) ? indentJson(text) : text).trimEnd();
}

function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function headerOf(headers: readonly HeaderPair[], wanted: string): string {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? "";
}

function painter(terminal: Terminal): Paint {
  const { colors } = terminal;
  const paints = { name: (text: string) => text, guest: colors.cyan, bar: colors.green, quiet: colors.dim };
  return (text, role) => paints[role](visible(text));
}
