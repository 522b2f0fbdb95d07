import { CONFIDENCES } from "../../../runtime/cost";
import type { Confidence, Provenance } from "../../../runtime/cost";

export const CONFIDENCE_TEXT: Readonly<Record<Confidence, string>> = {
  V: "read in an official page, document or repository",
  G: "computed by Infracost from the provider's price API",
  S: "seen only in a secondary source",
  M: "unverified, or an assumption",
};

/** The least sure of several: a sum is no surer than its parts. */
export function leastSure(all: readonly Confidence[]): Confidence {
  return CONFIDENCES[Math.max(0, ...all.map((confidence) => CONFIDENCES.indexOf(confidence)))] ?? "M";
}

/** `Cloudflare's documentation, read 2026-11: read in an official page …`. */
export function provenanceText({ source, readOn, confidence }: Provenance): string {
  return `${source}, read ${readOn}: ${CONFIDENCE_TEXT[confidence]}`;
}
