import { formatBytes, formatCount, formatInteger, formatShare, formatUsd } from "../model";
import { COMPRESSION } from "./advice";
import type { Advice, MemorySaving, Saving } from "./advice";
import type { FetchWaits } from "./fetch-waits";
import { priceListName } from "./price-list";
import { sizeText, timeText } from "./units";

/** A piece of advice in words, each with its numbers; every text is one sentence. */
export interface AdviceText {
  /** To stand behind the kind's name. */
  readonly summary: string;
  /** What more is to be known of it. */
  readonly remarks: readonly string[];
  /** What it comes to per platform. */
  readonly amounts: readonly string[];
}

/** What each kind is about. */
export const ADVICE_NAMES: Readonly<Record<Advice["kind"], string>> = {
  "billed-waits": "Waits",
  "heavy-init": "Init",
  "unused-memory": "Memory",
  "compressible-response": "Compression",
};

/** Packages that are named; the rest is in the sum. */
const NAMED_PACKAGES = 3;
/** Milliseconds that requests must win by running together, to be worth a word. */
const LEAST_TOGETHER_MS = 5;

export function adviceText(advice: Advice): AdviceText {
  switch (advice.kind) {
    case "billed-waits":
      return waitsText(advice);
    case "heavy-init":
      return initText(advice);
    case "unused-memory":
      return memoryText(advice);
    case "compressible-response":
      return compressionText(advice);
  }
}

function waitsText(advice: Advice & { kind: "billed-waits" }): AdviceText {
  const { waitMs, durationMs, fetches, savings, freeOn } = advice;
  return {
    summary: `for ${timeText(waitMs)} of the call's ${timeText(durationMs)} (${formatShare(waitMs, durationMs)}) its code did not run, and wall time is billed all the same.`,
    remarks: [
      ...togetherText(fetches),
      ...(freeOn.length === 0 ? [] : [`Waiting costs nothing on ${freeOn.join(", ")}.`]),
    ],
    amounts: [`Waiting costs ${perPlatform(savings, "million calls")}.`],
  };
}

/** Only requests that ran one after another could run together. */
function togetherText(fetches: FetchWaits | null): readonly string[] {
  if (fetches === null) return [];
  const { count, togetherMs, longestMs } = fetches;
  if (count === 1) return [`It waited for one request, which took ${timeText(longestMs)}.`];
  if (togetherMs - longestMs < LEAST_TOGETHER_MS) return [];
  return [
    `Its ${formatCount(count, "request")} took ${timeText(togetherMs)}; where none needs another's answer, begun together they take ${timeText(longestMs)}, as long as the longest.`,
  ];
}

function initText(advice: Advice & { kind: "heavy-init" }): AdviceText {
  const { initMs, bundleBytes, dependencyBytes, packages, savings } = advice;
  const named = packages.slice(0, NAMED_PACKAGES).map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`);
  const rest = packages.length - named.length;
  return {
    summary: `the top level runs ${timeText(initMs)}, and ${formatShare(dependencyBytes, bundleBytes)} of the bundle's ${formatBytes(bundleBytes)} are dependencies.`,
    remarks: [
      `The largest: ${named.join(", ")}${rest > 0 ? `, and ${formatInteger(rest)} more` : ""}. Bytes are known for each, time only for all.`,
    ],
    amounts: savings.length === 0 ? [] : [`Init costs ${perPlatform(savings, "million cold starts")}.`],
  };
}

function memoryText(advice: Advice & { kind: "unused-memory" }): AdviceText {
  const { configuredMb, observedMb, savings } = advice;
  return {
    summary: `${sizeText(configuredMb)} are configured, and the call held ${sizeText(observedMb)} at most.`,
    remarks: ["The peak is that of the local sandbox: a platform's own engine may need more."],
    amounts: savings.map(smallerText),
  };
}

function smallerText({ memoryMb, durationMs, durationBeforeMs, ...saving }: MemorySaving): string {
  const slower =
    durationMs === durationBeforeMs
      ? ""
      : ` and takes ${timeText(durationMs)} instead of ${timeText(durationBeforeMs)} (modelled)`;
  const cheaper = `${formatUsd(saving.usdPerMillion)} per million calls (${formatShare(saving.share, 1)})`;
  return `${priceListName(saving)}: ${sizeText(memoryMb)} holds it, saves ${cheaper}${slower}.`;
}

function compressionText(advice: Advice & { kind: "compressible-response" }): AdviceText {
  const { compression, savedBytes, savings, encoding } = advice;
  const { bytes, brotliBytes, gzipBytes, contentType } = compression;
  const what = contentType === "" ? "the response" : `the response (${contentType})`;
  return {
    summary: `${what} went out as ${formatBytes(bytes)}; brotli makes ${formatBytes(brotliBytes)} of it, gzip ${formatBytes(gzipBytes)}.`,
    remarks: [
      `With content-encoding: ${encoding}, a call sends ${formatBytes(savedBytes)} less (${formatShare(savedBytes, bytes)}).`,
      `Really compressed, with brotli's quality ${COMPRESSION.brotliQuality} and gzip's level ${COMPRESSION.gzipLevel}.`,
    ],
    amounts: savings.length === 0 ? [] : [`The egress saved is ${perPlatform(savings, "million calls")}.`],
  };
}

/** `$0.16 on aws-lambda, $0.48 on lambda-edge per million calls`. */
function perPlatform(savings: readonly Saving[], what: string): string {
  const amounts = savings.map((saving) => `${formatUsd(saving.usdPerMillion)} on ${priceListName(saving)}`);
  return `${amounts.join(", ")} per ${what}`;
}
