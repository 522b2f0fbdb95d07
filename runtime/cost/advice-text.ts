import { formatBytes, formatCount, formatDuration, formatInteger, formatShare, formatUsd } from "../model";
import type { Advice, MemorySaving, Saving } from "./advice";
import type { FetchWaits } from "./fetch-waits";
import { priceListName } from "./price-list";

/** A piece of advice in words, each with its numbers. */
export interface AdviceText {
  readonly summary: string;
  /** What it comes to per platform, and what is to be known of the numbers; one sentence each. */
  readonly details: readonly string[];
}

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
    summary: `Waits: for ${time(waitMs)} of the call's ${time(durationMs)} (${formatShare(waitMs, durationMs)}) its code did not run, and wall time is billed all the same.`,
    details: [
      ...togetherText(fetches),
      `Waiting costs ${perPlatform(savings, "million calls")}.`,
      ...(freeOn.length === 0 ? [] : [`It costs nothing on ${freeOn.join(", ")}.`]),
    ],
  };
}

/** Only requests that ran one after another could run together. */
function togetherText(fetches: FetchWaits | null): readonly string[] {
  if (fetches === null) return [];
  const { count, togetherMs, longestMs } = fetches;
  if (count === 1) return [`It waited for one request, which took ${time(longestMs)}.`];
  if (togetherMs - longestMs < LEAST_TOGETHER_MS) return [];
  return [
    `Its ${formatCount(count, "request")} took ${time(togetherMs)}; where none needs another's answer, begun together they take ${time(longestMs)}, as long as the longest.`,
  ];
}

function initText(advice: Advice & { kind: "heavy-init" }): AdviceText {
  const { initMs, bundleBytes, dependencyBytes, packages, savings } = advice;
  const named = packages.slice(0, NAMED_PACKAGES).map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`);
  const rest = packages.length - named.length;
  return {
    summary: `Init: the top level runs ${time(initMs)}, and ${formatShare(dependencyBytes, bundleBytes)} of the bundle's ${formatBytes(bundleBytes)} are dependencies.`,
    details: [
      `The largest: ${named.join(", ")}${rest > 0 ? `, and ${formatInteger(rest)} more` : ""}. Bytes are known for each, time only for all.`,
      ...(savings.length === 0 ? [] : [`Init costs ${perPlatform(savings, "million cold starts")}.`]),
    ],
  };
}

function memoryText(advice: Advice & { kind: "unused-memory" }): AdviceText {
  const { configuredMb, observedMb, savings } = advice;
  return {
    summary: `Memory: ${megabytes(configuredMb)} are configured, and the call held ${megabytes(observedMb)} at most.`,
    details: [
      ...savings.map(smallerText),
      "The peak is that of the local sandbox: a platform's own engine may need more.",
    ],
  };
}

function smallerText({ memoryMb, durationMs, durationBeforeMs, ...saving }: MemorySaving): string {
  const slower =
    durationMs === durationBeforeMs
      ? ""
      : ` and takes ${time(durationMs)} instead of ${time(durationBeforeMs)} (modelled)`;
  const cheaper = `${formatUsd(saving.usdPerMillion)} per million calls (${formatShare(saving.share, 1)})`;
  return `${priceListName(saving)}: ${megabytes(memoryMb)} holds it, saves ${cheaper}${slower}.`;
}

function compressionText(advice: Advice & { kind: "compressible-response" }): AdviceText {
  const { compression, savedBytes, savings, encoding } = advice;
  const { bytes, brotliBytes, gzipBytes, contentType } = compression;
  const what = contentType === "" ? "The response" : `The response (${contentType})`;
  return {
    summary: `Compression: ${what} went out as ${formatBytes(bytes)}; brotli makes ${formatBytes(brotliBytes)} of it, gzip ${formatBytes(gzipBytes)}.`,
    details: [
      `With content-encoding: ${encoding}, a call sends ${formatBytes(savedBytes)} less (${formatShare(savedBytes, bytes)}).`,
      ...(savings.length === 0 ? [] : [`The egress saved is ${perPlatform(savings, "million calls")}.`]),
    ],
  };
}

/** `$0.16 on aws-lambda, $0.48 on lambda-edge per million calls`. */
function perPlatform(savings: readonly Saving[], what: string): string {
  const amounts = savings.map((saving) => `${formatUsd(saving.usdPerMillion)} on ${priceListName(saving)}`);
  return `${amounts.join(", ")} per ${what}`;
}

function time(ms: number): string {
  return formatDuration(ms * 1000);
}

function megabytes(mb: number): string {
  return formatBytes(mb * 1024 * 1024);
}
