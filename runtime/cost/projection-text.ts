import { formatInteger, formatShare, formatUsd } from "../model";
import { BASELINES } from "./baselines";
import type { Baseline } from "./baselines";
import type { BreakEven } from "./break-even";
import type { CaseStudy } from "./case-studies";
import { Decimal } from "./decimal";
import type { ServerMonth } from "./month";

const UNFIT: Readonly<Record<NonNullable<ServerMonth["unfit"]>, string>> = {
  memory: "too little memory for a call",
  "too-few": "no more than one of them can be had",
};

/** Three significant digits, without an exponent. */
export function shortDecimal(value: Decimal | string): string {
  const decimal = new Decimal(value);
  return decimal.gte(100) ? formatInteger(decimal.toNumber()) : decimal.toSignificantDigits(3).toFixed();
}

/** The cheapest server of each provider that carries the month and fits a call's memory; the cheapest provider first. */
export function cheapestOfEach(servers: readonly ServerMonth[]): ServerMonth[] {
  const fit = servers.filter(({ unfit }) => unfit === null).sort((a, b) => new Decimal(a.usd).cmp(b.usd));
  const providers = new Map<string, ServerMonth>();
  for (const server of fit) {
    const provider = baselineOf(server.baseline)?.provider ?? "";
    if (!providers.has(provider)) providers.set(provider, server);
  }
  return [...providers.values()];
}

/** How sure a server's price and its capacity are (V official, G from a price API, S secondary, M assumed), and why it is unfit. */
export function serverRemarks({ baseline: id, unfit }: ServerMonth): string {
  const baseline = baselineOf(id);
  const [price] = baseline?.prices ?? [];
  const known =
    baseline === undefined || price === undefined
      ? []
      : [`price ${price.confidence} ${price.readOn}`, `CPU ${baseline.cpu.confidence}`];
  return [known.join(", "), ...(unfit === null ? [] : [UNFIT[unfit]])].join(" · ");
}

/** `12.3`, `12.3 (54.2)` where a further server makes them dearer once more, `12.3 (–)` where that goes on for ever. */
export function breakEvenText(breakEven: BreakEven | null): string {
  if (breakEven === null) return "too little memory";
  const { found, none } = breakEven;
  if (found !== null) return shortDecimal(found.rps) + settledText(found.rps, found.settledRps);
  if (none?.why !== "servers-from-the-start") return "never";
  const end = none.untilRps === null ? "" : ` to ${shortDecimal(none.untilRps)}`;
  return `0${end}${settledText("0", none.settledRps)}`;
}

function settledText(rate: string, settled: string | null): string {
  if (settled === null) return " (–)";
  return settled === rate ? "" : ` (${shortDecimal(settled)})`;
}

/** What `breakEvenText` leaves out, in sentences with every figure exact. `server`: its title. */
export function breakEvenSentences(breakEven: BreakEven | null, server: string): string {
  if (breakEven === null) return `One call needs more memory than a ${server} has.`;
  const { found, none } = breakEven;
  if (found !== null) {
    const cost = `Above ${found.rps} requests per second ${found.servers} × ${server} cost less; at that rate both cost $${found.usd} a month.`;
    return [cost, ...laterSentences(found.rps, found)].join(" ");
  }
  if (none?.why !== "servers-from-the-start") return `However many requests come, ${server} costs no less.`;
  return [`${server} costs less from the first request on.`, ...laterSentences("0", none)].join(" ");
}

function laterSentences(
  rate: string,
  { untilRps, settledRps }: { readonly untilRps: string | null; readonly settledRps: string | null },
): string[] {
  const until = untilRps === null ? [] : [`That holds up to ${untilRps}, where one more server would be needed.`];
  if (settledRps === null) return [...until, "There is no rate from which on they cost less for good."];
  return settledRps === rate ? until : [...until, `Above ${settledRps} the servers cost less at every rate.`];
}

/** What a month's figures take for granted beside the break-even rates' own assumptions, in words. */
export function projectionNotes({ freeTier }: { readonly freeTier: boolean }): string[] {
  return [
    `Free tiers are ${freeTier ? "taken off" : "left out"}; a next million is what one more costs in the same month.`,
    "CPU time is this machine's: an estimate of a platform's until it is calibrated, and of a server's.",
  ];
}

/** A case study in words: what its bills come to, and what a call that is assumed makes of them. */
export function caseStudyText({ before, after, ...study }: CaseStudy): {
  readonly saving: string;
  readonly reckoning: string;
} {
  const { durationMs, cpuMs, memoryMb } = study.assumed;
  const verdict = study.quotedIsRight ? "as quoted" : `quoted as ${study.quotedSavingPercent} %`;
  return {
    saving: `${before.title} ${formatUsd(before.usd)} → ${after.title} ${formatUsd(after.usd)}: saves ${study.savingPercent} %, ${verdict}.`,
    reckoning:
      `If a call takes ${durationMs} ms, ${cpuMs} ms CPU and ${memoryMb} MB (assumed), the new bill pays for ` +
      `${formatInteger(Number(study.requests))} requests (${shortDecimal(study.rps)} req/s), the old one for ` +
      `${study.servers.count} × ${study.servers.title}, which those keep ${formatShare(study.serverUtilisation, 1)} busy.`,
  };
}

function baselineOf(id: string): Baseline | undefined {
  return BASELINES.find((one) => one.id === id);
}
