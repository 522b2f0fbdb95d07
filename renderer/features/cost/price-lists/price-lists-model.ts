import type { PricingReport } from "../../../../preload/contract";
import { fullTitle, grouped, priceListName, priceText, quantityText } from "../../../../runtime/cost";
import type {
  Allowance,
  Confidence,
  Limits,
  MemoryRule,
  Meter,
  Monthly,
  PriceList,
  Provenance,
  QuantityRule,
  UnpricedPlatform,
} from "../../../../runtime/cost";
import { formatBytes, formatDuration, formatInteger } from "../../../ui/format";
import { leastSure } from "../provenance-model";

/** A platform in one region, or one without a price. */
export type Entry = PricedEntry | UnpricedEntry;

export interface PricedEntry {
  readonly kind: "priced";
  /** Unique among all entries. */
  readonly name: string;
  readonly title: string;
  readonly list: PriceList;
  /** The user's own file that it comes from; null: it came along with Coldframe. */
  readonly ownFile: string | null;
  /** Of the least sure of its prices, but for those that are counted only when asked for. */
  readonly confidence: Confidence;
}

export interface UnpricedEntry {
  readonly kind: "unpriced";
  readonly name: string;
  readonly title: string;
  readonly platform: UnpricedPlatform;
}

/** One price, or one rung of it. */
export interface PriceRow {
  readonly item: string;
  readonly price: string;
  /** For which part of a month's quantity. */
  readonly range: string;
  readonly counted: string;
  readonly source: Provenance;
}

/** All that is known, in the order that it is chosen in; those without a price at the end. */
export function entriesOf({ lists, own, unpriced }: PricingReport): readonly Entry[] {
  return [
    ...lists.map((list): Entry => {
      const name = priceListName(list);
      const ownFile = own.find((known) => known.name === name)?.file ?? null;
      const counted = { ...list, meters: list.meters.filter(({ optional }) => optional !== true) };
      const confidence = leastSure(provenances(counted).map((source) => source.confidence));
      return { kind: "priced", name, title: fullTitle(list), list, ownFile, confidence };
    }),
    ...unpriced.map((platform): Entry => ({
      kind: "unpriced",
      name: platform.platform,
      title: platform.title,
      platform,
    })),
  ];
}

