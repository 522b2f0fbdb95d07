import type { CallFacts } from "../../../../preload/contract";
import {
  ADVICE_NAMES,
  adviceText,
  adviseCall,
  callUsage,
  fetchWaits,
  fullTitle,
  priceListName,
} from "../../../../runtime/cost";
import type { Advice, CallAdvice, MemorySaving, PriceList, Pricing, Saving } from "../../../../runtime/cost";
import type { Invocation } from "../../../../runtime/model";
import { formatBytes, formatDuration, formatShare } from "../../../ui/format";

/** What a call's numbers advise; null for a call that never reached a sandbox, of which there are none. */
export function adviceOf(invocation: Invocation, facts: CallFacts, pricing: Pricing): CallAdvice | null {
  const usage = callUsage(invocation);
  if (usage === null) return null;
  return adviseCall({ usage, fetches: fetchWaits(invocation.spans), ...facts }, pricing);
}

/** What following a piece of advice would leave on one platform. */
export interface SavingRow {
  readonly title: string;
  readonly priceList: string;
  /** Exact US dollars per million. */
  readonly usdPerMillion: string;
  readonly share: string;
  /** The smaller memory that is advised, and what it does to the time; null for other advice. */
  readonly smaller: string | null;
}

/** Dearest first. */
export function savingRows(advice: Advice, lists: readonly PriceList[]): readonly SavingRow[] {
  const all: readonly (Saving | MemorySaving)[] = advice.savings;
  return all.map((saving) => {
    const name = priceListName(saving);
    const list = lists.find((one) => priceListName(one) === name);
    return {
      title: list === undefined ? name : fullTitle(list),
      priceList: saving.priceList,
      usdPerMillion: saving.usdPerMillion,
      share: formatShare(saving.share, 1),
      smaller: "memoryMb" in saving ? smallerText(saving) : null,
    };
  });
}

function smallerText({ memoryMb, durationMs, durationBeforeMs }: MemorySaving): string {
  const size = formatBytes(memoryMb * 1024 * 1024);
  if (durationMs === durationBeforeMs) return `${size}, as fast`;
  return `${size}, ${formatDuration(durationMs * 1000)} instead of ${formatDuration(durationBeforeMs * 1000)} (modelled)`;
}

/** What the amounts are: all that waits or init cost, or what is really saved; init is paid by calls that start cold. */
export function amountTitle({ kind }: Advice): string {
  switch (kind) {
    case "billed-waits":
      return "Waiting costs, US dollars per million calls";
    case "heavy-init":
      return "Init costs, US dollars per million cold starts";
    case "unused-memory":
    case "compressible-response":
      return "Saved, US dollars per million calls";
  }
}

/** One way of sending the response's body. */
export interface BodySize {
  readonly name: string;
  readonly bytes: number;
}

/** What the body really comes to; none where the advice is not about it. */
export function bodySizes(advice: Advice): readonly BodySize[] {
  if (advice.kind !== "compressible-response") return [];
  const { bytes, brotliBytes, gzipBytes } = advice.compression;
  return [
    { name: "as it was sent", bytes },
    { name: "brotli", bytes: brotliBytes },
    { name: "gzip", bytes: gzipBytes },
  ];
}

/** For a message to a colleague. */
export function adviceAsText({ functionName, id }: Invocation, { advice, nothing }: CallAdvice): string {
  const pieces = advice.map((piece) => {
    const { summary, remarks, amounts } = adviceText(piece);
    return [`${ADVICE_NAMES[piece.kind]}: ${summary}`, ...[...remarks, ...amounts].map((text) => `  ${text}`)].join(
      "\n",
    );
  });
  const looked = nothing.map(({ kind, why }) => `${ADVICE_NAMES[kind]}: ${why}`);
  const head = `What one call of ${functionName} advises (${id})`;
  return [head, ...pieces, ...(looked.length === 0 ? [] : [`Nothing to advise:\n${looked.join("\n")}`])].join("\n\n");
}