/** Those in which every word of the text is found, whatever the case: in names, items, units, sources, notes. */
export function matching(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const searched = searchedText(entry).toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

function searchedText(entry: Entry): string {
  if (entry.kind === "unpriced") return [entry.name, entry.title, entry.platform.why, entry.platform.source].join("\n");
  const { list, ownFile } = entry;
  const items = list.meters.flatMap(({ item, unit }) => [item, unit]);
  const sources = provenances(list).map(({ source }) => source);
  const own = ownFile === null ? [] : ["your own", ownFile];
  return [entry.name, entry.title, list.date, ...items, ...sources, ...list.notes, ...own].join("\n");
}

function provenances({ meters, allowances, monthly }: PriceList): readonly Provenance[] {
  return [...meters.flatMap(({ ladder }) => ladder), ...allowances, ...(monthly === undefined ? [] : [monthly])];
}

/** Every price of a list: what a month costs at least, each rung of each meter, what is included. */
export function priceRows(list: PriceList): readonly PriceRow[] {
  const { meters, allowances, monthly } = list;
  return [
    ...(monthly === undefined ? [] : [monthlyRow(monthly)]),
    ...meters.flatMap((meter) => meterRows(meter, list)),
    ...allowances.map((allowance) => allowanceRow(allowance, meters)),
  ];
}

function monthlyRow(monthly: Monthly): PriceRow {
  const { item, kind, usd, usageCreditUsd } = monthly;
  const pays = usageCreditUsd === undefined ? "" : `; it pays for $${grouped(usageCreditUsd)} of usage`;
  return {
    item,
    price: `$${grouped(usd)} per month`,
    range: "",
    counted: (kind === "fee" ? "added to what is metered" : "what a month costs at least") + pays,
    source: monthly,
  };
}

function meterRows(meter: Meter, { memory }: PriceList): readonly PriceRow[] {
  const { item, unit, ladder, quantity, optional } = meter;
  const counted = [countedText(quantity, memory), ...(optional === true ? ["only when asked for"] : [])].join("; ");
  return ladder.map((rung, at) => ({
    item,
    price: priceText(rung, unit),
    range: rangeText(ladder[at - 1]?.upTo ?? null, rung.upTo, unit),
    counted,
    source: rung,
  }));
}

function allowanceRow(allowance: Allowance, meters: readonly Meter[]): PriceRow {
  const { id, kind, quantity } = allowance;
  const drawing = meters.filter((meter) => meter.allowance === id);
  return {
    item: kind === "free" ? "Free each month" : "Included each month",
    price: "$0",
    range: quantityText(quantity, drawing[0]?.unit ?? "").trim(),
    counted: `of ${drawing.map(({ item }) => item).join(", ")}`,
    source: allowance,
  };
}

function rangeText(from: string | null, upTo: string | null, unit: string): string {
  if (from === null) return upTo === null ? "all" : `up to ${quantityText(upTo, unit)} a month`;
  return upTo === null ? `over ${quantityText(from, unit)}` : `${grouped(from)} to ${quantityText(upTo, unit)}`;
}

/** How the quantity of one call is found, in words. */
function countedText(rule: QuantityRule, memory: MemoryRule): string {
  switch (rule.kind) {
    case "requests":
      return "each request";
    case "ingress":
      return "bytes in";
    case "egress":
      return "bytes out";
    case "time":
      return [
        rule.clock === "wall" ? "wall time, waits included" : "CPU time, waits not",
        ...(rule.init === true ? ["a cold start’s init too"] : []),
        ...(rule.stepMs === undefined ? [] : [`rounded up to ${formatInteger(rule.stepMs)} ms`]),
        ...(rule.minimumMs === undefined ? [] : [`at least ${rule.minimumMs} ms`]),
        ...(rule.timesMemory === true ? [`× ${memoryName(memory)} memory`] : []),
        ...(rule.timesVcpus === undefined ? [] : [`× ${rule.timesVcpus} vCPU`]),
      ].join(", ");
  }
}

function memoryName({ kind }: MemoryRule): string {
  if (kind === "fixed" || kind === "observed") return kind;
  return "configured";
}

/** Which memory is billed, in words. */
export function memoryText(rule: MemoryRule): string {
  switch (rule.kind) {
    case "configured":
    case "observed": {
      const what = rule.kind === "configured" ? "what is configured" : "what is really held";
      const most = rule.maxMb === null ? "" : `, at most ${formatInteger(rule.maxMb)} MB`;
      return `${what}, at least ${formatInteger(rule.minMb)} MB, in steps of ${formatInteger(rule.stepMb)} MB${most}`;
    }
    case "tiers":
      return `the smallest of ${rule.tiersMb.map(formatInteger).join(", ")} MB that holds what is configured`;
    case "fixed":
      return `${formatInteger(rule.mb)} MB for every function`;
  }
}

/** What one call may use there; none where no limit is known. */
export function limitTexts({ durationMs, cpuMs, requestBytes, responseBytes }: Limits): readonly string[] {
  return [
    ...(durationMs === undefined ? [] : [`${formatDuration(durationMs * 1000)} wall time`]),
    ...(cpuMs === undefined ? [] : [`${formatDuration(cpuMs * 1000)} CPU time`]),
    ...(requestBytes === undefined ? [] : [`requests of ${formatBytes(requestBytes)}`]),
    ...(responseBytes === undefined ? [] : [`responses of ${formatBytes(responseBytes)}`]),
  ];
}

const ADDRESS = /https?:\/\/\S+|\b(?:[a-z0-9-]+\.)+(?:com|org|io|dev|net)(?:\/[\w./#?=&%-]*)?/i;

/** The web address that a source names; null: none. The window opens no pages, so that it can only be copied. */
export function addressIn(source: string): string | null {
  const found = ADDRESS.exec(source)?.[0].replace(/[.,;:]+$/, "");
  if (found === undefined) return null;
  return found.startsWith("http") ? found : `https://${found}`;
}
